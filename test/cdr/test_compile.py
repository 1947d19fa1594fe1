"""Schemas become plans: runs of numbers joined, everything else a step."""

from __future__ import annotations

import pytest

from rerun_bridge.cdr import compile_plan
from rerun_bridge.cdr.plan import Elements, NumberSequence, Run, Text
from rerun_bridge.definitions import Field, FieldType, MessageSchema, parse_definition
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import MessageDefinition, TypeName
from test.support.standard_types import definition_of


def plan_of(text: str) -> list[object]:
    """Return the steps of a .msg text."""
    definition = MessageDefinition('ros2msg', text)
    return list(compile_plan(parse_definition(definition, TypeName('p/msg/T'))).steps)


def test_numbers_are_one_run() -> None:
    """Numbers side by side, nested or not, are gathered together."""
    schema = parse_definition(
        definition_of(TypeName('sensor_msgs/msg/Imu')), TypeName('sensor_msgs/msg/Imu')
    )
    steps = compile_plan(schema).steps
    assert [type(step) for step in steps] == [Run, Text, Run]
    assert len(steps[2].fields) == 4 + 9 + 3 + 9 + 3 + 9 - 24  # three arrays of nine are one each


def test_layout_depends_on_where_the_run_begins() -> None:
    """A double after a byte is padded from the payload's origin, not from the run's start."""
    (run,) = plan_of('uint8 a\nfloat64 b')
    assert isinstance(run, Run)
    assert [layout.offsets for layout in run.layouts[:3]] == [(0, 8), (0, 7), (0, 6)]
    assert run.layouts[7].offsets == (0, 1)


def test_sequences_are_steps() -> None:
    """Numbers stay in place, strings and messages are elements."""
    steps = plan_of('uint8[] data\nstring[] names\nstring[2] pair')
    assert [type(step) for step in steps] == [NumberSequence, Elements, Elements]
    assert [step.length for step in steps[1:]] == [None, 2]


def test_an_empty_message_has_a_byte() -> None:
    """What has no members has one on the wire, so no count of them is free."""
    plan = compile_plan(MessageSchema(TypeName('std_msgs/msg/Empty'), ()))
    assert plan.min_bytes == 1
    assert isinstance(plan.steps[0], Run)


def test_endless_nesting_is_refused() -> None:
    """A type that contains itself is an error, not a recursion without end."""
    name = TypeName('p/msg/T')
    schema = MessageSchema(name, (Field('again', FieldType(name)),), (), {})
    looped = MessageSchema(name, schema.fields, (), {name: schema})
    with pytest.raises(DefinitionError, match='nested too deeply'):
        compile_plan(looped)
