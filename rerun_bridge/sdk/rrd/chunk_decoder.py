"""An Arrow IPC stream back into a chunk."""

from __future__ import annotations

import re
import struct

import numpy as np
import pyarrow as pa

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

__all__ = ['decode_chunk', 'read_batch']

_CHUNK_ID = re.compile('(?:chunk_)?([0-9A-Fa-f]{32})')
_U16, _I32, _U32 = struct.Struct('<H'), struct.Struct('<i'), struct.Struct('<I')
_HEADER, _COMPRESSION = 2, 3
"""Numbers of the fields of Arrow's messages and record batches."""


def read_batch(stream: pa.Buffer | memoryview) -> pa.RecordBatch:
    """
    Return the first record batch of a stream, the only one that any reader of recordings looks at.

    :raises DecodeError: it is no stream, or its values do not fit together.
    """
    try:
        messages = pa.ipc.MessageReader.open_stream(stream)
        first, second = messages.read_next_message(), messages.read_next_message()
        batch = None
        # pyarrow crashes where it is handed a message of another type
        if first.type == 'schema' and _is_plain(second):
            batch = pa.ipc.read_record_batch(second, pa.ipc.read_schema(first))
            # offsets that point outside of their values would crash whoever follows them
            batch.validate(full=True)
    except (StopIteration, EOFError):
        raise DecodeError('an Arrow stream without values') from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DecodeError(f'damaged Arrow data: {error}') from error
    if batch is None:
        raise DecodeError('an Arrow stream that holds something else than plain values')
    return batch


def _is_plain(message: pa.ipc.Message) -> bool:
    """Tell that it is a batch without buffers compressed one by one: those may claim any size."""
    if message.type != 'record batch':
        return False
    data = memoryview(message.metadata)
    root = _U32.unpack_from(data)[0]
    header = root + _field(data, root, _HEADER)
    batch = header + _U32.unpack_from(data, header)[0]
    return _field(data, batch, _COMPRESSION) == 0


def _field(data: memoryview, table: int, number: int) -> int:
    """Return where a field is in a flatbuffer's table, from its start; 0 where it is missing."""
    slots = table - _I32.unpack_from(data, table)[0]
    slot = 4 + 2 * number
    if slot >= _U16.unpack_from(data, slots)[0]:
        return 0
    return int(_U16.unpack_from(data, slots + slot)[0])


def decode_chunk(stream: pa.Buffer | memoryview) -> Chunk:
    """
    Return the chunk that a stream holds.

    :raises DecodeError: it holds no chunk.
    """
    batch = read_batch(stream)
    try:
        return _chunk(batch)
    except UnicodeDecodeError as error:
        raise DecodeError(f'a column whose name is no text: {error}') from error


def _chunk(batch: pa.RecordBatch) -> Chunk:
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
