"""A chunk as an Arrow IPC stream: a schema message, one record batch, an end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

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
COPIED_BYTES = 64 * 1024
"""Up to here one copy of all values is cheaper (4 µs) than to collect them one by one (20 µs)."""
SMALL_BYTES = 8 * 1024
"""Pieces below this are joined: the copy costs less than writing them one by one."""

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


class _Layout(NamedTuple):
    """A schema, and its IPC message cut in two where the chunk's id goes."""

    component_types: tuple[pa.DataType, ...]
    schema: pa.Schema
    before_id: bytes
    after_id: bytes


@lru_cache(maxsize=4096)
def _layouts(
    entity_path: str,
    times: tuple[tuple[Timeline, bool], ...],
    descriptors: tuple[ComponentDescriptor, ...],
) -> list[_Layout]:
    """Return the known layouts of these columns: one, or several where the Arrow types changed."""
    return []


def _layout(
    entity_path: str, times: Sequence[TimeColumn], components: Sequence[ComponentColumn]
) -> _Layout:
    """
    Return a layout, kept.

    To hash Arrow types would cost more than all else that a small chunk needs.
    """
    timelines = tuple((column.timeline, column.is_sorted) for column in times)
    descriptors = tuple([column.descriptor for column in components])
    types = tuple([column.lists.type for column in components])
    known = _layouts(entity_path, timelines, descriptors)
    for layout in known:
        if all(a.equals(b) for a, b in zip(layout.component_types, types)):
            return layout
    fields = [ROW_ID_FIELD]
    fields += [time_field(timeline, is_sorted) for timeline, is_sorted in timelines]
    fields += [component_field(descriptor, kind) for descriptor, kind in zip(descriptors, types)]
    metadata = {
        'rerun:id': PLACEHOLDER,
        'rerun:entity_path': entity_path,
        'sorbet:version': SORBET_VERSION,
    }
    schema = pa.schema(fields, metadata)
    before, _, after = schema.serialize().to_pybytes().partition(PLACEHOLDER.encode())
    layout = _Layout(types, schema, before, after)
    known.append(layout)
    return layout


class _Pieces:
    """A file for pyarrow that keeps what is written as it comes: large buffers are not copied."""

    closed = False

    def __init__(self) -> None:
        self.pieces: list[bytes | pa.Buffer] = []

    def write(self, data: bytes | pa.Buffer) -> None:
        self.pieces.append(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


def ipc_parts(chunk: Chunk) -> tuple[bytes | pa.Buffer, ...]:
    """
    Return the whole IPC stream of a chunk in pieces.

    Large values are the chunk's own memory.
    """
    times = sorted(chunk.times, key=lambda column: column.timeline.name)
    columns = sorted(
        chunk.components,
        key=lambda column: (column.descriptor.archetype or '', column.descriptor.component),
    )
    layout = _layout(str(chunk.entity_path), times, columns)
    rows = len(chunk)
    row_ids = pa.py_buffer(np.ascontiguousarray(chunk.row_ids))
    arrays = [pa.Array.from_buffers(ROW_ID_FIELD.type, rows, [None, row_ids], 0)]
    for column in times:
        values = pa.py_buffer(np.ascontiguousarray(column.values, np.int64))
        arrays.append(
            pa.Array.from_buffers(_ARROW_TIMES[column.timeline.type], rows, [None, values], 0)
        )
    arrays += [column.lists for column in columns]
    batch = pa.RecordBatch.from_arrays(arrays, schema=layout.schema)
    head = layout.before_id + b'chunk_' + chunk.id.hex().encode() + layout.after_id
    if batch.get_total_buffer_size() <= COPIED_BYTES:
        return head, batch.serialize(), END_OF_STREAM
    return _joined((head, *_uncopied(batch, len(head))))


def _uncopied(batch: pa.RecordBatch, schema_bytes: int) -> list[bytes | pa.Buffer]:
    """Return what follows the schema in the IPC stream of a batch."""
    sink = _Pieces()
    with pa.ipc.new_stream(pa.PythonFile(sink, 'w'), batch.schema) as writer:
        writer.write_batch(batch)
    pieces, at = sink.pieces, 0
    while schema_bytes > 0:
        schema_bytes -= len(pieces[at])
        at += 1
    return pieces[at:]


def _joined(pieces: Iterable[bytes | pa.Buffer]) -> tuple[bytes | pa.Buffer, ...]:
    """Return the pieces with neighbouring small ones made one: each is a system call later."""
    joined: list[bytes | pa.Buffer] = []
    small: list[bytes | pa.Buffer] = []
    for piece in pieces:
        if len(piece) < SMALL_BYTES:
            small.append(piece)
            continue
        if small:
            joined.append(b''.join(small))
            small = []
        joined.append(piece)
    if small:
        joined.append(b''.join(small))
    return tuple(joined)
