"""Copies and joins, small and large, are those of numpy; their memory is used again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import memory
from rerun_bridge.sdk.archetypes.memory import KEPT_BYTES, LARGE_BYTES, MOST_SIZES, copied, joined

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


@pytest.mark.parametrize('sizes', [[], [5], [5, 0, 7], SIZES, [LARGE_BYTES, 1]])
def test_joined_they_stand_one_after_the_other(sizes: list[int]) -> None:
    """Of either kind."""
    random = np.random.default_rng(2)
    pieces = [copied(random.integers(0, 255, size, np.uint8)) for size in sizes]
    assert bytes(joined(pieces)) == b''.join(map(bytes, pieces))


def ones(size: int) -> np.ndarray:
    """Return an array of so many bytes."""
    return np.ones(size, np.uint8)


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[memory._Block]]:
    """Return the blocks that are free: none."""
    blocks: dict[int, list[memory._Block]] = {}
    monkeypatch.setattr(memory, '_free', blocks)
    return blocks


def test_memory_is_used_again_when_nothing_is_in_it_any_more(
    free: dict[int, list[memory._Block]],
) -> None:
    """And not while an Arrow array, or one of numpy, still has it."""
    first = copied(ones(3 * LARGE_BYTES))
    assert isinstance(first, pa.Buffer)
    address = first.address
    view = np.frombuffer(first, np.uint8)
    array = pa.Array.from_buffers(pa.uint8(), len(first), [None, first])
    del first
    second = copied(2 * ones(3 * LARGE_BYTES))
    assert isinstance(second, pa.Buffer)
    assert second.address != address
    del view
    assert not free
    assert array.to_numpy().all()
    del array
    third = copied(ones(3 * LARGE_BYTES - 1000))
    assert isinstance(third, pa.Buffer)
    assert third.address == address


def test_little_is_kept_of_what_is_free(free: dict[int, list[memory._Block]]) -> None:
    """Of any size, and of all sizes together; one block however large it is."""
    many = [copied(ones(4 * LARGE_BYTES)) for _ in range(2 * KEPT_BYTES // (4 * LARGE_BYTES))]
    del many
    assert [len(blocks) for blocks in free.values()] == [KEPT_BYTES // (4 * LARGE_BYTES)]
    copied(ones(2 * KEPT_BYTES))
    assert [len(blocks) for blocks in free.values()][1:] == [1]
    for i in range(2 * MOST_SIZES):
        copied(ones(LARGE_BYTES // 4 * (4 + i % 4) << i // 4))
        assert len(free) <= MOST_SIZES


def test_threads_that_copy_do_not_meet(free: dict[int, list[memory._Block]]) -> None:
    """Each has what it copied."""

    def check(number: int) -> None:
        array = np.full(LARGE_BYTES, number, np.uint8)
        for _ in range(200):
            assert (np.frombuffer(copied(array), np.uint8) == number).all()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(check, range(8))) == [None] * 8
