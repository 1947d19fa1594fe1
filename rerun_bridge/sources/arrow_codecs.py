"""Arrow's codecs: what is unpacked where the system has no library of its own for it."""

from __future__ import annotations

import pyarrow as pa

from rerun_bridge.errors import SourceError

__all__ = ['read', 'read_prefix', 'streamed', 'unpacked']

PREFIX_STEP = 4096
FAILURES = (OSError, ValueError, MemoryError, pa.ArrowException)


def unpacked(data: bytes | memoryview, codec: str, size: int) -> memoryview:
    """
    Return what is packed in data, at once.

    :param size: that it claims; it is allocated first.
    :raises SourceError: the data is damaged.
    """
    try:
        return memoryview(pa.decompress(data, decompressed_size=size, codec=codec))
    except FAILURES as error:
        raise SourceError(f'{codec} data is damaged') from error


def read(data: bytes | memoryview, codec: str, most: int) -> bytes:
    """
    Return what is packed in data, or the beginning of it.

    :raises SourceError: the data is damaged.
    """
    try:
        found: bytes = pa.CompressedInputStream(pa.BufferReader(data), codec).read(most)
    except FAILURES as error:
        raise SourceError(f'{codec} data is damaged') from error
    return found


def streamed(data: bytes | memoryview, codec: str, size: int) -> bytes:
    """
    Return what is packed in data, whose size has to be the claimed one.

    :raises SourceError: it is not, or the data is damaged.
    """
    found = read(data, codec, size + 1)
    if len(found) != size:
        raise SourceError(f'chunk claims {size:,} bytes, which its {codec} data does not hold')
    return found


def read_prefix(data: memoryview, codec: str, most: int) -> bytes:
    """Return as much as can be read of data that was cut off."""
    parts: list[bytes] = []
    try:
        stream = pa.CompressedInputStream(pa.BufferReader(data), codec)
        while most > 0 and (part := stream.read(min(PREFIX_STEP, most))):
            parts.append(part)
            most -= len(part)
    except FAILURES:
        pass  # the cut: what came before it is good
    return b''.join(parts)
