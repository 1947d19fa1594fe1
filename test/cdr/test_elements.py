"""Element starts are proven, whatever earlier messages suggested."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.cdr.elements import LONGEST_EXAMPLE, MOST_SHAPES
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from test.support.reference_cdr import encode
from test.support.schemas import batch_with_gaps, rows_of
from test.support.standard_types import definition_of

NAME = TypeName('p/msg/T')
CHANNEL = Channel(1, '/topic', NAME)
SCHEMA = parse_definition(MessageDefinition('ros2msg', 'string[] names\nint32 end'), NAME)


def decoded(decoder: Decoder, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages after encoding and decoding."""
    payloads = [encode(SCHEMA, message) for message in messages]
    result = decoder.decode(batch_with_gaps(CHANNEL, payloads, [1] * len(payloads)))
    assert not result.failures
    return rows_of(result.columns)


def test_same_length_but_other_layout() -> None:
    """A message of a known length and count whose elements lie elsewhere is not misread."""
    decoder = Decoder(compile_plan(SCHEMA))
    first = [{'names': ['aaaaaaa', 'b'], 'end': 1}] * 3
    second = [{'names': ['a', 'bbbbbbb'], 'end': 2}, *first]
    assert decoded(decoder, first) == first
    assert decoded(decoder, second) == second
    assert decoded(decoder, first) == first


def test_more_shapes_than_are_remembered() -> None:
    """Messages of hundreds of lengths decode without being remembered."""
    decoder = Decoder(compile_plan(SCHEMA))
    messages = [
        {'names': ['x' * (i + k) for k in range(3)], 'end': i} for i in range(3 * MOST_SHAPES)
    ]
    assert decoded(decoder, messages) == messages


def test_long_sequences_of_equal_elements() -> None:
    """A path of thousands of poses is guessed by its stride."""
    name = TypeName('nav_msgs/msg/Path')
    schema = parse_definition(definition_of(name), name)
    pose = {
        'header': {'stamp': {'sec': 1, 'nanosec': 2}, 'frame_id': 'map'},
        'pose': {
            'position': {'x': 1.0, 'y': 2.0, 'z': 3.0},
            'orientation': {'x': 0.0, 'y': 0.0, 'z': 0.0, 'w': 1.0},
        },
    }
    message = {'header': pose['header'], 'poses': [pose] * (LONGEST_EXAMPLE + 5)}
    batch = batch_with_gaps(CHANNEL, [encode(schema, message)], [0])
    result = Decoder(compile_plan(schema)).decode(batch)
    assert rows_of(result.columns) == [message]


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=12), st.data())
def test_predictions_never_change_a_value(sizes: list[list[int]], data: st.DataObject) -> None:
    """Messages of equal lengths and counts, in any order and any batches, are read as they are."""
    decoder = Decoder(compile_plan(SCHEMA))
    messages = [{'names': ['x' * n for n in row], 'end': i} for i, row in enumerate(sizes)]
    for _ in range(3):
        some = data.draw(st.lists(st.sampled_from(messages), min_size=1, max_size=8))
        assert decoded(decoder, some) == some


def test_memory_is_bounded() -> None:
    """Shapes that never come again are forgotten, not collected."""
    decoder = Decoder(compile_plan(SCHEMA))
    for i in range(20 * MOST_SHAPES):
        message = [{'names': ['x' * i, 'y'], 'end': i}]
        assert decoded(decoder, message) == message
    assert len(decoder._memory) <= 17 * MOST_SHAPES


@pytest.mark.parametrize('little', [True, False])
def test_elements_within_elements(little: bool) -> None:
    """Sequences of messages that have sequences of messages, where each begins elsewhere."""
    text = 'Row[] rows\n===\nMSG: p/Row\nstring name\nCell[] cells\nuint8 last\n'
    text = text.replace('===', '=' * 80) + '=' * 80 + '\nMSG: p/Cell\nstring s\nfloat64 x'
    schema = parse_definition(MessageDefinition('ros2msg', text), NAME)
    messages = [
        {
            'rows': [
                {
                    'name': 'n' * (i * k % 5),
                    'cells': [{'s': 'c' * (k + j), 'x': j / 3} for j in range((i + k) % 4)],
                    'last': k,
                }
                for k in range(i % 6)
            ]
        }
        for i in range(40)
    ]
    payloads = [encode(schema, message, little=little) for message in messages]
    decoder = Decoder(compile_plan(schema))
    for _ in range(2):
        result = decoder.decode(batch_with_gaps(CHANNEL, payloads, [2] * 40))
        assert rows_of(result.columns) == messages
