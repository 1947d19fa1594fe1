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


def test_a_component_is_named_for_its_archetype_and_field() -> None:
    """The class attribute gives the name."""
    descriptor = Points3D.positions.descriptor
    assert descriptor.component == 'Points3D:positions'
    assert descriptor.archetype == 'rerun.archetypes.Points3D'
    assert descriptor.component_type == 'rerun.components.Position3D'


def test_one_instance_per_row_without_offsets() -> None:
    """Every number is a row."""
    lists = Scalars.scalars.column(np.array([1, 2, 3])).lists
    lists.validate(full=True)
    assert lists.to_pylist() == [[1.0], [2.0], [3.0]]


def test_vectors_and_offsets() -> None:
    """Rows have the instances that the offsets say; numbers are cast to the component's type."""
    values = np.arange(9, dtype=np.float64).reshape(3, 3)
    lists = Points3D.positions.column(values, np.array([0, 2, 2, 3])).lists
    lists.validate(full=True)
    assert lists.type == pa.list_(Points3D.positions.arrow_type)
    assert lists.to_pylist() == [[[0, 1, 2], [3, 4, 5]], [], [[6, 7, 8]]]


def test_values_that_lie_apart_in_memory_are_put_together() -> None:
    """A column of a larger array, in the other byte order."""
    table = np.arange(12, dtype='>f8').reshape(4, 3)
    assert Scalars.scalars.column(table[:, 1]).lists.to_pylist() == [[1.0], [4.0], [7.0], [10.0]]


def test_texts() -> None:
    """Strings, or codes and a table, mean the same."""
    plain = TextLog.text.column(['a', 'µ', '', 'a']).lists
    coded = TextLog.text.column((np.array([0, 1, 2, 0]), ['a', 'µ', ''])).lists
    coded.validate(full=True)
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
    lists.validate(full=True)
    assert lists.to_pylist() == [[list(range(size))] for size in sizes]


def test_flags() -> None:
    """Bits from bytes."""
    lists = TransformAxes3D.show_frame.column(np.array([1, 0, 2])).lists
    assert lists.to_pylist() == [[True], [False], [True]]


def test_arrow_arrays_pass() -> None:
    """Nested values come ready."""
    strips = pa.array([[[0, 0, 0], [1, 1, 1]]], LineStrips3D.strips.arrow_type)
    assert LineStrips3D.strips.column(strips).lists.to_pylist() == [[[[0, 0, 0], [1, 1, 1]]]]
