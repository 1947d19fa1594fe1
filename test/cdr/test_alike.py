"""Messages built like one of them are decoded as the walk of each would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Columns, Decoder, Ragged, Strings, compile_plan
from rerun_bridge.cdr.alike import MOST_LENGTHS, Example, Notes
from rerun_bridge.cdr.cursors import Cursors
from rerun_bridge.cdr.walk import Walk
from rerun_bridge.definitions import MessageSchema, parse_definition
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from test.support.reference_cdr import decode, encode
from test.support.schemas import batch_with_gaps, rows_of

SCHEMA = parse_definition(
    MessageDefinition(
        'ros2msg',
        'uint8 kind\nstring name\nJoint[] joints\nfloat64[] data\nbool[2] flags\n'
        '===\nMSG: p/Joint\nstring name\nfloat64 at\nuint16[] codes',
    ),
    TypeName('p/msg/T'),
)
WORDS = parse_definition(
    MessageDefinition('ros2msg', 'string first\nstring[] every\nint32 last'), TypeName('p/msg/W')
)
CHANNEL = Channel(1, '/topic', SCHEMA.type_name)


def message(
    name: str = 'ab', joints: tuple[str, ...] = ('x', 'yy'), number: float = 1.0
) -> dict[str, Any]:
    """Return a message of the schema."""
    return {
        'kind': int(number) % 256,
        'name': name,
        'joints': [{'name': each, 'at': number, 'codes': [7] * len(each)} for each in joints],
        'data': [number, -number],
        'flags': [True, number > 5],
    }


def words(*every: str) -> dict[str, Any]:
    """Return a message of texts."""
    return {'first': every[0], 'every': list(every[1:] or every), 'last': 7}


def noted(payload: bytes, order: str = '<', schema: MessageSchema = SCHEMA) -> Notes:
    """Return what a walk of one message writes down."""
    notes, origin = Notes(), np.array([4])
    cursors = Cursors(origin, origin, origin + len(payload) - 4, np.zeros(1, np.int64))
    buffer = np.frombuffer(payload, np.uint8)
    Walk(buffer, order, {}, notes).decode(compile_plan(schema), cursors)
    return notes


@pytest.mark.parametrize('gaps', [[0] * 8, [0, 3, 1, 0, 2, 7, 0, 0]])
@pytest.mark.parametrize('little', [True, False])
def test_others_are_told_from_one(gaps: list[int], little: bool) -> None:
    """Evenly spaced or not, in both byte orders, their own values are read."""
    payloads = [encode(SCHEMA, message(number=n), little=little) for n in range(8)]
    example = Example(noted(payloads[3], '<' if little else '>'))
    batch = batch_with_gaps(CHANNEL, payloads, gaps)
    order, origin = '<' if little else '>', batch.starts + 4
    fields = example.fields(batch.buffer, origin, order)
    assert fields is not None
    assert rows_of(Columns(8, fields)) == [decode(SCHEMA, payload) for payload in payloads]


@pytest.mark.parametrize(
    'other',
    [message(name='abc'), message(joints=('xx', 'y')), message(joints=('x',)), message(joints=())],
)
def test_another_build_is_noticed(other: dict[str, Any]) -> None:
    """Also where a message happens to have the same length."""
    one, odd = encode(SCHEMA, message()), encode(SCHEMA, other)
    size = max(len(one), len(odd))
    batch = batch_with_gaps(CHANNEL, [one.ljust(size, b'\0'), odd.ljust(size, b'\0')], [0, 0])
    assert Example(noted(one)).fields(batch.buffer, batch.starts + 4, '<') is None
    decoded = Decoder(compile_plan(SCHEMA)).decode(batch)
    assert rows_of(decoded.columns) == [decode(SCHEMA, one), decode(SCHEMA, odd)]


@pytest.mark.parametrize('rows', [1, 5])
def test_texts_that_are_the_same_are_not_compared_with_another_example(rows: int) -> None:
    """Messages with the same texts as each other, of which the example has others."""
    one, other = encode(WORDS, words('a', 'bcde')), encode(WORDS, words('abcd', 'b'))
    size = max(len(one), len(other))
    batch = batch_with_gaps(CHANNEL, [other.ljust(size, b'\0')] * rows, [0] * rows)
    example = Example(noted(one, schema=WORDS))
    assert example.fields(batch.buffer, batch.starts + 4, '<') is None
    own = Example(noted(other, schema=WORDS)).fields(batch.buffer, batch.starts + 4, '<')
    assert own is not None
    assert rows_of(Columns(rows, own)) == [decode(WORDS, other)] * rows


@given(
    st.lists(st.tuples(st.sampled_from('xy'), st.sampled_from('xy')), min_size=2, max_size=5),
    st.booleans(),
)
def test_it_is_known_which_texts_repeat(pairs: list[tuple[str, str]], even: bool) -> None:
    """A text, and all texts of a sequence: whether all messages have the same."""
    payloads = [encode(WORDS, words(name, *pair)) for pair in pairs for name in pair[0]]
    batch = batch_with_gaps(CHANNEL, payloads, [0 if even else i % 3 for i in range(len(pairs))])
    fields = Example(noted(payloads[0], schema=WORDS)).fields(batch.buffer, batch.starts + 4, '<')
    assert fields is not None
    columns = Columns(len(pairs), fields)
    assert rows_of(columns) == [decode(WORDS, payload) for payload in payloads]
    first, every = columns['first'], columns['every']
    assert isinstance(first, Strings)
    assert isinstance(every, Ragged)
    assert every.repeats == (len(set(pairs)) == 1)
    assert first.repeats == (len({pair[0] for pair in pairs}) == 1)


def test_many_lengths_are_not_compared() -> None:
    """To walk all messages is less work then."""
    assert noted(encode(SCHEMA, message())).is_useful
    many = message(joints=tuple('j' * (MOST_LENGTHS // 2)))
    assert not noted(encode(SCHEMA, many)).is_useful


@given(
    st.lists(st.sampled_from(['ab', 'cd', 'abc', '']), min_size=1, max_size=6), st.integers(1, 3)
)
def test_a_decoder_remembers(names: list[str], times: int) -> None:
    """Batch after batch, of messages that are alike and messages that are not."""
    decoder = Decoder(compile_plan(SCHEMA))
    for n in range(times):
        messages = [message(name=name, number=n) for name in names]
        payloads = [encode(SCHEMA, each) for each in messages]
        decoded = decoder.decode(batch_with_gaps(CHANNEL, payloads, [0] * len(payloads)))
        assert not decoded.failures
        assert rows_of(decoded.columns) == [decode(SCHEMA, payload) for payload in payloads]


@given(
    st.lists(
        st.lists(st.tuples(*[st.sampled_from(['x', 'y'])] * 2), min_size=1, max_size=4),
        min_size=2,
        max_size=6,
    ),
    st.booleans(),
)
def test_what_was_seen_before_tells_no_lie_of_what_comes(
    rounds: list[list[tuple[str, str]]], is_odd: bool
) -> None:
    """Few messages at a time, as they come live; one of another build among them is noticed."""
    odd = encode(SCHEMA, message(name='xyz', joints=('x',)))
    example = Example(noted(encode(SCHEMA, message(name='x', joints=('x', 'y'))), '<'))
    for number, pairs in enumerate(rounds):
        payloads = [
            encode(SCHEMA, message(name=name, joints=(name, joint), number=number))
            for name, joint in pairs
        ]
        size = max(map(len, [*payloads, odd]))
        lot = [*payloads, odd] if is_odd and number % 2 else payloads
        batch = batch_with_gaps(CHANNEL, [each.ljust(size, b'\0') for each in lot], [0] * len(lot))
        fields = example.fields(batch.buffer, batch.starts + 4, '<')
        if len(lot) > len(payloads):
            assert fields is None
            continue
        assert fields is not None
        columns = Columns(len(lot), fields)
        assert rows_of(columns) == [decode(SCHEMA, payload) for payload in payloads]
        name = columns['name']
        assert isinstance(name, Strings)
        assert name.repeats == (len({name for name, _ in pairs}) == 1)
