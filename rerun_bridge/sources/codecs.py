"""Decompression of what bags compress: claimed sizes are capped before anything is allocated."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import numpy as np

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.zstd_library import zstd_library

__all__ = ['ZSTD_MAGIC', 'Room', 'crc32', 'decompressed', 'readable_prefix', 'zstd_message']

Room: TypeAlias = 'Callable[[int], memoryview | None]'
"""Gives the place where so many bytes are wanted, or None."""

ZSTD_MAGIC = b'\x28\xb5\x2f\xfd'
MOST_BYTES = 1 << 32
"""No chunk is larger: its records are addressed by 32 bits in most readers."""
MOST_MESSAGE_BYTES = 1 << 30
MOST_GAIN = 1 << 15
"""No codec shrinks further than this; a larger claim is damage."""
CODECS = ('', 'zstd', 'lz4')
QUICK_FROM_BYTES = 64 * 1024
"""From here on, checksums are worth loading a quicker library for: a millisecond."""


def crc32(data: bytes | memoryview, before: int = 0) -> int:
    """
    Return the checksum of some bytes.

    :param before: that of the bytes in front of them.
    """
    compute = zlib.crc32 if len(data) < QUICK_FROM_BYTES else _quick_crc32()
    return compute(data, before)


@cache
def _quick_crc32() -> Callable[[bytes | memoryview, int], int]:
    try:
        from isal.isal_zlib import crc32 as quick  # seven times as fast
    except ImportError:
        return zlib.crc32
    return quick


def decompressed(
    data: memoryview, codec: str, size: int, *, checked: bool = True, room: Room | None = None
) -> memoryview | bytes:
    """
    Return the records of a chunk.

    :param codec: ``zstd``, ``lz4`` or empty for none.
    :param size: that the chunk claims.
    :param checked: a checksum of the result will be compared.
    :param room: where they are put if that can be had for nothing.
    :raises SourceError: the data is not what it claims to be.
    """
    if codec not in CODECS:
        raise SourceError(f'unknown compression {codec!r}')
    if size > MOST_BYTES or size > max(len(data), 1) * MOST_GAIN:
        raise SourceError(f'chunk claims {size:,} bytes, which {len(data):,} cannot hold')
    if not codec:
        if size != len(data):
            raise SourceError(f'chunk claims {size:,} bytes and has {len(data):,}')
        return data
    if size == 0:
        return b''
    if codec == 'zstd' and (library := zstd_library()) is not None:
        place = None if room is None else room(size)
        try:
            place = memoryview(np.empty(size, np.uint8)) if place is None else place
        except MemoryError:
            raise SourceError(f'there is no memory for {size:,} bytes') from None
        if not library.unpack(data, place):
            raise SourceError('zstd data is damaged')
        return place
    from rerun_bridge.sources.arrow_codecs import streamed, unpacked

    # Arrow's LZ4 takes a claim that is too large for the truth, and refuses several frames: then
    # the slower stream decides.
    if codec == 'lz4' and not checked:
        return streamed(data, codec, size)
    try:
        return unpacked(data, codec, size)
    except SourceError:
        if codec == 'lz4':
            return streamed(data, codec, size)
        raise


def zstd_message(data: bytes | memoryview) -> bytes:
    """
    Return a message that rosbag2 compressed by itself.

    :raises SourceError: it is damaged, or larger than any message is.
    """
    from rerun_bridge.sources.arrow_codecs import read, unpacked

    size = _zstd_content_bytes(data)
    try:
        if size is not None and 0 < size <= min(MOST_MESSAGE_BYTES, len(data) * MOST_GAIN):
            return bytes(unpacked(data, 'zstd', size))
        found = read(data, 'zstd', MOST_MESSAGE_BYTES + 1)
    except SourceError as error:
        raise SourceError('zstd message is damaged') from error
    if len(found) > MOST_MESSAGE_BYTES:
        raise SourceError(f'zstd message is larger than {MOST_MESSAGE_BYTES:,} bytes')
    return found


def _zstd_content_bytes(data: bytes | memoryview) -> int | None:
    """Return the size of its content as a zstd frame's header has it; None where it has none."""
    if len(data) < 18:
        return None
    descriptor = data[4]
    single, kind = descriptor >> 5 & 1, descriptor >> 6
    if not single and not kind:
        return None
    at = 5 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 3]
    (size,) = struct.unpack_from(('<B', '<H', '<I', '<Q')[kind], data, at)
    return int(size) + (256 if kind == 1 else 0)


def readable_prefix(data: memoryview, codec: str, size: int) -> bytes:
    """
    Return as much as can be read of a chunk that was cut off.

    :param size: that the whole chunk claims.
    """
    if not codec:
        return bytes(data)
    if codec not in CODECS:
        return b''
    from rerun_bridge.sources.arrow_codecs import read_prefix

    return read_prefix(data, codec, min(size, MOST_BYTES))
