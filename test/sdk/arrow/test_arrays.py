"""Arrays are cut, compared and joined as pyarrow does it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.archetypes import Tensor
from rerun_bridge.sdk.arrow.arrays import Array, concatenated
from rerun_bridge.sdk.arrow.exchange import from_pyarrow
from rerun_bridge.sdk.arrow.types import list_of, number
from rerun_bridge.sdk.arrow_lists import list_array, number_array, utf8_array
from test.support.arrow_values import KINDS, arrays, values_of


@given(data=st.data(), array=arrays())
def test_slices(data: st.DataObject, array: pa.Array) -> None:
    """Of any rows, slices of slices too."""
    start = data.draw(st.integers(0, len(array)))
    length = data.draw(st.integers(0, len(array) - start))
    ours, expected = from_pyarrow(array).slice(start, length), array.slice(start, length)
    ours.to_pyarrow().validate(full=True)
    assert ours.to_pylist() == expected.to_pylist()
    assert ours.null_count == expected.null_count
    assert ours.slice(length // 2).to_pylist() == expected.slice(length // 2).to_pylist()


@given(arrays(), arrays())
def test_equality(some: pa.Array, other: pa.Array) -> None:
    """Of values, wherever they lie."""
    ours, others = from_pyarrow(some), from_pyarrow(other)
    assert ours.equals(from_pyarrow(pa.array(some.to_pylist(), some.type)))
    assert ours.equals(others) == some.equals(other)
    if len(some) > 1:
        one, next_one = ours.slice(0, 1), ours.slice(1, 1)
        assert one.equals(next_one) == some.slice(0, 1).equals(some.slice(1, 1))


@given(arrays(), st.integers(0, 4))
def test_it_is_known_whether_all_are_the_same(some: pa.Array, count: int) -> None:
    """Several, and none of them null."""
    ours = from_pyarrow(some)
    values = some.to_pylist()
    is_same = len(some) > 1 and not some.null_count
    is_same = is_same and all(
        ours.slice(0, 1).equals(ours.slice(row, 1)) for row in range(len(some))
    )
    assert ours.repeats == is_same
    if values:
        again = from_pyarrow(pa.array([values[0]] * count, some.type))
        equals_itself = ours.slice(0, 1).equals(from_pyarrow(some).slice(0, 1))
        assert again.repeats == (count > 1 and values[0] is not None and equals_itself)


@given(st.data())
def test_one_after_the_other(data: st.DataObject) -> None:
    """Arrays of one type, of any length, cut out of others."""
    kind = data.draw(st.sampled_from(list(KINDS)))
    lists = st.lists(st.none() | st.lists(values_of(kind), max_size=3), min_size=1, max_size=4)
    parts = [
        pa.array(values, pa.list_(kind)).slice(len(values) // 3)
        for values in data.draw(st.lists(lists, min_size=1, max_size=3))
    ]
    found = concatenated([from_pyarrow(part) for part in parts])
    found.to_pyarrow().validate(full=True)
    assert found.to_pyarrow().equals(pa.concat_arrays(parts))


def test_nan_is_no_value_that_is_equal() -> None:
    """Not even to itself; zeros are, whatever their sign."""
    nan, zeros = number_array(np.array([np.nan])), number_array(np.array([0.0]))
    assert not nan.equals(nan.slice(0))
    assert zeros.equals(number_array(np.array([-0.0])))


def test_numbers_of_vectors() -> None:
    """All in a row, of the very memory; flags as numpy has them."""
    values = np.arange(12, dtype=np.float32)
    assert np.shares_memory(number_array(values).slice(3).numbers, values)
    assert number_array(np.array([True, False, True])).slice(1).numbers.tolist() == [False, True]


def test_a_buffer_of_several_pieces() -> None:
    """Is one where it has to be."""
    pieces = (b'abc', np.array([1, 2], np.uint8), b'')
    array = Array(number('u1'), (5, 0), (None, pieces))
    assert array.nbytes == 5
    assert array.to_pylist() == [*b'abc', 1, 2]
    assert array.slice(2).to_pylist() == [99, 1, 2]


def test_children() -> None:
    """Items of lists, members of structures."""
    array = from_pyarrow(pa.array([{'a': 1, 'b': 'x'}, {'a': 2, 'b': None}]))
    assert [child.to_pylist() for child in array.children] == [[1, 2], ['x', None]]
    lists = list_array(array, np.array([0, 2]))
    assert lists.values.equals(array)
    assert lists.type == list_of(array.type)
    assert lists.offsets.tolist() == [0, 2]


def test_tensors_are_cut_and_not_joined() -> None:
    """Nobody needs more of unions."""
    cells = [Tensor.data.cell(np.arange(3, dtype=dtype)) for dtype in ('u1', 'f8', 'u1')]
    lists = Tensor.data.rows(cells).lists
    assert lists.slice(1, 2).to_pylist() == lists.to_pylist()[1:]
    assert lists.equals(lists)
    assert not lists.slice(0, 2).equals(lists.slice(1, 2))
    with pytest.raises(TypeError, match='union'):
        concatenated([lists, lists])


def test_it_tells_what_it_is() -> None:
    """For people who look for a fault."""
    text = repr(utf8_array(np.array([0, 1, 3]), b'abc'))
    assert text.startswith('string')
    assert '"bc"' in text
