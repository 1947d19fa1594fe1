"""
The bytes of a recording in, its stores, chunks and footer out.

Meant for what this package wrote, for tests and tools: it reads the same frames and messages, and
refuses with a DecodeError what is malformed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa

from rerun_bridge.errors import DecodeError
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import StoreId
from rerun_bridge.sdk.rrd.chunk_decoder import decode_chunk, read_batch
from rerun_bridge.sdk.rrd.frames import Frame, FrameKind, footer_payload, read_frames
from rerun_bridge.sdk.rrd.protobuf import Fields, bytes_of, number_of, read_fields, text_of

__all__ = ['FoundChunk', 'FoundStore', 'Manifest', 'read_footer', 'read_rrd']

_STORE_KINDS = {1: 'recording', 2: 'blueprint'}
_ARROW_IPC = 1
_NONE, _LZ4 = 1, 2
_MOST_SHRUNK = 255
"""LZ4 makes at best one byte of so many."""

_codec = pa.Codec('lz4_raw')


@dataclass(frozen=True)
class FoundStore:
    """
    The announcement of a store.

    :param source: which program made it.
    """

    store: StoreId
    source: str


@dataclass(frozen=True)
class FoundChunk:
    """
    A chunk and where it lies.

    :param offset: of its message, from the start of the file, after the frame's header.
    :param size: of its message, in bytes.
    """

    store: StoreId
    chunk: Chunk
    offset: int
    size: int
    is_compressed: bool


@dataclass(frozen=True)
class Manifest:
    """
    What a footer says of one store.

    :param schema: all columns of the recording.
    :param chunks: a row per chunk.
    """

    store: StoreId
    schema: pa.Schema
    chunks: pa.RecordBatch


@contextmanager
def _at(offset: int) -> Iterator[None]:
    """Tell where in the file the wrong bytes are."""
    try:
        yield
    except DecodeError as error:
        if error.offset is None:
            error.offset = offset
        raise


def read_rrd(data: bytes | memoryview) -> Iterator[FoundStore | FoundChunk]:
    """
    Yield the stores and chunks of a recording in the order they were written.

    :raises DecodeError: something is malformed; what came before it was yielded.
    """
    for frame in read_frames(memoryview(data)):
        with _at(frame.offset):
            if frame.kind == FrameKind.SET_STORE_INFO:
                yield _store(read_fields(frame.payload))
            elif frame.kind == FrameKind.ARROW_MSG:
                yield _chunk(frame)


def read_footer(data: bytes | memoryview) -> Sequence[Manifest] | None:
    """
    Return what the footer of a recording says, one manifest per store.

    None where there is no footer.

    :raises DecodeError: it is malformed.
    """
    payload = footer_payload(memoryview(data))
    if payload is None:
        return None
    found = []
    for each in read_fields(payload).get(1, []):
        if isinstance(each, int):
            raise DecodeError('a footer that holds no manifests')
        manifest = read_fields(each)
        part = read_fields(bytes_of(manifest, 4))
        stream = _uncompressed(bytes_of(part, 2), number_of(part, 3), number_of(part, 4))
        try:
            schema = pa.ipc.open_stream(bytes_of(read_fields(bytes_of(manifest, 2)), 1)).schema
        except (pa.ArrowException, OSError) as error:
            raise DecodeError(f'damaged schema in the footer: {error}') from error
        found.append(Manifest(_store_id(bytes_of(manifest, 1)), schema, read_batch(stream)))
    return found


def _store_id(data: memoryview) -> StoreId:
    fields = read_fields(data)
    kind = _STORE_KINDS.get(number_of(fields, 1))
    if kind is None:
        raise DecodeError('a store that is neither recording nor blueprint')
    application = text_of(read_fields(bytes_of(fields, 3)), 1)
    return StoreId(application, text_of(fields, 2), kind)


def _store(fields: Fields) -> FoundStore:
    info = read_fields(bytes_of(fields, 2))
    extra = read_fields(bytes_of(read_fields(bytes_of(info, 5)), 2))
    source = bytes(bytes_of(extra, 1)).decode('utf-8', 'replace')
    return FoundStore(_store_id(bytes_of(info, 2)), source)


def _chunk(frame: Frame) -> FoundChunk:
    fields = read_fields(frame.payload)
    if number_of(fields, 4) != _ARROW_IPC:
        raise DecodeError('a chunk that is no Arrow IPC stream')
    compression = number_of(fields, 2)
    stream = _uncompressed(bytes_of(fields, 5), compression, number_of(fields, 3))
    store = _store_id(bytes_of(fields, 1))
    return FoundChunk(
        store, decode_chunk(stream), frame.offset, len(frame.payload), compression == _LZ4
    )


def _uncompressed(data: memoryview, compression: int, size: int) -> pa.Buffer | memoryview:
    if compression == _NONE:
        return data
    if compression != _LZ4:
        raise DecodeError(f'an unknown compression: {compression}')
    if size > len(data) * _MOST_SHRUNK:
        raise DecodeError(f'{len(data)} bytes that claim to be {size}, uncompressed')
    try:
        return _codec.decompress(pa.py_buffer(data), size)
    except (pa.ArrowException, OSError) as error:
        raise DecodeError(f'damaged LZ4 data: {error}') from error
