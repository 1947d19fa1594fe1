"""Copies and joins, small and large, are those of numpy."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes.memory import LARGE_BYTES, copied, joined

SIZES = [0, 1, 1000, LARGE_BYTES - 1, LARGE_BYTES, 3 * LARGE_BYTES + 1]


@pytest.mark.parametrize('size', SIZES)
def test_a_copy_is_the_same_and_stays_so(size: int) -> None:
    """Whatever becomes of the array."""
    array = np.random.default_rng(1).integers(0, 255, size, np.uint8)
    expected = array.tobytes()
    made = copied(array)
    array[:] = 0
    assert bytes(made) == expected
    assert len(made) == size


@pytest.mark.parametrize('edge', [4, 200])
def test_arrays_that_lie_apart_are_copied_in_the_order_of_their_axes(edge: int) -> None:
    """As ``tobytes`` does."""
    array = np.arange(edge**2 * 3, dtype=np.float32).reshape(edge, edge, 3)
    for each in (array.transpose(1, 0, 2), array[:, ::-1], array[..., 1]):
        assert bytes(copied(each)) == each.tobytes()


@pytest.mark.parametrize('sizes', [[], [5], [5, 0, 7], SIZES, [LARGE_BYTES, 1], [8] * LARGE_BYTES])
def test_joined_they_stand_one_after_the_other(sizes: list[int]) -> None:
    """Of either kind."""
    random = np.random.default_rng(2)
    pieces = [copied(random.integers(0, 255, size, np.uint8)) for size in sizes]
    assert bytes(joined(pieces)) == b''.join(map(bytes, pieces))
