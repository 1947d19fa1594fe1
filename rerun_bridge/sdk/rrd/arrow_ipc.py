"""A chunk as an Arrow IPC stream: a schema message, one record batch, an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.arrays import Array, Piece, piece
from rerun_bridge.sdk.arrow.schema import schema_message
from rerun_bridge.sdk.arrow.types import BINARY16, DURATION, TIMESTAMP, DataType, Field, number
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.rrd.record_batch import record_batch
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

__all__ = [
    'END_OF_STREAM',
    'ROW_ID_FIELD',
    'component_field',
    'ipc_parts',
    'schema_bytes',
    'time_field',
    'time_type',
]

SORBET_VERSION = '0.1.3'
END_OF_STREAM = b'\xff\xff\xff\xff\0\0\0\0'
PLACEHOLDER = 'chunk_' + '0' * 31 + 'f'
SMALL_BYTES = 8 * 1024
"""Pieces below this are joined: the copy costs less than writing them one by one."""

_ARROW_TIMES = {
    TimeType.SEQUENCE: number('i8'),
    TimeType.DURATION: DURATION,
    TimeType.TIMESTAMP: TIMESTAMP,
}

ROW_ID_FIELD = Field(
    'rerun.controls.RowId',
    BINARY16,
    False,
    {
        'rerun:kind': 'control',
        'ARROW:extension:name': 'rerun.datatypes.TUID',
        'ARROW:extension:metadata': '{"namespace":"row"}',
        'rerun:is_sorted': 'true',
    },
)


def time_type(timeline: Timeline) -> DataType:
    """Return the Arrow type of a timeline's values."""
    return _ARROW_TIMES[timeline.type]


def time_field(timeline: Timeline, is_sorted: bool = False) -> Field:
    """Return the field of an index column."""
    metadata = {'rerun:kind': 'index', 'rerun:index_name': timeline.name}
    if is_sorted:
        metadata['rerun:is_sorted'] = 'true'
    return Field(timeline.name, time_type(timeline), True, metadata)


def component_field(
    descriptor: ComponentDescriptor, arrow_type: DataType, name: str | None = None, **more: str
) -> Field:
    """Return the field of a component column."""
    metadata = {'rerun:kind': 'data', 'rerun:component': descriptor.component}
    if descriptor.archetype is not None:
        metadata['rerun:archetype'] = descriptor.archetype
    if descriptor.component_type is not None:
        metadata['rerun:component_type'] = descriptor.component_type
    metadata.update({f'rerun:{key}': value for key, value in more.items()})
    return Field(name or descriptor.component, arrow_type, True, metadata)


@dataclass(frozen=True)
class _Layout:
    """
    A schema, and its IPC message cut in two where the chunk's id goes.

    :param time_order: places of a chunk's times in the order of the schema; components likewise.
    """

    time_order: tuple[int, ...]
    component_order: tuple[int, ...]
    component_types: tuple[DataType, ...]
    before_id: bytes
    after_id: bytes
    is_foreign: bool


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
            if a is not b and a != b:
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
    before, _, after = schema_bytes(fields, metadata).partition(PLACEHOLDER.encode())
    is_foreign = any(kind.is_foreign for kind in types)
    layout = _Layout(tuple(time_order), tuple(order), types, before, after, is_foreign)
    known.append(layout)
    return layout


def schema_bytes(fields: Sequence[Field], metadata: Mapping[str, str] | None = None) -> bytes:
    """Return the message of a schema."""
    if not any(each.type.is_foreign for each in fields):
        return schema_message(fields, metadata)
    from rerun_bridge.sdk.arrow.exchange import pyarrow_schema

    found: bytes = pyarrow_schema(fields, metadata).serialize().to_pybytes()
    return found


def ipc_parts(chunk: Chunk) -> tuple[Piece, ...]:
    """
    Return the whole IPC stream of a chunk in pieces.

    Large values are the chunk's own memory.
    """
    layout = _layout(str(chunk.entity_path), chunk.times, chunk.components)
    nodes, row_ids = (len(chunk), 0), piece(np.ascontiguousarray(chunk.row_ids))
    columns = [Array(BINARY16, nodes, (None, row_ids))]
    for i in layout.time_order:
        time = chunk.times[i]
        values = piece(np.ascontiguousarray(time.values, np.int64))
        columns.append(Array(time_type(time.timeline), nodes, (None, values)))
    columns += [chunk.components[i].lists for i in layout.component_order]
    head = layout.before_id + b'chunk_' + chunk.id.hex().encode() + layout.after_id
    if layout.is_foreign:
        from rerun_bridge.sdk.arrow.exchange import pyarrow_batch

        return (head, pyarrow_batch(columns), END_OF_STREAM)
    return _joined((head, *record_batch(len(chunk), columns), END_OF_STREAM))


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbouring small ones made one: each is a system call later."""
    joined: list[Piece] = []
    at = 0
    for are_small, row in groupby(map(SMALL_BYTES.__gt__, map(len, pieces))):
        some = pieces[at : at + len(list(row))]
        at += len(some)
        joined += [b''.join(some)] if are_small else some
    return tuple(joined)
