"""The footer of a file: for every chunk where it lies, and which times and components it has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.rrd.arrow_ipc import ROW_ID_FIELD, component_field, time_field, time_type
from rerun_bridge.sdk.time import Timeline

__all__ = ['ChunkFacts', 'PlacedChunk', 'chunk_facts', 'manifest_batch', 'manifest_schema']

Range = tuple[int, int]
_STATIC = 'rerun:static'


@dataclass(frozen=True)
class ChunkFacts:
    """
    What the footer says of a chunk.

    :param times: first and last time by timeline.
    :param counts: of rows that have a value, by component; :param ranges: their times, by timeline
        and component.
    """

    entity_path: str
    id: bytes
    rows: int
    is_static: bool
    uncompressed_bytes: int
    components: tuple[tuple[ComponentDescriptor, pa.DataType], ...]
    times: dict[Timeline, Range]
    counts: tuple[int, ...]
    ranges: dict[tuple[Timeline, int], Range]


@dataclass(frozen=True)
class PlacedChunk:
    """A chunk's facts, and where its payload lies in the file."""

    facts: ChunkFacts
    offset: int
    size: int


def chunk_facts(chunk: Chunk, uncompressed_bytes: int) -> ChunkFacts:
    """Return what the footer needs to know of a chunk."""
    times: dict[Timeline, Range] = {}
    ranges: dict[tuple[Timeline, int], Range] = {}
    counts = [len(column.lists) - column.lists.null_count for column in chunk.components]
    for time in chunk.times:
        whole = _range(time.values, time.is_sorted)
        times[time.timeline] = whole
        for i, column in enumerate(chunk.components):
            if column.lists.null_count == 0:
                ranges[time.timeline, i] = whole
            elif counts[i]:
                bitmap = np.frombuffer(column.lists.buffers()[0], np.uint8)
                valid = np.unpackbits(bitmap, bitorder='little')[: len(chunk)].astype(bool)
                ranges[time.timeline, i] = _range(time.values[valid], False)
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


def _range(values: np.ndarray, is_sorted: bool) -> Range:
    if is_sorted:
        return int(values[0]), int(values[-1])
    return int(values.min()), int(values.max())


def manifest_schema(facts: Iterable[ChunkFacts]) -> pa.Schema:
    """Return the union of all columns of the recording."""
    timelines: dict[str, Timeline] = {}
    columns: dict[tuple[str, str], tuple[ComponentDescriptor, pa.DataType, bool]] = {}
    for each in facts:
        timelines.update({timeline.name: timeline for timeline in each.times})
        for descriptor, kind in each.components:
            key = each.entity_path, descriptor.component
            static = each.is_static or (key in columns and columns[key][2])
            columns[key] = descriptor, kind, static
    fields = [ROW_ID_FIELD, *(time_field(timelines[name]) for name in sorted(timelines))]
    for (path, component), (descriptor, kind, static) in sorted(
        columns.items(), key=lambda i: i[0]
    ):
        more = {'entity_path': path, **({'is_static': 'true'} if static else {})}
        fields.append(component_field(descriptor, kind, _column_name(path, component), **more))
    return pa.schema(fields)


def _column_name(path: str, component: str) -> str:
    if path == '/__properties':
        return f'property:{component}'
    if path.startswith('/__properties/'):
        return f'property:{path.removeprefix("/__properties/")}:{component}'
    return f'{path}:{component}'


def schema_hash(schema: pa.Schema) -> bytes:
    """Return a stable 32-byte hash of a schema."""
    return hashlib.sha256(schema.serialize().to_pybytes()).digest()


def _sanitized(name: str) -> str:
    for char in ', -.\\':
        name = name.replace(char, '_')
    return name.lstrip('_')


def _descriptor_key(descriptor: ComponentDescriptor) -> tuple[str, str, str]:
    return descriptor.archetype or '', descriptor.component, descriptor.component_type or ''


