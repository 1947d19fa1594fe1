"""The few protobuf messages of a recording, written by hand: tag, length, bytes."""

from __future__ import annotations

import struct

__all__ = ['bytes_field', 'length_prefix', 'message', 'tuid', 'varint', 'varint_field']


def varint(value: int) -> bytes:
    """Return an unsigned number in groups of seven bits."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def varint_field(number: int, value: int) -> bytes:
    """Return a field that holds a number or enum."""
    return varint(number << 3) + varint(value)


def length_prefix(number: int, size: int) -> bytes:
    """Return what comes before the bytes of a field."""
    return varint(number << 3 | 2) + varint(size)


def bytes_field(number: int, value: bytes | str) -> bytes:
    """Return a field that holds bytes, text or a message."""
    data = value.encode() if isinstance(value, str) else value
    return length_prefix(number, len(data)) + data


def message(*fields: bytes) -> bytes:
    """Return fields as one message."""
    return b''.join(fields)


def tuid(value: bytes) -> bytes:
    """Return an id of 16 big-endian bytes as a Tuid message."""
    time_ns, counter = struct.unpack('>QQ', value)
    return struct.pack('<BQBQ', 1 << 3 | 1, time_ns, 2 << 3 | 1, counter)
