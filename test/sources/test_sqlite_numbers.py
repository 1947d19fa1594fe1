"""Numbers of SQLite's files, against their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.sqlite_numbers import OddPageError, link, shorts, varints, words


def test_numbers_of_fixed_size() -> None:
    """The most significant byte comes first, wherever they begin."""
    buffer = np.arange(1, 13, dtype=np.uint8)
    assert shorts(buffer, np.array([0, 3, 10])).tolist() == [0x0102, 0x0405, 0x0B0C]
    assert words(buffer, np.array([1])).tolist() == [0x0203040506070809]
    assert link(buffer, 2) == 0x03040506


@given(st.lists(st.integers(0, 2**56 - 1), min_size=1))
def test_numbers_of_variable_length(numbers: list[int]) -> None:
    """Seven bits a byte, the most significant first; all but the last byte have the top bit."""
    encoded = b''
    places = []
    for number in numbers:
        places.append(len(encoded))
        groups = [number >> shift & 127 for shift in range(0, max(1, number.bit_length()), 7)]
        encoded += bytes([group | 128 for group in groups[:0:-1]] + groups[:1])
    buffer = np.frombuffer(encoded + bytes(8), np.uint8)
    values, sizes = varints(words(buffer, np.array(places)))
    assert values.tolist() == numbers
    assert sizes.tolist() == np.diff([*places, len(encoded)]).tolist()


def test_numbers_of_nine_bytes_are_odd() -> None:
    """Row ids below zero, which rosbag2 never has."""
    with pytest.raises(OddPageError):
        varints(np.array([2**64 - 1], np.uint64))
