"""ROS names on the DDS wire, and back."""

from __future__ import annotations

import re

from rerun_bridge.messages import TypeName

__all__ = ['dds_topic', 'dds_type', 'ros_topic', 'ros_type', 'type_hash_of']

_TOPIC_PREFIX = 'rt'
_DDS_TYPE = re.compile(r'(\w+)::(msg|srv|action)::dds_::(\w+)_')
_ROS_TYPE = re.compile(r'(\w+)/(msg|srv|action)/(\w+)')
_TYPE_HASH = re.compile(rb'typehash=(RIHS01_[0-9a-f]{64});')


def ros_topic(name: str) -> str | None:
    """Return ``/a/b`` for ``rt/a/b``; None for what is no topic of ROS: services, other DDS."""
    prefix, slash, rest = name.partition('/')
    return f'/{rest}' if prefix == _TOPIC_PREFIX and slash and rest else None


def dds_topic(topic: str) -> str:
    """Return ``rt/a/b`` for ``/a/b``."""
    return _TOPIC_PREFIX + topic


def ros_type(name: str) -> TypeName | None:
    """Return ``pkg/msg/T`` for ``pkg::msg::dds_::T_``; None for a type that is not ROS's."""
    found = _DDS_TYPE.fullmatch(name)
    return TypeName('/'.join(found.groups())) if found else None


def dds_type(name: TypeName) -> str:
    """
    Return ``pkg::msg::dds_::T_`` for ``pkg/msg/T``.

    :raises ValueError: it is no full ROS type name.
    """
    found = _ROS_TYPE.fullmatch(name)
    if found is None:
        raise ValueError(f'{name!r} is no type of ROS: expected pkg/msg/Type')
    package, kind, last = found.groups()
    return f'{package}::{kind}::dds_::{last}_'


def type_hash_of(user_data: bytes) -> str:
    """Return the ``RIHS01_…`` that writers since Iron put into their user data, else nothing."""
    found = _TYPE_HASH.search(user_data)
    return found[1].decode() if found else ''
