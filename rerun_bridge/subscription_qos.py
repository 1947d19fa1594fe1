"""
With which QoS a topic is subscribed to: what its publishers offer, then what the user says.

A subscriber that asks for more than a publisher offers gets nothing from it. So it is reliable, or
late-joining, only where all publishers are.
"""

from __future__ import annotations

from collections.abc import Sequence

from rerun_bridge.messages import Qos
from rerun_bridge.nouns import dataclass

__all__ = ['LARGE_DEPTH', 'LARGE_TYPES', 'QosOverride', 'subscription_qos']

LARGE_DEPTH = 5
"""How many images or clouds wait at most: their size fills the memory, not their number."""

LARGE_TYPES = frozenset(
    {
        'sensor_msgs/msg/Image',
        'sensor_msgs/msg/CompressedImage',
        'sensor_msgs/msg/PointCloud2',
        'nav_msgs/msg/OccupancyGrid',
    }
)


@dataclass(frozen=True)
class QosOverride:
    """
    What a user wants of a topic's subscription; None leaves it to the publishers.

    :param keep_all: history is KEEP_ALL: nothing is dropped, whatever memory it takes.
    """

    reliable: bool | None = None
    transient_local: bool | None = None
    keep_all: bool | None = None
    depth: int | None = None


def subscription_qos(
    type_name: str,
    offers: Sequence[Qos],
    depths: tuple[int, int],
    override: QosOverride | None = None,
) -> Qos:
    """
    Return the QoS to subscribe with; its depth 0 is KEEP_ALL.

    :param offers: of the topic's publishers, one each.
    :param depths: the least and the greatest depth; the publishers' together is kept within. The
        least does not hold for images and clouds.
    """
    least, most = depths
    if type_name in LARGE_TYPES:
        least, most = 1, min(most, LARGE_DEPTH)
    kept = [offer.depth or most for offer in offers]
    depth = min(max(sum(kept), least), most)
    reliable = bool(offers) and all(offer.reliable for offer in offers)
    transient_local = bool(offers) and all(offer.transient_local for offer in offers)
    if override is not None:
        reliable = reliable if override.reliable is None else override.reliable
        if override.transient_local is not None:
            transient_local = override.transient_local
        depth = override.depth or depth
        if override.keep_all:
            depth = 0
    return Qos(reliable, transient_local, depth, len(offers))
