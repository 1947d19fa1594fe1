"""
Decompression of what bags compress.

With every claimed size capped before anything is allocated.
"""

from __future__ import annotations

import pyarrow as pa

from rerun_bridge.errors import SourceError

__all__ = ['crc32', 'decompressed', 'readable_prefix', 'zstd_message']

try:
    from isal.isal_zlib import crc32  # seven times as fast
except ImportError:
    from zlib import crc32

MOST_BYTES = 1 << 32
"""No chunk is larger: its records are addressed by 32 bits in most readers."""
PREFIX_STEP = 4096
MOST_GAIN = 4096
"""No codec shrinks further than this; a larger claim is damage."""


def decompressed(data: memoryview, codec: str, size: int) -> pa.Buffer | memoryview:
    """
    Return the records of a chunk.

    :param codec: ``zstd``, ``lz4`` or empty for none.
    :param size: that the chunk claims.
    :raises SourceError: the data is not what it claims to be.
    """
    if codec not in ('', 'zstd', 'lz4'):
        raise SourceError(f'unknown compression {codec!r}')
    if size > MOST_BYTES or size > max(len(data), 1) * MOST_GAIN:
        raise SourceError(f'chunk claims {size:,} bytes, which {len(data):,} cannot hold')
    if not codec:
        if size != len(data):
            raise SourceError(f'chunk claims {size:,} bytes and has {len(data):,}')
        return data
    if size == 0:
        return memoryview(b'')
    try:
        return pa.decompress(data, decompressed_size=size, codec=codec)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError(f'{codec} data is damaged') from error


def zstd_message(data: bytes) -> bytes:
    """Return a message that rosbag2 compressed by itself."""
    try:
        return pa.CompressedInputStream(pa.BufferReader(data), 'zstd').read()  # type: ignore[no-any-return]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError('zstd message is damaged') from error


def readable_prefix(data: memoryview, codec: str) -> bytes:
    """Return as much as can be read of a chunk that was cut off."""
    if not codec:
        return bytes(data)
    if codec not in ('zstd', 'lz4'):
        return b''
    parts: list[bytes] = []
    try:
        stream = pa.CompressedInputStream(pa.BufferReader(data), codec)
        while part := stream.read(PREFIX_STEP):
            parts.append(part)
    except (OSError, ValueError, pa.ArrowException):
        pass  # the cut: what came before it is good
    return b''.join(parts)
