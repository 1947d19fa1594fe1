"""The distinct strings of a column are found exactly, few or many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr.strings import (
    FEW,
    LONGEST_COMPARED,
    string_codes,
    wide_text,
)

MANY = 96
WAYS = st.sampled_from([0, FEW])
"""Few strings are looked up one by one, unless it is said otherwise."""


def laid_out(texts: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return strings in one buffer with a byte between them."""
    sizes = np.array([len(text) for text in texts], np.int64)
    buffer = np.frombuffer(b''.join(text + b'\0' for text in texts), np.uint8)
    return buffer, np.cumsum(sizes + 1) - sizes - 1, sizes


@given(
    st.lists(
        st.sampled_from([b'', b'a', b'odom', b'base_link', b'base_linK']) | st.binary(max_size=20)
    ),
    WAYS,
)
def test_codes_stand_for_the_strings(texts: list[bytes], few: int) -> None:
    """Every code gives back its string, and no string stands twice in the table."""
    codes, table = string_codes(*laid_out(texts), few)
    assert [table[code] for code in codes.tolist()] == texts
    assert len(set(table)) == len(table)


@pytest.mark.parametrize('few', [0, FEW])
def test_order_of_appearance(few: int) -> None:
    """Codes are given in the order in which strings turn up."""
    codes, table = string_codes(*laid_out([b'b', b'a', b'b', b'c']), few)
    assert codes.tolist() == [0, 1, 0, 2]
    assert table == [b'b', b'a', b'c']


def test_many_strings() -> None:
    """Many distinct strings are looked up one by one, with the same result."""
    texts = [f'text {i % (MANY)}'.encode() for i in range(500)]
    codes, table = string_codes(*laid_out(texts))
    assert [table[code] for code in codes.tolist()] == texts
    assert len(table) == MANY


@given(st.lists(st.integers(0, MANY), max_size=300), st.integers(0, 9), WAYS)
def test_few_and_many_distinct(numbers: list[int], width: int, few: int) -> None:
    """Strings that differ in their last byte only, more and fewer than are searched together."""
    texts = [b'x' * width + bytes([number]) for number in numbers]
    codes, table = string_codes(*laid_out(texts), few)
    assert [table[code] for code in codes.tolist()] == texts
    assert table == list(dict.fromkeys(texts))


@given(st.binary(max_size=7), st.data(), WAYS)
def test_buffers_shorter_than_a_comparison(raw: bytes, data: st.DataObject, few: int) -> None:
    """Any pieces of a buffer of a few bytes, overlapping and up to its last byte."""
    pieces = data.draw(st.lists(st.tuples(st.integers(0, len(raw)), st.integers(0, 7))))
    sizes = np.array([min(size, len(raw) - start) for start, size in pieces], np.int64)
    starts = np.array([start for start, _ in pieces], np.int64)
    codes, table = string_codes(np.frombuffer(raw, np.uint8), starts, sizes, few)
    expected = [raw[a : a + n] for a, n in zip(starts.tolist(), sizes.tolist())]
    assert [table[code] for code in codes.tolist()] == expected


@pytest.mark.parametrize('order', ['<', '>'])
@pytest.mark.parametrize('text', ['', 'a', 'ab', 'Größe', '漢字', '🤖', 'a🤖b'])
def test_wide_text_of_every_width(text: str, order: str) -> None:
    """Two and four bytes a unit, and UTF-16 in four bytes as the ROS middlewares write it."""
    end = 'le' if order == '<' else 'be'
    halves = np.frombuffer(text.encode(f'utf-16-{end}'), f'{order}u2')
    spread = halves.astype(f'{order}u4').tobytes()
    for raw in (halves.tobytes(), text.encode(f'utf-32-{end}'), spread):
        assert wide_text(raw, order) == text


@given(st.binary(max_size=40), st.sampled_from('<>'))
def test_wide_text_never_raises(raw: bytes, order: str) -> None:
    """Foreign bytes become text that can be written as UTF-8."""
    wide_text(raw, order).encode()


def test_long_texts_among_short_ones() -> None:
    """A text of any length is one code; what was known before it keeps its own."""
    long = b'x' * (LONGEST_COMPARED + 1)
    texts = [b'a', long, b'a', long + b'y', b'b', long, b'b']
    codes, table = string_codes(*laid_out(texts), few=0)
    assert codes.tolist() == [0, 1, 0, 2, 3, 1, 3]
    assert table == [b'a', long, long + b'y', b'b']
