"""Runs of numbers decode at every alignment, also at several in one batch."""

from __future__ import annotations

import pytest

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from test.support.reference_cdr import encode
from test.support.schemas import batch_with_gaps, rows_of

NAME = TypeName('p/msg/T')


@pytest.mark.parametrize('little', [True, False])
def test_several_alignments_in_one_batch(little: bool) -> None:
    """A string before the run moves it; every row is read from where it stands."""
    text = 'string s\nuint8 a\nfloat64 b\nint16[3] c\nbool d'
    schema = parse_definition(MessageDefinition('ros2msg', text), NAME)
    rows = [
        {'s': 'x' * i, 'a': i, 'b': i / 3, 'c': [i, -i, 7], 'd': i % 2 == 0} for i in range(20)
    ]
    payloads = [encode(schema, row, little=little) for row in rows]
    batch = batch_with_gaps(Channel(1, '/t', NAME), payloads, [i % 5 for i in range(20)])
    assert rows_of(Decoder(compile_plan(schema)).decode(batch).columns) == rows


def test_any_byte_but_zero_is_true() -> None:
    """A bool of 2 is true, alone and in an array, as C++ reads it."""
    schema = parse_definition(MessageDefinition('ros2msg', 'bool a\nbool[2] b\nbool[] c'), NAME)
    payload = b'\0\1\0\0' + bytes([2, 0, 255, 0, 2, 0, 0, 0, 3, 0])
    batch = batch_with_gaps(Channel(1, '/t', NAME), [payload], [0])
    row = rows_of(Decoder(compile_plan(schema)).decode(batch).columns)[0]
    assert row == {'a': True, 'b': [False, True], 'c': [True, False]}
