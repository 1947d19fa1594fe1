"""What comes from pyarrow goes back as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given

from rerun_bridge.sdk.archetypes import Tensor
from rerun_bridge.sdk.arrow.exchange import (
    ForeignArray,
    foreign_lists,
    from_pyarrow,
    is_pyarrow,
    of_pyarrow_type,
    pyarrow_batch,
    to_pyarrow,
    to_pyarrow_type,
)
from rerun_bridge.sdk.arrow.types import number
from rerun_bridge.sdk.arrow_lists import list_array, number_array
from test.support.archetypes import ARCHETYPES
from test.support.arrow_values import arrays

FOREIGN = [
    pa.array([date(2024, 5, 1), None], pa.date32()),
    pa.array([b'a', b'bc']),
    pa.array([['a'], ['b', 'c'], None], pa.large_list(pa.utf8())),
    pa.array(['a', 'b', 'a']).dictionary_encode(),
    pa.array([[date(2024, 5, 1)], []], pa.list_(pa.date32())),
    pa.array([{'a': date(2024, 5, 1)}]),
    pa.array([1, 2], pa.timestamp('us')),
    pa.array([[('a', 1)]], pa.map_(pa.utf8(), pa.int8())),
]


@given(arrays())
def test_any_array_comes_back(array: pa.Array) -> None:
    """Also when it was cut out of another one."""
    ours = from_pyarrow(array)
    found = to_pyarrow(ours)
    found.validate(full=True)
    assert found.equals(array)
    assert found.type == array.type
    assert (len(ours), ours.null_count) == (len(array), array.null_count)
    assert ours.valid.tolist() == array.is_valid().to_pylist()


def test_memory_is_shared() -> None:
    """Nothing is copied where an array begins with its buffers."""
    array = pa.array(range(1000))
    ours = from_pyarrow(array)
    assert np.shares_memory(ours.part(1), np.frombuffer(array.buffers()[1], np.uint8))
    assert to_pyarrow(ours).buffers()[1].address == array.buffers()[1].address


def test_empty_arrays_without_buffers() -> None:
    """As pyarrow makes them of nothing."""
    for kind in (pa.utf8(), pa.list_(pa.utf8()), pa.int8(), pa.list_(pa.int8(), 3)):
        for array in (pa.array([], kind), pa.nulls(0, kind)):
            found = from_pyarrow(array).to_pyarrow()
            found.validate(full=True)
            assert found.equals(array)


def test_tensors_are_unions() -> None:
    """Of which the buffers are others in memory than in a record batch."""
    cells = [Tensor.data.cell(np.arange(3, dtype=dtype)) for dtype in ('u1', 'f8', 'u1')]
    lists = Tensor.data.rows(cells).lists
    array = lists.to_pyarrow()
    array.validate(full=True)
    assert from_pyarrow(array).to_pylist() == lists.to_pylist()


@pytest.mark.parametrize(
    'kind',
    {each.arrow_type for one in ARCHETYPES.values() for each in one.components.values()},
    ids=str,
)
def test_types_come_back(kind: Any) -> None:
    """Those of all components."""
    assert of_pyarrow_type(to_pyarrow_type(kind)) == kind


@pytest.mark.parametrize('array', FOREIGN, ids=lambda array: str(array.type))
def test_what_no_component_has_stays_pyarrows(array: pa.Array) -> None:
    """It can be asked, cut, compared and written."""
    ours = from_pyarrow(array)
    assert isinstance(ours, ForeignArray)
    assert ours.type.is_foreign
    assert (ours.to_pyarrow() is array, len(ours)) == (True, len(array))
    assert ours.valid.tolist() == array.is_valid().to_pylist()
    assert ours.nbytes > 0
    assert ours.slice(1).to_pylist() == array.to_pylist()[1:]
    assert ours.equals(from_pyarrow(array))
    assert not ours.equals(ours.slice(1))
    (batch,) = (
        pa.ipc.open_stream(
            pa.schema([pa.field('a', array.type)]).serialize().to_pybytes() + pyarrow_batch([ours])
        )
        if not pa.types.is_dictionary(array.type)
        else [pa.record_batch([array], ['a'])]
    )
    assert batch.column(0).to_pylist() == array.to_pylist()


def test_lists_of_it() -> None:
    """As chunks have them."""
    ours = from_pyarrow(FOREIGN[0])
    lists = list_array(ours, np.array([0, 1, 2]))
    assert lists.to_pylist() == [[date(2024, 5, 1)], [None]]
    assert lists.values.to_pylist() == FOREIGN[0].to_pylist()
    offsets = np.array([0, 2, 2], np.int32).view(np.uint8)
    some = foreign_lists(ours, offsets, np.array([True, False]))
    assert some.to_pylist() == [[date(2024, 5, 1), None], None]


def test_what_is_pyarrows() -> None:
    """Nothing else is."""
    assert is_pyarrow(pa.array([1]))
    assert not is_pyarrow(number_array(np.arange(3)))
    assert not is_pyarrow([1])
    assert of_pyarrow_type(pa.uint16()) == number('u2')
