"""A walk decodes, or measures without raising."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.cdr.cursors import Cursors, RowsFailedError
from rerun_bridge.cdr.walk import Walk
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from test.support.reference_cdr import encode
from test.support.schemas import batch_with_gaps, rows_of

SCHEMA = parse_definition(
    MessageDefinition('ros2msg', 'string s\nfloat64[] v\nstring[] n'), TypeName('p/msg/T')
)
PLAN = compile_plan(SCHEMA)


def cursors(payloads: list[bytes]) -> tuple[np.ndarray, Cursors]:
    """Return payloads in one buffer, and cursors after their encapsulation headers."""
    sizes = np.array([len(payload) for payload in payloads], np.int64)
    origin = np.cumsum(sizes) - sizes + 4
    buffer = np.frombuffer(b''.join(payloads), np.uint8)
    rows = np.arange(len(payloads))
    return buffer, Cursors(origin.copy(), origin, origin + sizes - 4, rows)


def test_measure_says_where_messages_end() -> None:
    """The end of each message, and -1 for one that is cut."""
    good = encode(SCHEMA, {'s': 'abc', 'v': [1.0, 2.0], 'n': ['x', 'yy']})
    buffer, cur = cursors([good, good[:-9], good])
    ends = Walk(buffer, '<', {}).measure(PLAN, cur)
    assert ends.tolist() == [len(good), -1, len(buffer)]


def test_decode_names_the_rows_that_fail() -> None:
    """A decode stops at the first step where rows fail, and says which and why."""
    good = encode(SCHEMA, {'s': 'abc', 'v': [1.0, 2.0], 'n': []})
    bad = good[:4] + b'\xff\xff\xff\x7f' + good[8:]
    buffer, cur = cursors([good, bad])
    with pytest.raises(RowsFailedError, match='string longer') as failed:
        Walk(buffer, '<', {}).decode(PLAN, cur)
    assert failed.value.rows.tolist() == [1]


WIDE = parse_definition(
    MessageDefinition('ros2msg', 'wstring s\nint32 x\nwstring[] n\nuint8 y'), TypeName('p/msg/T')
)
TEXTS = ['', 'a', 'Größe', '漢字', 'ab', '🤖!']
CHANNEL = Channel(1, '/t', TypeName('p/msg/T'))


@pytest.mark.parametrize('little', [True, False])
def test_wide_strings_of_four_bytes(little: bool) -> None:
    """Wide strings, alone and in sequences, in both byte orders."""
    values = [{'s': s, 'x': i, 'n': TEXTS[:i], 'y': 7} for i, s in enumerate(TEXTS)]
    payloads = [encode(WIDE, value, little=little) for value in values]
    decoded = Decoder(compile_plan(WIDE)).decode(batch_with_gaps(CHANNEL, payloads, [1] * 6))
    assert rows_of(decoded.columns) == values


@pytest.mark.parametrize('order', ['<', '>'])
def test_wide_strings_of_two_bytes(order: str) -> None:
    """Units of two bytes are told from units of four, however many bytes follow."""
    schema = parse_definition(
        MessageDefinition('ros2msg', 'wstring s\nuint8[] y'), CHANNEL.type_name
    )
    end = 'le' if order == '<' else 'be'
    payloads = [
        bytes([0, order == '<', 0, 0])
        + struct.pack(f'{order}I', len(text))
        + text.encode(f'utf-16-{end}')
        + bytes(-2 * len(text) % 4)
        + struct.pack(f'{order}I', 50)
        + bytes(50)
        for text in ('odom', 'map', 'Größe')
    ]
    decoded = Decoder(compile_plan(schema)).decode(batch_with_gaps(CHANNEL, payloads, [1] * 3))
    assert [row['s'] for row in rows_of(decoded.columns)] == ['odom', 'map', 'Größe']
    assert decoded.columns.spans('y').counts.tolist() == [50, 50, 50]


def test_a_cut_wide_string_costs_its_own_row() -> None:
    """The others of its batch keep their width."""
    schema = parse_definition(MessageDefinition('ros2msg', 'wstring s'), CHANNEL.type_name)
    whole = encode(schema, {'s': 'abcd'})
    for cut in range(len(whole)):
        batch = batch_with_gaps(CHANNEL, [whole, whole[:cut], whole], [0, 0, 0])
        decoded = Decoder(compile_plan(schema)).decode(batch)
        assert [failure.row for failure in decoded.failures] == [1]
        assert decoded.columns.strings('s').tolist() == ['abcd', 'abcd']
