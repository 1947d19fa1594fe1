"""
QoS by topic, in the files that ``ros2 bag record --qos-profile-overrides-path`` takes.

All that may be in such a file is taken. Used is what decides which messages arrive: reliability,
durability, history and depth; the rest could only keep publishers from being heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rerun_bridge.config.nodes import MapNode, Node, read_nodes
from rerun_bridge.config.readers import (
    Place,
    Reader,
    flag,
    mapping_of,
    name,
    record,
    text,
    whole_number,
)
from rerun_bridge.subscription_qos import QosOverride

__all__ = ['load_qos_overrides', 'qos_overrides']

MOST = 2**63 - 1

LEFT_TO_PUBLISHERS = {'system_default': None, 'unknown': None, 'best_available': None}


def _policy(**values: bool) -> Reader[bool | None]:
    """Read a word of a policy, in any case."""
    known: Mapping[str, bool | None] = {**values, **LEFT_TO_PUBLISHERS}

    def read(node: Node, place: Place) -> bool | None:
        word = text(node, place).lower()
        if word not in known:
            raise place.expected(f'one of {", ".join(known)}', node)
        return known[word]

    return read


def _override(
    reliability: bool | None = None,
    durability: bool | None = None,
    history: bool | None = None,
    depth: int | None = None,
    **rest: object,
) -> QosOverride:
    return QosOverride(reliability, durability, history, depth or None)


_PARTS = {'sec': whole_number(0, MOST), 'nsec': whole_number(0, MOST)}
DURATION = record(dict[str, object], _PARTS, required=('sec', 'nsec'))

PROFILE: Reader[QosOverride] = record(
    _override,
    {
        'reliability': _policy(reliable=True, best_effort=False),
        'durability': _policy(transient_local=True, volatile=False),
        'history': _policy(keep_all=True, keep_last=False),
        'depth': whole_number(0, MOST),
        'liveliness': _policy(automatic=True, manual_by_node=True, manual_by_topic=True),
        'deadline': DURATION,
        'lifespan': DURATION,
        'liveliness_lease_duration': DURATION,
        'avoid_ros_namespace_conventions': flag,
    },
)

PROFILES: Reader[dict[str, QosOverride]] = mapping_of(PROFILE)


def load_qos_overrides(path: Path) -> Mapping[str, QosOverride]:
    """
    Read a file of overrides.

    :raises ConfigError: it cannot be read, or is none.
    """
    root = read_nodes(path)
    return {} if root is None else PROFILES(root, Place(str(path)))


def qos_overrides(node: Node, place: Place) -> Mapping[str, QosOverride]:
    """Read overrides that are there, or in a file that is named; its folder is this one's."""
    if isinstance(node, MapNode):
        return PROFILES(node, place)
    file = Path(place.file).parent / Path(name(node, place)).expanduser()
    if not file.is_file():
        raise place.error(node, f'there is no file {file}')
    return load_qos_overrides(file)
