"""How a live source listens, as one value; ``config/default.yaml`` explains each setting."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rerun_bridge.nouns import dataclass
from rerun_bridge.subscription_qos import QosOverride

__all__ = ['CLOCK_JUMPS', 'LiveSettings']

CLOCK_JUMPS = ('recording', 'segment')
"""Another recording in the same file, or one in a file of its own."""
NO_OVERRIDES: Mapping[str, QosOverride] = MappingProxyType({})


@dataclass(frozen=True)
class LiveSettings:
    """
    How a live source listens.

    :param include_hidden: take topics with a part that begins with ``_``, too.
    :param min_qos_depth: of a subscription, see :mod:`.subscription_qos`.
    :param max_qos_depth: likewise.
    :param qos_overrides: by topic.
    :param queue_bytes: what waits between the subscriptions and the bridge, of all topics
        together; more is dropped, large messages first.
    :param low_latency: pass every message on at once, in place of ticks.
    :param lazy: subscribe to nothing but latched topics while nobody looks.
    :param use_sim_time: the clock is ``/clock``; nothing is stamped before its first message.
    :param on_clock_jump: what begins where that goes back, one of :data:`CLOCK_JUMPS`.
    :param statistics: the bridge says in the recording how much it forwards and what happens.
    :param domain: of DDS; None is ``ROS_DOMAIN_ID``, else 0.
    """

    include_hidden: bool = False
    min_qos_depth: int = 100
    max_qos_depth: int = 1000
    qos_overrides: Mapping[str, QosOverride] = NO_OVERRIDES
    queue_bytes: int = 64 * 1024 * 1024
    low_latency: bool = False
    lazy: bool = False
    use_sim_time: bool = False
    on_clock_jump: str = 'recording'
    statistics: bool = True
    domain: int | None = None

    @property
    def depths(self) -> tuple[int, int]:
        """The least and the greatest depth of a subscription."""
        return self.min_qos_depth, self.max_qos_depth
