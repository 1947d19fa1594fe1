"""A chunk as an Arrow IPC stream: a schema message, one record batch, an end."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.time import Timeline, TimeType

__all__ = [
    'END_OF_STREAM',
    'ROW_ID_FIELD',
    'component_field',
    'ipc_parts',
    'time_field',
    'time_type',
]

SORBET_VERSION = '0.1.3'
END_OF_STREAM = b'\xff\xff\xff\xff\0\0\0\0'
PLACEHOLDER = 'chunk_' + '0' * 31 + 'f'

_ARROW_TIMES = {
    TimeType.SEQUENCE: pa.int64(),
    TimeType.DURATION: pa.duration('ns'),
    TimeType.TIMESTAMP: pa.timestamp('ns'),
}

ROW_ID_FIELD = pa.field(
    'rerun.controls.RowId',
    pa.binary(16),
    nullable=False,
    metadata={
        'rerun:kind': 'control',
        'ARROW:extension:name': 'rerun.datatypes.TUID',
        'ARROW:extension:metadata': '{"namespace":"row"}',
        'rerun:is_sorted': 'true',
    },
)


def time_type(timeline: Timeline) -> pa.DataType:
    """Return the Arrow type of a timeline's values."""
    return _ARROW_TIMES[timeline.type]


def time_field(timeline: Timeline, is_sorted: bool = False) -> pa.Field:
    """Return the field of an index column."""
    metadata = {'rerun:kind': 'index', 'rerun:index_name': timeline.name}
    if is_sorted:
        metadata['rerun:is_sorted'] = 'true'
    return pa.field(timeline.name, time_type(timeline), metadata=metadata)


def component_field(
    descriptor: ComponentDescriptor, arrow_type: pa.DataType, name: str | None = None, **more: str
) -> pa.Field:
    """Return the field of a component column."""
    metadata = {'rerun:kind': 'data', 'rerun:component': descriptor.component}
    if descriptor.archetype is not None:
        metadata['rerun:archetype'] = descriptor.archetype
    if descriptor.component_type is not None:
        metadata['rerun:component_type'] = descriptor.component_type
    metadata.update({f'rerun:{key}': value for key, value in more.items()})
    return pa.field(name or descriptor.component, arrow_type, metadata=metadata)


@lru_cache(maxsize=4096)
def _schema(
    entity_path: str,
    times: tuple[tuple[Timeline, bool], ...],
    components: tuple[tuple[ComponentDescriptor, pa.DataType], ...],
) -> tuple[pa.Schema, bytes, bytes]:
    """Return a schema and its IPC message, cut in two where the chunk's id goes."""
    metadata = {
        'rerun:id': PLACEHOLDER,
        'rerun:entity_path': entity_path,
        'sorbet:version': SORBET_VERSION,
    }
    fields = [ROW_ID_FIELD]
    fields += [time_field(timeline, is_sorted) for timeline, is_sorted in times]
    fields += [component_field(descriptor, kind) for descriptor, kind in components]
    schema = pa.schema(fields, metadata)
    before, _, after = schema.serialize().to_pybytes().partition(PLACEHOLDER.encode())
    return schema, before, after


def ipc_parts(chunk: Chunk) -> tuple[bytes, pa.Buffer]:
    """Return the schema message and the record batch message of a chunk."""
    times = sorted(chunk.times, key=lambda column: column.timeline.name)
    columns = sorted(
        chunk.components,
        key=lambda column: (column.descriptor.archetype or '', column.descriptor.component),
    )
    schema, before, after = _schema(
        str(chunk.entity_path),
        tuple((column.timeline, column.is_sorted) for column in times),
        tuple((column.descriptor, column.lists.type) for column in columns),
    )
    rows = len(chunk)
    arrays = [pa.Array.from_buffers(pa.binary(16), rows, [None, pa.py_buffer(chunk.row_ids)], 0)]
    for column in times:
        values = pa.py_buffer(column.values)
        arrays.append(pa.Array.from_buffers(time_type(column.timeline), rows, [None, values], 0))
    arrays += [column.lists for column in columns]
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    named = f'chunk_{chunk.id.hex()}'.encode()
    return before + named + after, batch.serialize()
