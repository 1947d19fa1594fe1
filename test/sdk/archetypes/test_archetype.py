"""Values become columns of a component."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import (
    EncodedImage,
    LineStrips3D,
    Points3D,
    Scalars,
    TextLog,
    TransformAxes3D,
)
from rerun_bridge.sdk.arrow.exchange import to_pyarrow_type
from rerun_bridge.sdk.arrow.types import list_of
from test.support.archetypes import logged


def test_a_component_is_named_for_its_archetype_and_field() -> None:
    """The class attribute gives the name."""
    descriptor = Points3D.positions.descriptor
    assert descriptor.component == 'Points3D:positions'
    assert descriptor.archetype == 'rerun.archetypes.Points3D'
    assert descriptor.component_type == 'rerun.components.Position3D'


def test_one_instance_per_row_without_offsets() -> None:
    """Every number is a row."""
    lists = Scalars.scalars.column(np.array([1, 2, 3])).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.to_pylist() == [[1.0], [2.0], [3.0]]


def test_vectors_and_offsets() -> None:
    """Rows have the instances that the offsets say; numbers are cast to the component's type."""
    values = np.arange(9, dtype=np.float64).reshape(3, 3)
    lists = Points3D.positions.column(values, np.array([0, 2, 2, 3])).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.type == list_of(Points3D.positions.arrow_type)
    assert lists.to_pylist() == [[[0, 1, 2], [3, 4, 5]], [], [[6, 7, 8]]]


def test_values_that_lie_apart_in_memory_are_put_together() -> None:
    """A column of a larger array, in the other byte order."""
    table = np.arange(12, dtype='>f8').reshape(4, 3)
    assert Scalars.scalars.column(table[:, 1]).lists.to_pylist() == [[1.0], [4.0], [7.0], [10.0]]


def test_texts() -> None:
    """Strings, or codes and a table, mean the same."""
    plain = TextLog.text.column(['a', 'µ', '', 'a']).lists
    coded = TextLog.text.column((np.array([0, 1, 2, 0]), ['a', 'µ', ''])).lists
    coded.to_pyarrow().validate(full=True)
    assert plain.to_pylist() == [['a'], ['µ'], [''], ['a']]
    assert coded.equals(plain)


def test_one_text_for_all_rows() -> None:
    """A table of one."""
    lists = TextLog.level.column((np.zeros(3, np.uint8), ['INFO'])).lists
    assert lists.to_pylist() == [['INFO']] * 3


def test_text_without_a_table_entry_is_empty() -> None:
    """No rows need no table."""
    assert TextLog.level.column((np.zeros(0, np.uint8), [])).lists.to_pylist() == []


@pytest.mark.parametrize('sizes', [[], [3], [0], [2, 0, 5]])
def test_blobs(sizes: list[int]) -> None:
    """Each array is one instance."""
    parts = [np.arange(size, dtype=np.uint8) for size in sizes]
    lists = EncodedImage.blob.column(parts).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.to_pylist() == [[list(range(size))] for size in sizes]


def test_flags() -> None:
    """Bits from bytes."""
    lists = TransformAxes3D.show_frame.column(np.array([1, 0, 2])).lists
    assert lists.to_pylist() == [[True], [False], [True]]


def test_arrow_arrays_pass() -> None:
    """Nested values come ready."""
    kind = to_pyarrow_type(LineStrips3D.strips.arrow_type)
    strips = pa.array([[[0, 0, 0], [1, 1, 1]]], kind)
    assert LineStrips3D.strips.column(strips).lists.to_pylist() == [[[[0, 0, 0], [1, 1, 1]]]]


def test_rows_are_null_empty_or_instances() -> None:
    """None where a row did not log the component, an empty cell where it cleared it."""
    component = Points3D.positions
    cells = [component.cell([[1, 2, 3], [4, 5, 6]]), None, component.cells.empty]
    lists = component.rows([*cells, component.cell([7, 8, 9])]).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.type == list_of(component.arrow_type)
    assert lists.to_pylist() == [[[1, 2, 3], [4, 5, 6]], None, [], [[7, 8, 9]]]
    assert component.cell_bytes(cells[0]) == 24


@pytest.mark.parametrize('rows', [0, 1, 9, 1000])
def test_as_many_rows_as_cells(rows: int) -> None:
    """Also none at all, and nothing but nulls."""
    cells = [Scalars.scalars.cell(float(index)) for index in range(rows)]
    assert Scalars.scalars.rows(cells).lists.to_pylist() == [[float(i)] for i in range(rows)]
    assert Scalars.scalars.rows([None] * rows).lists.to_pylist() == [None] * rows


def test_an_archetype_has_the_cells_that_were_given() -> None:
    """In the order of their declaration, not of the arguments."""
    points = Points3D([1, 2, 3], labels='a', radii=1)
    assert list(points.cells) == [Points3D.positions, Points3D.radii, Points3D.labels]
    assert repr(points) == 'Points3D(positions, radii, labels)'
    assert logged(points) == {'positions': [[1, 2, 3]], 'radii': [1], 'labels': ['a']}


def test_some_fields() -> None:
    """The others are left alone, or emptied."""
    assert logged(Points3D.from_fields(radii=[1, 2])) == {'radii': [1, 2]}
    cleared = logged(Points3D.from_fields(clear_unset=True, radii=[1, 2]))
    assert list(cleared) == list(Points3D.components)
    assert cleared.pop('radii') == [1, 2]
    assert set(map(tuple, cleared.values())) == {()}


def test_no_fields() -> None:
    """Every one is emptied."""
    assert logged(TextLog.cleared()) == {'text': [], 'level': [], 'color': []}


def test_a_field_that_is_not_there() -> None:
    """The error says which are."""
    with pytest.raises(TypeError, match="TextLog has no field 'txt'; it has text, level, color"):
        TextLog.from_fields(txt='a')
    with pytest.raises(TypeError, match='has no field'):
        Points3D.columns(position=[[1, 2, 3]])


def test_columns_have_a_row_per_instance() -> None:
    """Of numbers, vectors, texts, blobs."""
    columns = Points3D.columns(positions=[[1, 2, 3], [4, 5, 6]], labels=['a', 'b'], radii=None)
    assert [column.descriptor for column in columns] == [
        Points3D.positions.descriptor,
        Points3D.labels.descriptor,
    ]
    assert columns[0].lists.to_pylist() == [[[1, 2, 3]], [[4, 5, 6]]]
    assert columns[1].lists.to_pylist() == [['a'], ['b']]
    (blobs,) = EncodedImage.columns(blob=[b'a', b'bc'])
    assert blobs.lists.to_pylist() == [[[97]], [[98, 99]]]


def test_columns_with_other_rows() -> None:
    """As many instances in each as the lengths say."""
    columns = Points3D.columns(positions=np.zeros((3, 3)), radii=[1, 2, 3]).partition([2, 0, 1])
    assert [len(row) for row in columns[0].lists.to_pylist()] == [2, 0, 1]
    assert columns[1].lists.to_pylist() == [[1, 2], [], [3]]
    with pytest.raises(ValueError, match='Points3D:radii: 3 values, but lengths for 4'):
        Points3D.columns(radii=[1, 2, 3]).partition([2, 2])
