"""The footer of a file: for every chunk where it lies, and which times and components it has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow_lists import number_array
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.rrd.arrow_ipc import ROW_ID_FIELD, component_field, time_field, time_type
from rerun_bridge.sdk.time import Timeline

__all__ = ['ChunkFacts', 'PlacedChunk', 'chunk_facts', 'manifest_batch', 'manifest_schema']

Range = tuple[int, int]
Column: TypeAlias = 'tuple[pa.Field, pa.Array]'
Groups: TypeAlias = (
    'dict[tuple[tuple[Timeline, ...], tuple[ComponentDescriptor, ...]], npt.NDArray[np.int64]]'
)
"""Rows of the table of chunks, by what those consist of: many chunks are of few kinds."""

_STATIC = 'rerun:static'
_PROPERTIES = '/__properties'


@dataclass(frozen=True)
class ChunkFacts:
    """
    What the footer says of a chunk.

    :param times: first and last time by timeline.
    :param counts: of rows that have a value, by component.
    :param ranges: their times, by component and timeline, where some rows have none.
    """

    entity_path: str
    id: bytes
    rows: int
    is_static: bool
    uncompressed_bytes: int
    components: tuple[tuple[ComponentDescriptor, pa.DataType], ...]
    times: dict[Timeline, Range]
    counts: tuple[int, ...]
    ranges: dict[int, dict[Timeline, Range]]

    @property
    def descriptors(self) -> tuple[ComponentDescriptor, ...]:
        """What the components are."""
        return tuple([descriptor for descriptor, _ in self.components])


@dataclass(frozen=True)
class PlacedChunk:
    """A chunk's facts, and where its payload lies in the file."""

    facts: ChunkFacts
    offset: int
    size: int


def chunk_facts(chunk: Chunk, uncompressed_bytes: int) -> ChunkFacts:
    """Return what the footer needs to know of a chunk."""
    times = {time.timeline: _range(time.values, time.is_sorted) for time in chunk.times}
    counts = [len(column.lists) - column.lists.null_count for column in chunk.components]
    ranges: dict[int, dict[Timeline, Range]] = {}
    same: dict[bytes, dict[Timeline, Range]] = {}
    for i, column in enumerate(chunk.components):
        if 0 < counts[i] < len(chunk) and chunk.times:
            valid = _valid(column.lists)
            key = valid.tobytes()
            if key not in same:
                same[key] = {
                    time.timeline: _range(time.values[valid], False) for time in chunk.times
                }
            ranges[i] = same[key]
    return ChunkFacts(
        str(chunk.entity_path),
        chunk.id,
        len(chunk),
        chunk.is_static,
        uncompressed_bytes,
        tuple((column.descriptor, column.lists.type) for column in chunk.components),
        times,
        tuple(counts),
        ranges,
    )


