"""The footer of a file: for every chunk where it lies, and which times and components it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import replace
from rerun_bridge.sdk.arrow.arrays import Array, bits, piece
from rerun_bridge.sdk.arrow.types import BINARY16, BOOL, DataType, Field, number
from rerun_bridge.sdk.arrow_lists import coded_texts, number_array
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.rrd.arrow_ipc import ROW_ID_FIELD, component_field, time_field, time_type
from rerun_bridge.sdk.rrd.placements import ChunkKind, Placements
from rerun_bridge.sdk.time import Timeline

try:  # all of OpenSSL is loaded by `hashlib`, which the standard library avoids likewise
    from _sha2 import sha256  # type: ignore[import-not-found]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]  # Python before 3.12
    except ImportError:
        from hashlib import sha256

__all__ = ['manifest_columns', 'manifest_fields', 'schema_hash']

Column: TypeAlias = 'tuple[Field, Array]'
Ints: TypeAlias = 'npt.NDArray[np.int64]'

_STATIC = 'rerun:static'
_PROPERTIES = '/__properties'


def manifest_fields(placements: Placements) -> list[Field]:
    """Return the union of all columns of the recording."""
    timelines: dict[str, Timeline] = {}
    columns: dict[tuple[str, str], tuple[ComponentDescriptor, DataType]] = {}
    static: set[tuple[str, str]] = set()
    for kind in placements.kinds:
        timelines.update({timeline.name: timeline for timeline in kind.timelines})
        for descriptor, arrow_type in kind.components:
            key = kind.entity_path, descriptor.component
            columns.setdefault(key, (descriptor, arrow_type))
            if not kind.timelines:
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
    return fields


def _row_id_field() -> Field:
    metadata = dict(ROW_ID_FIELD.metadata)
    del metadata['rerun:is_sorted']
    return replace(ROW_ID_FIELD, metadata=metadata)


def _column_name(path: str, component: str) -> str:
    if path == _PROPERTIES:
        return f'property:{component}'
    if path.startswith(_PROPERTIES + '/'):
        return f'property:{path[len(_PROPERTIES) + 1 :]}:{component}'
    return f'{path}:{component}'


def schema_hash(schema: bytes) -> bytes:
    """Return a stable 32-byte hash of a schema's message."""
    digest: bytes = sha256(schema).digest()
    return digest


def manifest_columns(placements: Placements) -> Iterator[Column]:
    """Yield the columns of the table of chunks, one row each, that readers ask for."""
    yield from _place_columns(placements)
    yield from _static_columns(placements)
    yield from _time_columns(placements)


def _place_columns(placements: Placements) -> Iterator[Column]:
    size = len(placements)
    owners, is_static = np.empty(size, np.int64), np.empty(size, np.bool_)
    ids, places = np.empty((size, 16), np.uint8), np.empty((4, size), np.uint64)
    for i, kind in enumerate(placements.kinds):
        at = kind.rows
        owners[at], is_static[at], ids[at] = i, not kind.timelines, kind.chunk_ids
        places[:, at] = kind.places.T
    paths = [kind.entity_path for kind in placements.kinds]
    for name, array in (
        ('entity_path', coded_texts(owners, paths)),
        ('id', Array(BINARY16, (size, 0), (None, piece(ids)))),
        ('is_static', number_array(is_static)),
        *zip(
            ('num_rows', 'byte_offset', 'byte_size', 'byte_size_uncompressed'),
            map(number_array, places),
        ),
    ):
        yield Field(f'chunk_{name}', array.type, False), array


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


def _static_columns(placements: Placements) -> Iterator[Column]:
    """Yield per component which chunks hold it at all times."""
    having: dict[ComponentDescriptor, npt.NDArray[np.bool_]] = {}
    for kind in placements.kinds:
        for descriptor, _ in kind.components:
            flags = having.setdefault(descriptor, np.zeros(len(placements), np.bool_))
            flags[kind.rows] = not kind.timelines
    for descriptor in sorted(having, key=_descriptor_key):
        name = _sanitized(f'{descriptor.component}:has_static_data')
        metadata = _index_metadata(_STATIC, descriptor)
        yield Field(name, BOOL, False, metadata), number_array(having[descriptor])


def _time_columns(placements: Placements) -> Iterator[Column]:
    """Yield the first and last times of the chunks: per timeline, then per component on it."""
    size = len(placements)
    wholes: dict[Timeline, Ints] = {}
    having: dict[Timeline, npt.NDArray[np.bool_]] = {}
    owners: dict[Timeline, dict[ComponentDescriptor, list[tuple[ChunkKind, int]]]] = {}
    for kind in placements.kinds:
        for timeline in kind.timelines:
            if timeline not in wholes:
                wholes[timeline] = np.zeros((2, size), np.int64)
                having[timeline] = np.zeros(size, np.bool_)
                owners[timeline] = {}
            wholes[timeline][:, kind.rows] = kind.times(timeline).T
            having[timeline][kind.rows] = True
            for i, (descriptor, _) in enumerate(kind.components):
                if kind.counts[:, i].any():
                    owners[timeline].setdefault(descriptor, []).append((kind, i))
    by_name = sorted(wholes, key=lambda timeline: timeline.name)
    for timeline in by_name:
        times = _range_arrays(timeline, wholes[timeline], having[timeline])
        yield from _range_columns(timeline.name, _index_metadata(timeline.name), times)
    # most components have rows, and times, of the same chunks
    shared: dict[object, tuple[Array, Array]] = {}
    shared_rows: dict[bytes, Array] = {}
    for timeline in by_name:
        for descriptor in sorted(owners[timeline], key=_descriptor_key):
            metadata = _index_metadata(timeline.name, descriptor)
            name = f'{timeline.name}:{descriptor.component}'
            rows = np.zeros(size, np.uint64)
            parts = []
            for kind, i in owners[timeline][descriptor]:
                rows[kind.rows] = kind.counts[:, i]
                parts.append(kind.part_times(i, timeline))
            at = np.concatenate([at for at, _ in parts])
            ends = np.concatenate([ends for _, ends in parts]).T
            differs = (wholes[timeline][:, at] != ends).any(axis=0)
            at, ends = at[differs], ends[:, differs]
            key = timeline, (rows > 0).tobytes(), at.tobytes(), ends.tobytes()
            if key not in shared:
                spans = wholes[timeline].copy()
                spans[:, at] = ends
                shared[key] = _range_arrays(timeline, spans, rows > 0)
            yield from _range_columns(name, metadata, shared[key])
            field = Field(_sanitized(f'{name}:num_rows'), number('u8'), True, metadata)
            yield field, shared_rows.setdefault(rows.tobytes(), number_array(rows))


def _range_arrays(
    timeline: Timeline, ranges: npt.NDArray[np.int64], valid: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    """
    Return first and last times as arrays.

    :param ranges: int64, shape (2, chunks).
    :param valid: the chunks that have a range; null for the others.
    """
    nodes = len(valid), int((~valid).sum())
    bitmap, kind = bits(valid) if nodes[1] else None, time_type(timeline)
    first, last = (
        Array(kind, nodes, (bitmap, piece(np.where(valid, times, 0)))) for times in ranges
    )
    return first, last


def _range_columns(
    name: str, metadata: dict[str, str], times: tuple[Array, Array]
) -> Iterator[Column]:
    """Yield the columns ``<name>:start`` and ``<name>:end``."""
    for end, array in zip(('start', 'end'), times):
        yield Field(_sanitized(f'{name}:{end}'), array.type, True, metadata), array
