"""A chunk's Arrow stream has the schema that readers want."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.rrd.arrow_ipc import END_OF_STREAM, ipc_parts
from test.support.chunks import COUNT, SINCE, STAMP, chunk_of, examples, times


def batch_of(chunk: Chunk) -> pa.RecordBatch:
    """Return what pyarrow reads from the stream of a chunk; it must be the only batch."""
    with pa.ipc.open_stream(b''.join(ipc_parts(chunk))) as reader:
        batch, *others = list(reader)
    assert others == []
    batch.validate(full=True)
    return batch


@pytest.mark.parametrize('chunk', examples(), ids=lambda chunk: str(chunk.entity_path))
def test_a_stream_has_the_chunks_id_path_rows_and_values(chunk: Chunk) -> None:
    """And ends with the mark."""
    batch = batch_of(chunk)
    assert batch.schema.metadata[b'rerun:id'] == b'chunk_' + chunk.id.hex().encode()
    assert batch.schema.metadata[b'rerun:entity_path'] == str(chunk.entity_path).encode()
    assert batch.column(0).to_pylist() == [bytes(row) for row in chunk.row_ids]
    for column in chunk.components:
        assert batch.column(column.descriptor.component).equals(column.lists.to_pyarrow())
    assert b''.join(ipc_parts(chunk)).endswith(END_OF_STREAM)


def test_two_chunks_of_one_layout_have_their_own_ids() -> None:
    """The schema is written once and the id put into it."""
    ids = {batch_of(chunk).schema.metadata[b'rerun:id'] for chunk in [*examples(), *examples()]}
    assert len(ids) == 2 * len(examples())


def test_columns_stand_in_the_order_readers_demand() -> None:
    """Row ids, times by name, components by archetype and name; with what each is."""
    own = ComponentDescriptor('a:b')
    chunk = chunk_of(
        '/p',
        [times(STAMP, 1, 2), times(COUNT, 2, 1), times(SINCE, 1, 1)],
        [
            Points3D.radii.column(np.ones(2)),
            Points3D.colors.column(np.ones(2)),
            ComponentColumn(own, pa.array([[1], [2]], pa.list_(pa.int64()))),
        ],
    )
    schema = batch_of(chunk).schema
    assert schema.names == [
        'rerun.controls.RowId',
        'count',
        'since',
        'stamp',
        'a:b',
        'Points3D:colors',
        'Points3D:radii',
    ]
    assert [field.type for field in schema][:4] == [
        pa.binary(16),
        pa.int64(),
        pa.duration('ns'),
        pa.timestamp('ns'),
    ]
    kinds = [field.metadata[b'rerun:kind'] for field in schema]
    assert kinds == [b'control', *[b'index'] * 3, *[b'data'] * 3]
    is_sorted = [field.metadata.get(b'rerun:is_sorted') for field in schema]
    assert is_sorted == [b'true', None, b'true', b'true', None, None, None]
    assert schema.field('a:b').metadata == {b'rerun:kind': b'data', b'rerun:component': b'a:b'}
    assert schema.field('Points3D:radii').metadata == {
        b'rerun:kind': b'data',
        b'rerun:component': b'Points3D:radii',
        b'rerun:archetype': b'rerun.archetypes.Points3D',
        b'rerun:component_type': b'rerun.components.Radius',
    }


def test_a_component_that_changes_its_type_changes_the_schema() -> None:
    """Two topics' messages may differ under one name."""
    own = ComponentDescriptor('a:b')
    for kind in (pa.int8(), pa.utf8(), pa.int8()):
        lists = pa.array([[None]], pa.list_(kind))
        batch = batch_of(chunk_of('/p', [], [ComponentColumn(own, lists)]))
        assert batch.schema.field('a:b').type == pa.list_(kind)


def test_times_and_columns_that_are_slices_are_written_as_they_are_seen() -> None:
    """Every second row of a larger column, and a slice of Arrow lists."""
    lists = pa.array([[i] for i in range(30_000)], pa.list_(pa.int64())).slice(5, 20_000)
    stamps = type(times(STAMP))(STAMP, np.arange(40_000)[::2])
    chunk = chunk_of('/p', [stamps], [ComponentColumn(ComponentDescriptor('a:b'), lists)])
    batch = batch_of(chunk)
    assert batch.column('a:b').equals(lists)
    assert batch.column('stamp').cast(pa.int64()).to_pylist() == stamps.values.tolist()