def manifest_batch(chunks: Sequence[PlacedChunk]) -> pa.RecordBatch:
    """Return the table of chunks, one row each, with the columns readers ask for."""
    facts = [chunk.facts for chunk in chunks]
    arrays: list[pa.Array] = [
        pa.array([each.entity_path for each in facts], pa.utf8()),
        pa.array([each.id for each in facts], pa.binary(16)),
        pa.array([each.is_static for each in facts], pa.bool_()),
        pa.array([each.rows for each in facts], pa.uint64()),
        pa.array([chunk.offset for chunk in chunks], pa.uint64()),
        pa.array([chunk.size for chunk in chunks], pa.uint64()),
        pa.array([each.uncompressed_bytes for each in facts], pa.uint64()),
    ]
    names = (
        'entity_path',
        'id',
        'is_static',
        'num_rows',
        'byte_offset',
        'byte_size',
        'byte_size_uncompressed',
    )
    fields = [pa.field(f'chunk_{n}', a.type, nullable=False) for n, a in zip(names, arrays)]
    for field, array in [*_static_columns(facts), *_time_columns(facts)]:
        fields.append(field)
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def _index_metadata(index: str, descriptor: ComponentDescriptor | None = None) -> dict[str, str]:
    metadata = {'rerun:index': index}
    if descriptor is not None:
        metadata['rerun:component'] = descriptor.component
        if descriptor.archetype is not None:
            metadata['rerun:archetype'] = descriptor.archetype
        if descriptor.component_type is not None:
            metadata['rerun:component_type'] = descriptor.component_type
    return metadata


def _static_columns(facts: Sequence[ChunkFacts]) -> Iterable[tuple[pa.Field, pa.Array]]:
    having: dict[ComponentDescriptor, list[int]] = {}
    for row, each in enumerate(facts):
        for descriptor, _ in each.components:
            rows = having.setdefault(descriptor, [])
            if each.is_static:
                rows.append(row)
    for descriptor in sorted(having, key=_descriptor_key):
        flags = np.zeros(len(facts), np.bool_)
        flags[having[descriptor]] = True
        name = _sanitized(f'{descriptor.component}:has_static_data')
        yield (
            pa.field(name, pa.bool_(), False, _index_metadata(_STATIC, descriptor)),
            pa.array(flags),
        )


def _time_columns(facts: Sequence[ChunkFacts]) -> Iterable[tuple[pa.Field, pa.Array]]:
    wholes: dict[Timeline, list[tuple[int, Range]]] = {}
    parts: dict[Timeline, dict[ComponentDescriptor, list[tuple[int, Range, int]]]] = {}
    for row, each in enumerate(facts):
        for timeline, whole in each.times.items():
            wholes.setdefault(timeline, []).append((row, whole))
            of_timeline = parts.setdefault(timeline, {})
            for i, (descriptor, _) in enumerate(each.components):
                if (found := each.ranges.get((timeline, i))) is not None:
                    of_timeline.setdefault(descriptor, []).append((row, found, each.counts[i]))
    for timeline in sorted(wholes, key=lambda t: t.name):
        for end in (0, 1):
            values = {row: whole[end] for row, whole in wholes[timeline]}
            name = _sanitized(f'{timeline.name}:{("start", "end")[end]}')
            field = pa.field(name, time_type(timeline), True, _index_metadata(timeline.name))
            yield field, _sparse(values, len(facts), time_type(timeline))
    for timeline in sorted(parts, key=lambda t: t.name):
        kind = time_type(timeline)
        for descriptor in sorted(parts[timeline], key=_descriptor_key):
            of_component = parts[timeline][descriptor]
            metadata = _index_metadata(timeline.name, descriptor)
            name = _sanitized(f'{timeline.name}:{descriptor.component}')
            for end, word in enumerate(('start', 'end')):
                values = {row: times[end] for row, times, _ in of_component}
                yield (
                    pa.field(f'{name}:{word}', kind, True, metadata),
                    _sparse(values, len(facts), kind),
                )
            counts = np.zeros(len(facts), np.uint64)
            counts[[row for row, _, _ in of_component]] = [count for _, _, count in of_component]
            yield pa.field(f'{name}:num_rows', pa.uint64(), True, metadata), pa.array(counts)


def _sparse(values: dict[int, int], rows: int, kind: pa.DataType) -> pa.Array:
    """Return an array that has values at some rows and is null elsewhere."""
    numbers, valid = np.zeros(rows, np.int64), np.zeros(rows, np.uint8)
    at = list(values)
    numbers[at], valid[at] = list(values.values()), 1
    bitmap = pa.py_buffer(np.packbits(valid, bitorder='little'))
    return pa.Array.from_buffers(kind, rows, [bitmap, pa.py_buffer(numbers)], rows - len(at))
