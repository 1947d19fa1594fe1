"""
Types that no definition text spells out.

Of every service and action rosidl makes further messages (an event, the goal service's request …),
and a few types are so much part of ROS 2 that they are the same in every distro.
"""

from __future__ import annotations

from rerun_bridge.definitions.linking import Declaration
from rerun_bridge.definitions.schema import Constant, Field, FieldType
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import replace

__all__ = ['implied']

_UUID = FieldType('unique_identifier_msgs/msg/UUID')
_TIME = FieldType('builtin_interfaces/msg/Time')
_UINT8 = FieldType('uint8')
_BYTES16 = FieldType('uint8', 'array', 16)

# Suffix → members; ``~`` stands for the name before the suffix. The first that fits is taken.
_SUFFIXES: dict[str, tuple[tuple[str, FieldType], ...]] = {
    '_SendGoal_Request': (('goal_id', _UUID), ('goal', FieldType('~_Goal'))),
    '_SendGoal_Response': (('accepted', FieldType('bool')), ('stamp', _TIME)),
    '_GetResult_Request': (('goal_id', _UUID),),
    '_GetResult_Response': (('status', FieldType('int8')), ('result', FieldType('~_Result'))),
    '_FeedbackMessage': (('goal_id', _UUID), ('feedback', FieldType('~_Feedback'))),
    '_Event': (
        ('info', FieldType('service_msgs/msg/ServiceEventInfo')),
        ('request', FieldType('~_Request', 'sequence', 1)),
        ('response', FieldType('~_Response', 'sequence', 1)),
    ),
}

_EVENT_TYPES = ('REQUEST_SENT', 'REQUEST_RECEIVED', 'RESPONSE_SENT', 'RESPONSE_RECEIVED')

_BUILT_IN = {
    'builtin_interfaces/msg/Time': Declaration(
        (Field('sec', FieldType('int32')), Field('nanosec', FieldType('uint32')))
    ),
    'builtin_interfaces/msg/Duration': Declaration(
        (Field('sec', FieldType('int32')), Field('nanosec', FieldType('uint32')))
    ),
    'unique_identifier_msgs/msg/UUID': Declaration((Field('uuid', _BYTES16),)),
    'service_msgs/msg/ServiceEventInfo': Declaration(
        (
            Field('event_type', _UINT8),
            Field('stamp', _TIME),
            Field('client_gid', _BYTES16),
            Field('sequence_number', FieldType('int64')),
        ),
        tuple(Constant(name, _UINT8, value) for value, name in enumerate(_EVENT_TYPES)),
    ),
}


def implied(type_name: TypeName) -> Declaration | None:
    """Return the declaration of a type that needs no text, None for any other."""
    if type_name in _BUILT_IN:
        return _BUILT_IN[type_name]
    if type_name.split('/')[1:2] not in (['srv'], ['action']):
        return None
    for suffix, members in _SUFFIXES.items():
        if type_name.endswith(suffix):
            stem = type_name[: -len(suffix)]
            types = [replace(kind, base=kind.base.replace('~', stem)) for _, kind in members]
            return Declaration(tuple(Field(name, kind) for (name, _), kind in zip(members, types)))
    return None
