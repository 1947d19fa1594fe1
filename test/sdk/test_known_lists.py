"""Lists that know how they are written are the Arrow arrays that they were made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.known_lists import EvenLists, KnownLists, known
from rerun_bridge.sdk.rrd.record_batch import add_array

VECTORS = pa.list_(pa.list_(pa.float32(), 3))
EVEN = [
    pa.array([[1.0, 2.0], [3.0, 4.0], [3.0, 4.0], [5.0, 6.0]], pa.list_(pa.float64())),
    pa.array([[[1, 2, 3]], [[1, 2, 3]], [[4, 5, 6]]], VECTORS),
    pa.array([[[1, 2, 3], [4, 5, 6]]], VECTORS),
    pa.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], pa.list_(pa.list_(pa.uint8()))),
]
UNEVEN = [
    pa.array([[1.0], [2.0, 3.0]], pa.list_(pa.float64())),
    pa.array([[1.0], None], pa.list_(pa.float64())),
    pa.array([[1.0], [None]], pa.list_(pa.float64())),
    pa.array([['a'], ['b']], pa.list_(pa.utf8())),
    pa.array([[True], [False]], pa.list_(pa.bool_())),
    pa.array([[1.0], [2.0]], pa.list_(pa.float64())).slice(1),
    pa.array([[], []], pa.list_(pa.float64())),
    pa.array([], pa.list_(pa.float64())),
]


def written(array: Any) -> tuple[list[int], list[bytes]]:
    """Return what a record batch has of an array; no buffer and an empty one are the same."""
    nodes: list[int] = []
    buffers: list[Any] = []
    add_array(array, nodes, buffers)
    return nodes, [b'' if each is None else each.to_pybytes() for each in buffers]


@pytest.mark.parametrize('lists', EVEN)
def test_even_lists_are_cut_into_runs(lists: pa.ListArray) -> None:
    """Of any rows, as Arrow's own slices are."""
    even = EvenLists.of(lists)
    assert even is not None
    for start in range(len(lists)):
        assert even.one(start).joined.equals(lists.slice(start, 1))
        for stop in range(start + 1, len(lists) + 1):
            cut, expected = even.cut(start, stop), lists.slice(start, stop - start)
            assert (len(cut), cut.null_count, cut.type) == (len(expected), 0, expected.type)
            assert cut.joined.equals(expected)
            assert written(cut) == written(pa.concat_arrays([expected]))
            assert cut.get_total_buffer_size() > 0
            assert cut.to_pylist() == expected.to_pylist()


@pytest.mark.parametrize('lists', UNEVEN)
def test_uneven_lists_are_none(lists: pa.ListArray) -> None:
    """Nor are those that have nulls, begin elsewhere, or have no bytes."""
    assert EvenLists.of(lists) is None


def test_rows_are_compared_by_their_bytes() -> None:
    """Each with the one before; NaN is as NaN."""
    nan = float('nan')
    lists = pa.array([[1.0, nan], [1.0, nan], [2.0, nan], [2.0, 0.0]], pa.list_(pa.float64()))
    even = EvenLists.of(lists)
    assert even is not None
    assert even.is_as_before.tolist() == [True, True, False, False]
    assert even.has_nan
    without = [EvenLists.of(each) for each in EVEN]
    assert not any(each is not None and each.has_nan for each in without)


@pytest.mark.parametrize(
    'lists', [*EVEN, *UNEVEN[:4], UNEVEN[5], pa.array([None, ['text'], None], pa.list_(pa.utf8()))]
)
def test_any_lists_may_be_known(lists: pa.ListArray) -> None:
    """They are written as before."""
    made = known(lists)
    assert isinstance(made, KnownLists)
    assert made.joined.equals(lists)
    assert made.null_count == lists.null_count
    assert made.valid.tolist() == lists.is_valid().to_pylist()
    assert written(made) == written(pa.concat_arrays([lists]))


def test_a_copy_keeps_no_others_alive() -> None:
    """One row of many, copied, is as large as it is."""
    lists = pa.array(np.arange(6000.0).reshape(1000, 6).tolist(), pa.list_(pa.float64()))
    even = EvenLists.of(lists)
    assert even is not None
    assert even.one(7).get_total_buffer_size() < 100
