"""A chunk as an Arrow IPC stream: a schema message, one record batch, an end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.rrd.record_batch import (
    Bytes,
    RecordBatchHead,
    add_array,
    record_batch_head,
    record_batch_pieces,
)
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
    """
    A schema, and its IPC message cut in two where the chunk's id goes.

    :param time_order: places of a chunk's times in the order of the schema; components likewise.
    """

    time_order: tuple[int, ...]
    component_order: tuple[int, ...]
    component_types: tuple[pa.DataType, ...]
    before_id: bytes
    after_id: bytes
    schema: pa.Schema
    head: RecordBatchHead | None


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
    timelines = tuple([(column.timeline, column.is_sorted) for column in times])
    descriptors = tuple([column.descriptor for column in components])
    types = tuple([column.lists.type for column in components])
    known = _layouts(entity_path, timelines, descriptors)
    for layout in known:
        for a, b in zip(layout.component_types, types):
            if a is not b and not a.equals(b):
                break
        else:
            return layout
    time_order = sorted(range(len(times)), key=lambda i: timelines[i][0].name)
    order = sorted(
        range(len(types)), key=lambda i: (descriptors[i].archetype or '', descriptors[i].component)
    )
    fields = [ROW_ID_FIELD]
    fields += [time_field(*timelines[i]) for i in time_order]
    fields += [component_field(descriptors[i], types[i]) for i in order]
    metadata = {
        'rerun:id': PLACEHOLDER,
        'rerun:entity_path': entity_path,
        'sorbet:version': SORBET_VERSION,
    }
    schema = pa.schema(fields, metadata)
    before, _, after = schema.serialize().to_pybytes().partition(PLACEHOLDER.encode())
    head = record_batch_head(schema)
    layout = _Layout(tuple(time_order), tuple(order), types, before, after, schema, head)
    known.append(layout)
    return layout


def ipc_parts(chunk: Chunk) -> tuple[Bytes, ...]:
    """
    Return the whole IPC stream of a chunk in pieces.

    Large values are the chunk's own memory.
    """
    layout = _layout(str(chunk.entity_path), chunk.times, chunk.components)
    times = [chunk.times[i] for i in layout.time_order]
    columns = [chunk.components[i] for i in layout.component_order]
    head = layout.before_id + b'chunk_' + chunk.id.hex().encode() + layout.after_id
    return _joined((head, *_record_batch(chunk, layout, times, columns), END_OF_STREAM))


def _record_batch(
    chunk: Chunk,
    layout: _Layout,
    times: Sequence[TimeColumn],
    components: Sequence[ComponentColumn],
) -> list[Bytes]:
    rows = len(chunk)
    indexes = [pa.py_buffer(np.ascontiguousarray(chunk.row_ids))]
    indexes += [pa.py_buffer(np.ascontiguousarray(each.values, np.int64)) for each in times]
    if layout.head is None:
        kinds = [ROW_ID_FIELD.type, *(_ARROW_TIMES[each.timeline.type] for each in times)]
        arrays = [
            pa.Array.from_buffers(kind, rows, [None, values], 0)
            for kind, values in zip(kinds, indexes)
        ]
        arrays += [getattr(each.lists, 'joined', each.lists) for each in components]
        return [pa.RecordBatch.from_arrays(arrays, schema=layout.schema).serialize()]
    nodes = [rows, 0] * len(indexes)
    buffers = [buffer for values in indexes for buffer in (None, values)]
    for component in components:
        add_array(component.lists, nodes, buffers)
    return record_batch_pieces(layout.head, rows, nodes, buffers)


def _joined(pieces: Sequence[Bytes]) -> tuple[Bytes, ...]:
    """Return the pieces with neighbouring small ones made one: each is a system call later."""
    sizes = [len(piece) for piece in pieces]
    if sum(sizes) < SMALL_BYTES:
        return (b''.join(pieces),)
    joined: list[Bytes] = []
    small: list[Bytes] = []
    for piece, size in zip(pieces, sizes):
        if size < SMALL_BYTES:
            small.append(piece)
            continue
        if small:
            joined.append(b''.join(small))
            small = []
        joined.append(piece)
    if small:
        joined.append(b''.join(small))
    return tuple(joined)
