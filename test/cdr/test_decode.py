"""
The vectorised decoder gives what the slow one gives.

And a bad message costs its own row only.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr import Decoder, by_byte_order, compile_plan
from rerun_bridge.definitions import MessageSchema, parse_definition
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from test.support.reference_cdr import decode, encode
from test.support.schemas import batch_with_gaps, rows_of, schemas, values_for
from test.support.standard_types import definition_of

CHANNEL = Channel(1, '/topic', TypeName('test_msgs/msg/Root'))
EMPTY = 'structure_needs_at_least_one_member'


def without_fillers(value: Any) -> Any:
    """Return values without the members that empty messages have on the wire."""
    if isinstance(value, dict):
        return {k: without_fillers(v) for k, v in value.items() if k != EMPTY}
    return [without_fillers(item) for item in value] if isinstance(value, list) else value


@st.composite
def encoded(draw: st.DrawFn) -> tuple[MessageSchema, list[bytes], list[int]]:
    """Draw a schema and messages of it, all in one byte order, with gaps between them."""
    schema = draw(schemas())
    messages = draw(st.lists(values_for(schema), min_size=1, max_size=6))
    messages += draw(st.lists(st.sampled_from(messages), max_size=4))
    little = draw(st.booleans())
    gaps = draw(st.lists(st.integers(0, 9), min_size=len(messages), max_size=len(messages)))
    return schema, [encode(schema, message, little=little) for message in messages], gaps


def plain(schema: MessageSchema, payload: bytes) -> Any:
    """Return what the reference codec makes of a message."""
    return decode(schema, payload)


@given(encoded())
def test_equals_the_reference(case: tuple[MessageSchema, list[bytes], list[int]]) -> None:
    """Any schema, any values, both byte orders, gaps between messages."""
    schema, payloads, gaps = case
    decoder = Decoder(compile_plan(schema))
    for _ in range(2):  # the second time with what the decoder remembers of the first
        decoded = decoder.decode(batch_with_gaps(CHANNEL, payloads, gaps))
        assert not decoded.failures
        expected = [plain(schema, payload) for payload in payloads]
        assert without_fillers(rows_of(decoded.columns)) == [
            e if schema.fields else {} for e in expected
        ]


@given(encoded(), st.data())
def test_a_cut_message_costs_its_own_row(
    case: tuple[MessageSchema, list[bytes], list[int]], data: st.DataObject
) -> None:
    """A message cut anywhere fails, or decodes as the reference says; the others stay whole."""
    schema, payloads, gaps = case
    victim = data.draw(st.integers(0, len(payloads) - 1))
    cut = data.draw(st.integers(0, len(payloads[victim])))
    damaged = [*payloads]
    damaged[victim] = payloads[victim][:cut]
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, damaged, gaps))
    failed = [failure.row for failure in decoded.failures]
    assert sorted([*failed, *decoded.rows.tolist()]) == list(range(len(payloads)))
    assert set(failed) <= {victim}
    try:
        reference = plain(schema, damaged[victim]) if cut >= 4 else None
    except struct.error:
        reference = None
    assert (reference is None) == (failed == [victim])


@given(encoded(), st.data())
def test_any_damage_is_a_failure_or_a_value(
    case: tuple[MessageSchema, list[bytes], list[int]], data: st.DataObject
) -> None:
    """Overwritten bytes never raise, and every row is either decoded or reported."""
    schema, payloads, gaps = case
    damaged = []
    for payload in payloads:
        changed = bytearray(payload)
        for _ in range(data.draw(st.integers(0, 3))):
            changed[data.draw(st.integers(2, len(changed) - 1))] = data.draw(st.integers(0, 255))
        damaged.append(bytes(changed))
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, damaged, gaps))
    rows = [failure.row for failure in decoded.failures] + decoded.rows.tolist()
    assert sorted(rows) == list(range(len(payloads)))
    assert len(rows_of(decoded.columns)) == len(decoded.rows)


def test_huge_claims_are_refused_before_anything_is_allocated() -> None:
    """Lengths near 2^32 are compared with the bytes that are left."""
    definition = MessageDefinition(
        'ros2msg', 'uint8[] data\nstring text\nfloat64[] more\nstring[] names'
    )
    schema = parse_definition(definition, TypeName('p/msg/T'))
    claims = [struct.pack('<4sI', b'\0\1\0\0', count) for count in (2**32 - 1, 2**31, 5)]
    good = encode(schema, {'data': [1], 'text': 'x', 'more': [2.0], 'names': ['a', 'b']})
    decoded = Decoder(compile_plan(schema)).decode(
        batch_with_gaps(CHANNEL, [*claims, good], [0] * 4)
    )
    assert [failure.row for failure in decoded.failures] == [0, 1, 2]
    assert rows_of(decoded.columns)[0]['names'] == ['a', 'b']


def test_other_encapsulations_are_named() -> None:
    """XCDR2 and parameter lists are refused with the number of their encapsulation."""
    schema = parse_definition(MessageDefinition('ros2msg', 'int32 x'), TypeName('p/msg/T'))
    payloads = [bytes([0, kind, 0, 0]) + bytes(4) for kind in (7, 1, 2)] + [b'\0']
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, payloads, [0] * 4))
    assert decoded.rows.tolist() == [1]
    assert [(f.row, f.reason) for f in decoded.failures] == [
        (0, 'encapsulation 0x0007 (XCDR2) is not read, only plain CDR'),
        (2, 'encapsulation 0x0002 is not read, only plain CDR'),
        (3, 'no encapsulation header'),
    ]


def test_byte_orders_mixed_in_one_batch() -> None:
    """Messages of both byte orders in one batch all decode, in order."""
    schema = parse_definition(
        MessageDefinition('ros2msg', 'int32 x\nstring s'), TypeName('p/msg/T')
    )
    values = [{'x': i, 's': 'a' * i} for i in range(6)]
    payloads = [encode(schema, value, little=i % 2 == 0) for i, value in enumerate(values)]
    decoder = Decoder(compile_plan(schema))
    found = {}
    for part in by_byte_order(batch_with_gaps(CHANNEL, payloads, [0] * 6)):
        decoded = decoder.decode(part)
        found.update(zip(part.log_times_ns.tolist(), rows_of(decoded.columns)))
    assert [found[time] for time in sorted(found)] == values


def test_transforms_of_many_shapes() -> None:
    """A TFMessage with 0 to 9 transforms and names of many lengths, in one batch."""
    name = TypeName('tf2_msgs/msg/TFMessage')
    schema = parse_definition(definition_of(name), name)
    rng = np.random.default_rng(7)

    def transform(index: int) -> dict[str, Any]:
        xyz = dict(zip('xyz', rng.normal(size=3).tolist()))
        stamp = {'sec': index, 'nanosec': int(rng.integers(10**9))}
        return {
            'header': {'stamp': stamp, 'frame_id': 'f' * int(rng.integers(0, 9))},
            'child_frame_id': 'child' * int(rng.integers(0, 3)),
            'transform': {'translation': xyz, 'rotation': {**xyz, 'w': 1.0}},
        }

    messages = [
        {'transforms': [transform(i) for i in range(rng.integers(0, 10))]} for _ in range(50)
    ]
    payloads = [encode(schema, message) for message in messages]
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, payloads, [3] * 50))
    assert rows_of(decoded.columns) == messages


def test_many_bad_rows_are_found_in_bounded_time() -> None:
    """Hundreds of messages that fail at different places cost themselves only."""
    schema = parse_definition(MessageDefinition('ros2msg', 'string[] names'), TypeName('p/msg/T'))
    payloads = []
    for i in range(300):
        good = encode(schema, {'names': ['x' * k for k in range(i % 7)]})
        payloads.append(good[: len(good) - 3] if i % 3 == 0 and i % 7 else good)
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, payloads, [0] * 300))
    assert len(decoded.failures) == sum(1 for i in range(300) if i % 3 == 0 and i % 7)
    assert len(decoded.rows) + len(decoded.failures) == 300
