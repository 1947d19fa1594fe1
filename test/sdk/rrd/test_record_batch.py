"""Record batches written in pieces are those that pyarrow reads back."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.rrd.record_batch import add_array, record_batch_head, record_batch_pieces

VECTOR = pa.list_(pa.field('item', pa.float32(), False), 3)
KINDS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.uint8(): st.integers(0, 255),
    pa.bool_(): st.booleans(),
    pa.utf8(): st.text(max_size=9),
    pa.binary(16): st.binary(min_size=16, max_size=16),
    VECTOR: st.lists(st.floats(width=32, allow_nan=False), min_size=3, max_size=3),
    pa.list_(pa.uint8()): st.lists(st.integers(0, 255), max_size=20),
    pa.list_(VECTOR): st.just([[1.0, 2.0, 3.0]]),
    pa.struct([('a', pa.float64()), ('b', pa.utf8())]): st.fixed_dictionaries(
        {'a': st.floats(allow_nan=False), 'b': st.text(max_size=3)}
    ),
}


def read_back(arrays: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    """Write arrays in pieces and let pyarrow read them."""
    head = record_batch_head(schema)
    assert head is not None
    nodes: list[int] = []
    buffers: list[pa.Buffer | None] = []
    for array in arrays:
        add_array(array, nodes, buffers)
    message = b''.join(record_batch_pieces(head, len(arrays[0]), nodes, buffers))
    return pa.ipc.read_record_batch(message, schema)


@given(data=st.data(), rows=st.integers(1, 9), start=st.integers(0, 3))
def test_any_arrays_come_back(data: st.DataObject, rows: int, start: int) -> None:
    """Whatever the types, with nulls, and cut out of longer arrays."""
    kinds = data.draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4))
    arrays = []
    for kind in kinds:
        cell = KINDS[kind] if kind in (pa.binary(16), VECTOR) else st.none() | KINDS[kind]
        lists = st.none() | st.lists(cell, max_size=3)
        values = data.draw(st.lists(lists, min_size=rows + start, max_size=rows + start))
        arrays.append(pa.array(values, pa.list_(kind))[start:])
    schema = pa.schema([(f'c{i}', array.type) for i, array in enumerate(arrays)])
    batch = read_back(arrays, schema)
    batch.validate(full=True)
    assert batch.to_pylist() == pa.RecordBatch.from_arrays(arrays, schema=schema).to_pylist()


def test_values_are_not_copied() -> None:
    """The pieces are the arrays' own buffers."""
    array = pa.array(range(100_000))
    nodes: list[int] = []
    buffers: list[pa.Buffer | None] = []
    add_array(array, nodes, buffers)
    head = record_batch_head(pa.schema([('x', pa.int64())]))
    assert head is not None
    pieces = record_batch_pieces(head, len(array), nodes, buffers)
    assert any(piece is buffers[1] for piece in pieces)


def test_arrays_of_another_schema_are_refused() -> None:
    """A head fits its own schema only."""
    head = record_batch_head(pa.schema([('x', pa.int64())]))
    assert head is not None
    with pytest.raises(ValueError, match='schema'):
        record_batch_pieces(head, 1, [1, 0, 1, 0], [None, None])


def test_unions_have_no_head() -> None:
    """They are left to pyarrow, which knows which of their buffers are not written."""
    kind = pa.list_(pa.dense_union([pa.field('a', pa.int8())]))
    assert record_batch_head(pa.schema([('u', kind)])) is None
