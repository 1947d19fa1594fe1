"""The distinct strings of a column are found exactly, few or many."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr.strings import MOST_ROUNDS, string_codes


def laid_out(texts: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return strings in one buffer with a byte between them."""
    sizes = np.array([len(text) for text in texts], np.int64)
    buffer = np.frombuffer(b''.join(text + b'\0' for text in texts), np.uint8)
    return buffer, np.cumsum(sizes + 1) - sizes - 1, sizes


@given(
    st.lists(
        st.sampled_from([b'', b'a', b'odom', b'base_link', b'base_linK']) | st.binary(max_size=20)
    )
)
def test_codes_stand_for_the_strings(texts: list[bytes]) -> None:
    """Every code gives back its string, and no string stands twice in the table."""
    codes, table = string_codes(*laid_out(texts))
    assert [table[code] for code in codes.tolist()] == texts
    assert len(set(table)) == len(table)


def test_order_of_appearance() -> None:
    """Codes are given in the order in which strings turn up."""
    codes, table = string_codes(*laid_out([b'b', b'a', b'b', b'c']))
    assert codes.tolist() == [0, 1, 0, 2]
    assert table == [b'b', b'a', b'c']


def test_more_strings_than_rounds() -> None:
    """Many distinct strings are looked up one by one, with the same result."""
    texts = [f'text {i % (3 * MOST_ROUNDS)}'.encode() for i in range(500)]
    codes, table = string_codes(*laid_out(texts))
    assert [table[code] for code in codes.tolist()] == texts
    assert len(table) == 3 * MOST_ROUNDS
