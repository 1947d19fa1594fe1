"""An Arrow IPC stream back into a chunk."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

__all__ = ['decode_chunk', 'read_batch']

_CHUNK_ID = re.compile('(?:chunk_)?([0-9A-Fa-f]{32})')


def read_batch(stream: pa.Buffer | memoryview) -> pa.RecordBatch:
    """
    Return the only record batch of a stream.

    :raises DecodeError: it is no stream, or its values do not fit together.
    """
    try:
        batch = pa.ipc.open_stream(stream).read_next_batch()
        # offsets that point outside of their values would crash whoever follows them
        batch.validate(full=True)
    except StopIteration:
        raise DecodeError('an Arrow stream without values') from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DecodeError(f'damaged Arrow data: {error}') from error
    return batch


def decode_chunk(stream: pa.Buffer | memoryview) -> Chunk:
    """
    Return the chunk that a stream holds.

    :raises DecodeError: it holds no chunk.
    """
    batch = read_batch(stream)
    metadata = _texts(batch.schema.metadata)
    match = _CHUNK_ID.fullmatch(metadata.get('rerun:id', ''))
    if match is None or 'rerun:entity_path' not in metadata:
        raise DecodeError('a chunk without id or entity path')
    row_ids, times, components = None, [], []
    for field, column in zip(batch.schema, batch.columns):
        kinds = _texts(field.metadata)
        kind = kinds.get('rerun:kind', 'data')
        if kind == 'control':
            row_ids = _row_ids(column)
        elif kind == 'index':
            times.append(_times(kinds.get('rerun:index_name', field.name), column))
        elif kind == 'data':
            components.append(_component(field.name, kinds, column))
        else:
            raise DecodeError(f'column {field.name!r} is of the unknown kind {kind!r}')
    if row_ids is None:
        raise DecodeError('a chunk without row ids')
    return Chunk(
        bytes.fromhex(match[1]),
        EntityPath.parse(metadata['rerun:entity_path']),
        row_ids,
        tuple(times),
        tuple(components),
    )


def _texts(metadata: dict[bytes, bytes] | None) -> dict[str, str]:
    return {
        key.decode('utf-8', 'replace'): value.decode('utf-8', 'replace')
        for key, value in (metadata or {}).items()
    }


def _row_ids(column: pa.Array) -> np.ndarray:
    if column.type != pa.binary(16) or column.null_count:
        raise DecodeError(f'row ids are {column.type}, not 16 bytes each')
    data = np.frombuffer(column.buffers()[1] or b'', np.uint8)
    return data[: (column.offset + len(column)) * 16].reshape(-1, 16)[column.offset :]


def _times(name: str, column: pa.Array) -> TimeColumn:
    kind = column.type
    if kind == pa.int64():
        time_type = TimeType.SEQUENCE
    elif kind == pa.duration('ns'):
        time_type = TimeType.DURATION
    elif pa.types.is_timestamp(kind) and kind.unit == 'ns':
        time_type = TimeType.TIMESTAMP
    else:
        raise DecodeError(f'timeline {name!r} has values of type {kind}')
    if column.null_count:
        raise DecodeError(f'timeline {name!r} has rows without a time')
    values = np.frombuffer(column.buffers()[1] or b'', np.int64)
    return TimeColumn(
        Timeline(name, time_type), values[column.offset : column.offset + len(column)]
    )


def _component(name: str, metadata: dict[str, str], column: pa.Array) -> ComponentColumn:
    if not pa.types.is_list(column.type):
        raise DecodeError(f'component {name!r} is {column.type}, not a list')
    descriptor = ComponentDescriptor(
        metadata.get('rerun:component', name),
        metadata.get('rerun:archetype'),
        metadata.get('rerun:component_type'),
    )
    return ComponentColumn(descriptor, column)
