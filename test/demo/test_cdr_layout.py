"""Layouts put members where CDR wants them."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, text, vary


def test_members_are_aligned_after_the_encapsulation() -> None:
    """A byte, then a double at 8, then a string: written out by hand."""
    row = CdrLayout(const('u1', 7), vary('x', 'f8'), text('ab'), vary('n', 'u2', 2)).messages(1)
    row['x'], row['n'] = 1.5, [[1, 2]]
    double = np.float64(1.5).tobytes()
    expected = (
        b'\x00\x01\x00\x00' + b'\x07' + bytes(7) + double + b'\x03\x00\x00\x00ab\x00' + bytes(1)
    )
    assert row.tobytes() == expected + b'\x01\x00\x02\x00'


def test_messages_share_what_is_constant_and_differ_in_the_rest() -> None:
    """Rows of one array, each with its own numbers."""
    rows = CdrLayout(text('frame'), vary('i', 'i4')).messages(3)
    rows['i'] = [1, 2, 3]
    messages = [row.tobytes() for row in rows]
    assert len(set(messages)) == 3
    assert len({message[:-4] for message in messages}) == 1
