"""
A chunk of an MCAP file: read, and then decompressed and checked.

The second can be done beside the reader, by another core.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass
from rerun_bridge.sources.codecs import Room, crc32, decompressed, readable_prefix
from rerun_bridge.sources.mcap_file import McapFile
from rerun_bridge.sources.mcap_records import (
    ChunkRecord,
    read_message_indexes,
)
from rerun_bridge.sources.mcap_walk import PlacedChunk

__all__ = ['LoadedChunk', 'StoredChunk', 'load_chunk', 'read_chunk', 'unpacked']

INDEX_BYTES = 16 * 1024
"""That many are read with the first chunk, and more where they are not enough."""
MORE_BYTES = 1024
"""Enough for what the walk looks at next, and for an index that is a little longer."""


@dataclass(frozen=True)
class LoadedChunk:
    """
    A chunk's decompressed records and its message index.

    :param index: offsets of the messages of each channel; empty where unknown.
    :param reason: why there are none or not all of its records; empty for none.
    """

    data: npt.NDArray[np.uint8]
    index: dict[int, npt.NDArray[np.int64]]
    reason: str = ''


@dataclass(frozen=True)
class StoredChunk:
    """
    A chunk as it is in the file.

    :param data: its records, compressed or not.
    :param index: offsets of the messages of each channel; empty where unknown.
    :param reason: why there is none of it; empty for none.
    """

    head: ChunkRecord
    data: memoryview
    index: dict[int, npt.NDArray[np.int64]]
    reason: str = ''


def load_chunk(file: McapFile, chunk: PlacedChunk, room: Room | None = None) -> LoadedChunk:
    """
    Return a chunk's records, as far as they can be read.

    :param room: where they are put if that can be had for nothing.
    """
    return unpacked(read_chunk(file, chunk, room), room)


def read_chunk(file: McapFile, chunk: PlacedChunk, room: Room | None = None) -> StoredChunk:
    """
    Return a chunk as it is stored.

    :param room: where what is not compressed is put if there is some.
    """
    head = chunk.head
    try:
        stored, behind = _read(file, chunk, None if head.compression else room)
        is_whole = len(stored) == head.compressed_bytes
        index = _message_indexes(file, chunk.end, behind) if is_whole else {}
    except SourceError as error:
        return StoredChunk(head, memoryview(b''), {}, error.message)
    except MemoryError:
        return StoredChunk(head, memoryview(b''), {}, _no_memory(head.compressed_bytes))
    return StoredChunk(head, stored, index)


def unpacked(chunk: StoredChunk, room: Room | None = None) -> LoadedChunk:
    """
    Return the records of a chunk, as far as there are any; nearly all without the interpreter.

    :param room: where they are put if that can be had for nothing.
    """
    nothing = np.empty(0, np.uint8)
    head, stored, index = chunk.head, chunk.data, chunk.index
    if chunk.reason:
        return LoadedChunk(nothing, index, chunk.reason)
    try:
        if len(stored) < head.compressed_bytes:
            kept = readable_prefix(stored, head.compression, head.uncompressed_bytes)
            reason = 'the file is cut off inside a chunk'
            return LoadedChunk(np.frombuffer(kept, np.uint8), {}, reason)
        data = decompressed(
            stored,
            head.compression,
            head.uncompressed_bytes,
            checked=bool(head.crc),
            room=room,
        )
    except SourceError as error:
        return LoadedChunk(nothing, index, error.message)
    except MemoryError:
        return LoadedChunk(nothing, index, _no_memory(head.uncompressed_bytes))
    if head.crc and crc32(data) != head.crc:
        return LoadedChunk(nothing, index, 'CRC of the chunk is wrong')
    return LoadedChunk(np.frombuffer(data, np.uint8), index)


def _no_memory(size: int) -> str:
    return f'{size:,} bytes: out of memory'


def _read(file: McapFile, chunk: PlacedChunk, room: Room | None) -> tuple[memoryview, memoryview]:
    """Return what is stored of a chunk, and about as much behind it as the last index had."""
    size, (begin, end) = chunk.head.compressed_bytes, file.indexes
    more = (end - begin) * 9 // 8 + MORE_BYTES if end else INDEX_BYTES
    if room is not None and (place := room(size)) is not None:
        after = memoryview(bytearray(more))
        count = file.read_into(chunk.data_offset, place, after)
        stored, behind = place[:count], after[: max(0, count - size)]
    else:
        read = memoryview(file.read(chunk.data_offset, size + more))
        # A copy: an index is kept for a batch, what it was read with is not.
        stored, behind = read[:size], memoryview(bytes(read[size:]))
    file.keep(chunk.end, behind)
    return stored, behind


def _message_indexes(
    file: McapFile, at: int, data: memoryview
) -> dict[int, npt.NDArray[np.int64]]:
    """
    Return the message indexes that follow a chunk.

    :param at: where they begin.
    :param data: what has been read from there.
    """
    begin, (found, used, wanted) = at, read_message_indexes(data)
    while wanted and at + wanted <= file.size:  # the last one is not all in there
        at, wanted = at + used, wanted - used
        data = file.near(at, wanted + MORE_BYTES)
        if len(data) < wanted:
            used = 0
            break
        more, used, wanted = read_message_indexes(data)
        found.update(more)
    file.indexes = begin, at + used
    return found
