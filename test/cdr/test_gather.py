"""Values at many places of a buffer are read at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cdr.gather import distinct, gather, gatherer, spacing


@given(st.lists(st.integers(0, 56), max_size=20), st.sampled_from(['<u4', '>u2', '<f8', 'u1']))
def test_gather_reads_what_lies_there(places: list[int], code: str) -> None:
    """Any places, in any order, evenly spaced or not."""
    buffer = np.random.default_rng(1).integers(0, 256, 64, np.uint8)
    dtype = np.dtype(code)
    found = gather(buffer, np.array(places, np.int64), dtype)
    expected = [np.frombuffer(buffer.tobytes(), dtype, 1, place)[0] for place in places]
    assert found.tobytes() == np.array(expected, dtype).tobytes()


@given(
    st.one_of(
        st.lists(st.integers(0, 48), max_size=20),
        st.builds(
            lambda at, step, n: [at + step * i for i in range(n)],
            st.integers(0, 8),
            st.integers(0, 4),
            st.integers(0, 10),
        ),
    ),
    st.integers(0, 8),
)
def test_gatherer_reads_what_lies_behind(places: list[int], behind: int) -> None:
    """The same as to gather from there."""
    buffer = np.random.default_rng(1).integers(0, 256, 64, np.uint8)
    at, dtype = np.array(places, np.int64), np.dtype('<f8')
    found = gatherer(buffer, at)(behind, dtype)
    assert found.tobytes() == gather(buffer, at + behind, dtype).tobytes()


def test_even_spacing_is_a_view() -> None:
    """Messages of one length that follow each other are not copied."""
    buffer = np.arange(64, dtype=np.uint8)
    assert np.shares_memory(gather(buffer, np.array([3, 13, 23]), np.dtype('<u4')), buffer)


@given(st.lists(st.integers(0, 1000), max_size=20))
def test_spacing(places: list[int]) -> None:
    """It is the one distance between neighbours, if there is one and it leads onwards."""
    steps = {b - a for a, b in zip(places, places[1:])}
    expected = steps.pop() if len(steps) == 1 else len(places) < 2
    assert spacing(np.array(places, np.int64)) == max(0, int(expected))


@given(st.lists(st.one_of(st.integers(0, 30), st.integers(-(1 << 63), (1 << 63) - 1))))
def test_distinct_numbers_are_those_that_occur(numbers: list[int]) -> None:
    """Once each and in order, small or large."""
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))
