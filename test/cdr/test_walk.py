"""A walk decodes, or measures without raising."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.cdr import compile_plan
from rerun_bridge.cdr.cursors import Cursors, RowsFailedError
from rerun_bridge.cdr.walk import Walk
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import MessageDefinition, TypeName
from test.support.reference_cdr import encode

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
