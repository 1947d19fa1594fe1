"""Lists of as many numbers in every row, cut into runs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.arrow.exchange import from_pyarrow, of_pyarrow_type
from rerun_bridge.sdk.even_lists import EvenLists

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
    pa.array([[], []], pa.list_(pa.float64())),
    pa.array([], pa.list_(pa.float64())),
]


@pytest.mark.parametrize('lists', EVEN)
def test_even_lists_are_cut_into_runs(lists: pa.ListArray) -> None:
    """Of any rows, as Arrow's own slices are."""
    even = EvenLists.of(from_pyarrow(lists))
    assert even is not None
    for start in range(len(lists)):
        assert even.one(start).to_pyarrow().equals(lists.slice(start, 1))
        for stop in range(start + 1, len(lists) + 1):
            cut, expected = even.cut(start, stop), lists.slice(start, stop - start)
            assert (len(cut), cut.null_count) == (len(expected), 0)
            assert cut.type == of_pyarrow_type(expected.type)
            assert cut.to_pyarrow().equals(expected)
            whole = from_pyarrow(pa.concat_arrays([expected]))
            assert (cut.nodes, cut.nbytes) == (whole.nodes, whole.nbytes)


@pytest.mark.parametrize('lists', UNEVEN)
def test_uneven_lists_are_none(lists: pa.ListArray) -> None:
    """Nor are those that have nulls, or no bytes."""
    assert EvenLists.of(from_pyarrow(lists)) is None


def test_rows_are_compared_by_their_bytes() -> None:
    """Each with the one before; NaN is as NaN."""
    nan = float('nan')
    lists = pa.array([[1.0, nan], [1.0, nan], [2.0, nan], [2.0, 0.0]], pa.list_(pa.float64()))
    even = EvenLists.of(from_pyarrow(lists))
    assert even is not None
    assert even.is_as_before.tolist() == [True, True, False, False]
    assert even.has_nan
    without = [EvenLists.of(from_pyarrow(each)) for each in EVEN]
    assert not any(each is not None and each.has_nan for each in without)


def test_a_copy_keeps_no_others_alive() -> None:
    """One row of many, copied, is as large as it is."""
    lists = pa.array(np.arange(6000.0).reshape(1000, 6).tolist(), pa.list_(pa.float64()))
    even = EvenLists.of(from_pyarrow(lists))
    assert even is not None
    assert even.one(7).nbytes < 100
