"""Large messages decode to the same from their outlines as from all of their bytes."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Decoded, Decoder, Spans, compile_plan
from rerun_bridge.cdr.columns import ScatteredSpans
from rerun_bridge.cdr.outlines import Outlines, largest_sequence
from rerun_bridge.definitions import MessageSchema, parse_definition
from rerun_bridge.messages import (
    Channel,
    MessageBatch,
    MessageDefinition,
    ScatteredBatch,
    TypeName,
)
from test.support.reference_cdr import encode
from test.support.schemas import rows_of

CHANNEL = Channel(1, '/topic', TypeName('test_msgs/msg/Root'))
TEXT = """string frame
uint8 kind
{element}[] data
float64 behind
string[] names
bool is_dense
"""
ELEMENTS = ('uint8', 'int16', 'float32', 'float64')


def schema_with(element: str) -> MessageSchema:
    """Return a message with a sequence in the middle, and what has to be aligned behind it."""
    text = TEXT.format(element=element)
    return parse_definition(MessageDefinition('ros2msg', text), CHANNEL.type_name)


def scattered(payloads: list[bytes]) -> ScatteredBatch:
    """Return messages in memory of their own."""
    times = np.arange(len(payloads), dtype=np.int64)
    data = tuple(np.frombuffer(each, np.uint8) for each in payloads)
    return ScatteredBatch(CHANNEL, times, times, data)


def joined(batch: ScatteredBatch) -> MessageBatch:
    """Return the same messages in one buffer."""
    return MessageBatch(
        CHANNEL,
        batch.log_times_ns,
        batch.publish_times_ns,
        batch.buffer,
        batch.starts,
        batch.lengths,
    )


def outcome(decoded: Decoded) -> tuple[Any, ...]:
    """Return all there is to a result; as text, in which NaN equals NaN."""
    return repr(rows_of(decoded.columns)), decoded.rows.tolist(), decoded.failures


@st.composite
def batches(draw: st.DrawFn) -> tuple[MessageSchema, list[bytes]]:
    """Draw messages, most of whose bytes are their sequence; sometimes the frames differ."""
    element = draw(st.sampled_from(ELEMENTS))
    frames = draw(st.sampled_from([('camera',), ('camera', 'lidar', '')]))
    schema = schema_with(element)
    payloads = []
    for _ in range(draw(st.integers(1, 5))):
        message = {
            'frame': draw(st.sampled_from(frames)),
            'kind': draw(st.integers(0, 255)),
            'data': [n % 100 for n in range(draw(st.integers(0, 300)))],
            'behind': draw(st.floats(width=32)),
            'names': draw(st.lists(st.sampled_from(['a', 'bcd']), max_size=3)),
            'is_dense': draw(st.booleans()),
        }
        payloads.append(encode(schema, message, little=draw(st.just(True))))
    return schema, payloads


@given(batches())
def test_equals_the_messages_joined(case: tuple[MessageSchema, list[bytes]]) -> None:
    """Sequences of every size and number, other frames, other fields behind."""
    schema, payloads = case
    decoder, other = Decoder(compile_plan(schema)), Decoder(compile_plan(schema))
    for some in (payloads, payloads[::-1]):  # the second time with what it remembers
        batch = scattered(some)
        assert outcome(decoder.decode(batch)) == outcome(other.decode(joined(batch)))


@given(batches(), st.data())
def test_damage_costs_what_it_costs_otherwise(
    case: tuple[MessageSchema, list[bytes]], data: st.DataObject
) -> None:
    """Bytes changed, messages cut: the same rows fail, for the same reasons."""
    schema, payloads = case
    row = data.draw(st.integers(0, len(payloads) - 1))
    bad = bytearray(payloads[row])
    at = data.draw(st.integers(0, min(len(bad) - 1, 40)))
    bad[at] = data.draw(st.integers(0, 255))
    bad = bad[: data.draw(st.sampled_from([len(bad), len(bad) - 1, len(bad) // 2, 3, 0]))]
    batch = scattered([*payloads[:row], bytes(bad), *payloads[row + 1 :]])
    decoder, other = Decoder(compile_plan(schema)), Decoder(compile_plan(schema))
    for some in (scattered(payloads), batch):
        expected = outcome(other.decode(joined(some)))
        assert outcome(decoder.decode(some)) == expected


@pytest.mark.parametrize('little', [True, False])
def test_the_numbers_are_not_copied(little: bool) -> None:
    """They stay in the messages, and the outlines hold a few of them only."""
    schema = schema_with('int16')
    message = {'frame': 'f', 'kind': 1, 'data': list(range(1001)), 'behind': 0.5}
    message |= {'names': ['x'], 'is_dense': True}
    batch = scattered([encode(schema, message, little=little)] * 3)
    decoder = Decoder(compile_plan(schema))
    spans = decoder.decode(batch).columns.spans('data')
    assert isinstance(spans, ScatteredSpans)
    for row in range(3):
        assert spans.row(row).tolist() == list(range(1001))
        assert np.shares_memory(spans.row(row), batch.data[row])
    first = batch.pick(slice(0, 1))
    place = largest_sequence(decoder.decode(joined(first)).columns, joined(first))
    assert place is not None
    outlines = Outlines.of(batch, place)
    assert outlines is not None
    assert outlines.batch.lengths.tolist() == [len(batch.data[0]) - 2000] * 3


def test_scattered_numbers_are_spans_like_others() -> None:
    """Joined where somebody wants them so."""
    rows = [np.array(each, '<u2').view(np.uint8) for each in ([1, 2], [], [3])]
    found = ScatteredSpans(rows, np.dtype('<u2'))
    assert (len(found), found.counts.tolist(), found.offsets.tolist()) == (
        3,
        [2, 0, 1],
        [0, 2, 2, 3],
    )
    assert found.values.tolist() == [1, 2, 3]
    plain = Spans(found.buffer, found.starts, found.counts, found.dtype)
    assert [plain.row(row).tolist() for row in range(3)] == [[1, 2], [], [3]]


def test_a_claim_beyond_the_message_is_none() -> None:
    """Four billion numbers are not sought outside of it."""
    schema = schema_with('uint8')
    message = {'frame': 'f', 'kind': 1, 'data': [7] * 300, 'behind': 0.5}
    good = encode(schema, message | {'names': [], 'is_dense': False})
    place_of_count = good.index(struct.pack('<I', 300))
    bad = bytearray(good)
    bad[place_of_count : place_of_count + 4] = b'\xff' * 4
    decoded = Decoder(compile_plan(schema)).decode(scattered([good, bytes(bad), good]))
    assert decoded.rows.tolist() == [0, 2]
    (failure,) = decoded.failures
    assert failure.row == 1


def test_outlines_are_alike_where_nothing_follows() -> None:
    """However long the sequences are; so one is walked, and strings are known to repeat."""
    text = 'string frame\nuint8[] data\n'
    schema = parse_definition(MessageDefinition('ros2msg', text), CHANNEL.type_name)
    rows = [{'frame': 'camera', 'data': list(range(size))} for size in (100, 101, 102, 107)]
    batch = scattered([encode(schema, row) for row in rows])
    place = largest_sequence(*first_of(schema, batch))
    assert place is not None
    outlines = Outlines.of(batch, place)
    assert outlines is not None
    assert set(outlines.batch.lengths.tolist()) == {place.start}
    decoded = Decoder(compile_plan(schema)).decode(batch)
    assert decoded.columns.strings('frame').repeats
    assert [decoded.columns.spans('data').row(i).tolist() for i in range(4)] == [
        row['data'] for row in rows
    ]


def first_of(schema: MessageSchema, batch: ScatteredBatch) -> tuple[Any, MessageBatch]:
    """Return the columns of the first message, and that."""
    one = joined(scattered([batch.data[0].tobytes()]))
    return Decoder(compile_plan(schema)).decode(one).columns, one
