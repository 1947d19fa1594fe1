"""Channels from what bags say about their topics: types, definitions, quality of service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from rerun_bridge.messages import Channel, MessageDefinition, Qos, TypeName, type_name
from rerun_bridge.sources.definition_lookup import DefinitionLookup

__all__ = ['FORMATS', 'channel_of', 'qos_of']

FORMATS: Mapping[str, Literal['ros2msg', 'ros2idl']] = {
    'ros2msg': 'ros2msg',
    'ros2idl': 'ros2idl',
    'unknown': 'ros2msg',
    'idl': 'ros2idl',
}
"""
Encoding of a definition in a bag to our name of its format.

Rosbag2 calls some .srv texts ``unknown``.
"""

_SETTING = r'["\']?(history|depth|reliability|durability)["\']?\s*:\s*["\']?(\w+)'
_RELIABLE, _TRANSIENT_LOCAL = ('reliable', '1'), ('transient_local', '1')


def qos_of(profiles: str) -> Qos:
    """
    Return the quality of service that all publishers of a topic offer together.

    :param profiles: the YAML list rosbag2 keeps, with names (since Jazzy) or the numbers of rmw's
        enums.
    """
    settings: dict[str, list[str]] = {}
    for key, value in re.findall(_SETTING, profiles):
        settings.setdefault(key, []).append(value.lower())
    durabilities = settings.get('durability', [])
    depths = [int(depth) for depth in settings.get('depth', []) if depth.isdigit()]
    return Qos(
        reliable=all(value in _RELIABLE for value in settings.get('reliability', [])),
        transient_local=bool(durabilities)
        and all(value in _TRANSIENT_LOCAL for value in durabilities),
        depth=max(depths, default=0),
        publishers=len(durabilities),
    )


def channel_of(
    channel_id: int,
    topic: str,
    type_text: str,
    definition: MessageDefinition | None,
    *,
    encoding: str = 'cdr',
    profiles: str = '',
    message_count: int | None = None,
    type_hash: str = '',
    ros_distro: str = '',
    samples: Sequence[bytes | memoryview] = (),
    lookup: DefinitionLookup | None = None,
    has_no_text: bool = False,
) -> Channel:
    """
    Return a channel; a definition the bag lacks is looked up.

    :param has_no_text: the bag has a definition, but nothing stands in it: that of an empty type.
    """
    name = type_name(type_text) if type_text else TypeName('')
    if definition is None and name and encoding == 'cdr':
        lookup = lookup or DefinitionLookup()
        definition = lookup.find(name, type_hash=type_hash, ros_distro=ros_distro, samples=samples)
        seems_empty = has_no_text and samples and all(s[4:] == b'\0' for s in samples)
        if definition is None and seems_empty:
            definition = MessageDefinition('ros2msg', '')
    return Channel(
        channel_id, topic, name, definition, qos_of(profiles), encoding, message_count, type_hash
    )