def _valid(lists: pa.ListArray) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it has a value, where some have none."""
    bits = np.unpackbits(np.frombuffer(lists.buffers()[0], np.uint8), bitorder='little')
    return bits[lists.offset : lists.offset + len(lists)].view(np.bool_)


def _range(values: np.ndarray, is_sorted: bool) -> Range:
    if is_sorted:
        return int(values[0]), int(values[-1])
    return int(values.min()), int(values.max())


def manifest_schema(facts: Iterable[ChunkFacts]) -> pa.Schema:
    """Return the union of all columns of the recording."""
    timelines: dict[str, Timeline] = {}
    columns: dict[tuple[str, str], tuple[ComponentDescriptor, pa.DataType]] = {}
    static: set[tuple[str, str]] = set()
    seen = set()
    for each in facts:
        kind = each.entity_path, each.is_static, tuple(each.times), each.descriptors
        if kind in seen:
            continue
        seen.add(kind)
        timelines.update({timeline.name: timeline for timeline in each.times})
        for descriptor, arrow_type in each.components:
            key = each.entity_path, descriptor.component
            columns.setdefault(key, (descriptor, arrow_type))
            if each.is_static:
                static.add(key)
    fields = [_row_id_field(), *(time_field(timelines[name]) for name in sorted(timelines))]
    for path, component in sorted(columns):
        descriptor, arrow_type = columns[path, component]
        more = {'entity_path': path}
        if (path, component) in static:
            more['is_static'] = 'true'
        fields.append(
            component_field(descriptor, arrow_type, _column_name(path, component), **more)
        )
    return pa.schema(fields)


def _row_id_field() -> pa.Field:
    metadata = dict(ROW_ID_FIELD.metadata)
    del metadata[b'rerun:is_sorted']
    return ROW_ID_FIELD.with_metadata(metadata)


def _column_name(path: str, component: str) -> str:
    if path == _PROPERTIES:
        return f'property:{component}'
    if path.startswith(_PROPERTIES + '/'):
        return f'property:{path[len(_PROPERTIES) + 1 :]}:{component}'
    return f'{path}:{component}'


def schema_hash(schema: pa.Schema) -> bytes:
    """Return a stable 32-byte hash of a schema."""
    return hashlib.sha256(schema.serialize().to_pybytes()).digest()


def manifest_batch(chunks: Sequence[PlacedChunk]) -> pa.RecordBatch:
    """Return the table of chunks, one row each, with the columns readers ask for."""
    facts = [chunk.facts for chunk in chunks]
    columns = list(_place_columns(chunks))
    groups = _groups(facts)
    columns += _static_columns(groups, len(facts))
    columns += _time_columns(groups, facts)
    fields = [field for field, _ in columns]
    return pa.RecordBatch.from_arrays([array for _, array in columns], schema=pa.schema(fields))


def _place_columns(chunks: Sequence[PlacedChunk]) -> Iterator[Column]:
    facts = [chunk.facts for chunk in chunks]
    for name, kind, values in (
        ('entity_path', pa.utf8(), [each.entity_path for each in facts]),
        ('id', pa.binary(16), [each.id for each in facts]),
        ('is_static', pa.bool_(), [each.is_static for each in facts]),
        ('num_rows', pa.uint64(), [each.rows for each in facts]),
        ('byte_offset', pa.uint64(), [chunk.offset for chunk in chunks]),
        ('byte_size', pa.uint64(), [chunk.size for chunk in chunks]),
        ('byte_size_uncompressed', pa.uint64(), [each.uncompressed_bytes for each in facts]),
    ):
        yield pa.field(f'chunk_{name}', kind, nullable=False), pa.array(values, kind)


def _groups(facts: Sequence[ChunkFacts]) -> Groups:
    rows: dict[tuple[tuple[Timeline, ...], tuple[ComponentDescriptor, ...]], list[int]] = {}
    for row, each in enumerate(facts):
        rows.setdefault((tuple(each.times), each.descriptors), []).append(row)
    return {kind: np.array(found) for kind, found in rows.items()}


def _sanitized(name: str) -> str:
    for char in ', -.\\':
        name = name.replace(char, '_')
    return name.lstrip('_')


def _descriptor_key(descriptor: ComponentDescriptor) -> tuple[str, str, str]:
    return descriptor.archetype or '', descriptor.component, descriptor.component_type or ''


def _index_metadata(index: str, descriptor: ComponentDescriptor | None = None) -> dict[str, str]:
    metadata = {'rerun:index': index}
    if descriptor is not None:
        metadata['rerun:component'] = descriptor.component
        if descriptor.archetype is not None:
            metadata['rerun:archetype'] = descriptor.archetype
        if descriptor.component_type is not None:
            metadata['rerun:component_type'] = descriptor.component_type
    return metadata


def _static_columns(groups: Groups, rows: int) -> Iterator[Column]:
    """Yield per component which chunks hold it at all times."""
    having: dict[ComponentDescriptor, npt.NDArray[np.bool_]] = {}
    for (timelines, descriptors), at in groups.items():
        for descriptor in descriptors:
            flags = having.setdefault(descriptor, np.zeros(rows, np.bool_))
            flags[at] = not timelines
    for descriptor in sorted(having, key=_descriptor_key):
        name = _sanitized(f'{descriptor.component}:has_static_data')
        metadata = _index_metadata(_STATIC, descriptor)
        yield pa.field(name, pa.bool_(), False, metadata), number_array(having[descriptor])


def _time_columns(groups: Groups, facts: Sequence[ChunkFacts]) -> Iterator[Column]:
    """Yield the first and last times of the chunks: per timeline, then per component on it."""
    wholes: dict[Timeline, npt.NDArray[np.int64]] = {}
    having: dict[Timeline, npt.NDArray[np.bool_]] = {}
    counts: dict[Timeline, dict[ComponentDescriptor, npt.NDArray[np.uint64]]] = {}
    for (timelines, descriptors), at in groups.items():
        of_group = np.array([facts[row].counts for row in at], np.uint64)
        for timeline in timelines:
            if timeline not in wholes:
                wholes[timeline] = np.zeros((2, len(facts)), np.int64)
                having[timeline] = np.zeros(len(facts), np.bool_)
                counts[timeline] = {}
            wholes[timeline][:, at] = np.array([facts[row].times[timeline] for row in at]).T
            having[timeline][at] = True
            for descriptor, found in zip(descriptors, of_group.T):
                if found.any():
                    of_component = counts[timeline].setdefault(
                        descriptor, np.zeros(len(facts), np.uint64)
                    )
                    of_component[at] = found
    parts: dict[tuple[Timeline, ComponentDescriptor], dict[int, Range]] = {}
    for row, each in enumerate(facts):
        for i, ranges in each.ranges.items():
            for timeline, found in ranges.items():
                if found != each.times[timeline]:
                    parts.setdefault((timeline, each.components[i][0]), {})[row] = found
    shared: dict[object, tuple[pa.Array, pa.Array]] = {}
    by_name = sorted(wholes, key=lambda timeline: timeline.name)
    for timeline in by_name:
        times = _range_arrays(timeline, wholes[timeline], having[timeline])
        yield from _range_columns(timeline.name, _index_metadata(timeline.name), times)
    for timeline in by_name:
        for descriptor in sorted(counts[timeline], key=_descriptor_key):
            metadata = _index_metadata(timeline.name, descriptor)
            name = f'{timeline.name}:{descriptor.component}'
            rows = counts[timeline][descriptor]
            some = parts.get((timeline, descriptor), {})
            # most components have the times of the same chunks
            key = timeline, (rows > 0).tobytes(), tuple(some.items())
            if key not in shared:
                spans = wholes[timeline].copy()
                if some:
                    spans[:, list(some)] = np.array(list(some.values())).T
                shared[key] = _range_arrays(timeline, spans, rows > 0)
            yield from _range_columns(name, metadata, shared[key])
            field = pa.field(_sanitized(f'{name}:num_rows'), pa.uint64(), True, metadata)
            yield field, number_array(rows)


def _range_arrays(
    timeline: Timeline, ranges: npt.NDArray[np.int64], valid: npt.NDArray[np.bool_]
) -> tuple[pa.Array, pa.Array]:
    """
    Return first and last times as arrays.

    :param ranges: int64, shape (2, chunks).
    :param valid: the chunks that have a range; null for the others.
    """
    kind, nulls = time_type(timeline), int((~valid).sum())
    bitmap = pa.py_buffer(np.packbits(valid, bitorder='little'))
    first, last = (
        pa.Array.from_buffers(
            kind, len(valid), [bitmap, pa.py_buffer(np.where(valid, times, 0))], nulls
        )
        for times in ranges
    )
    return first, last


def _range_columns(
    name: str, metadata: dict[str, str], times: tuple[pa.Array, pa.Array]
) -> Iterator[Column]:
    """Yield the columns ``<name>:start`` and ``<name>:end``."""
    for end, array in zip(('start', 'end'), times):
        yield pa.field(_sanitized(f'{name}:{end}'), array.type, True, metadata), array
