"""The few protobuf messages of a recording, written by hand: tag, length, bytes."""

from __future__ import annotations

import struct
from typing import TypeAlias

from rerun_bridge.errors import DecodeError

__all__ = [
    'Fields',
    'bytes_field',
    'bytes_of',
    'length_prefix',
    'message',
    'number_of',
    'read_fields',
    'text_of',
    'tuid',
    'varint',
    'varint_field',
]

Fields: TypeAlias = 'dict[int, list[int | memoryview]]'
"""What a message holds, by the fields' numbers; a field that is not there is not a key."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


_ONE_BYTE = tuple(bytes([value]) for value in range(128))


def varint(value: int) -> bytes:
    """Return an unsigned number in groups of seven bits."""
    if value < 128:
        return _ONE_BYTE[value]
    if value < 1 << 14:
        return bytes((value & 127 | 128, value >> 7))
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


def read_fields(data: memoryview) -> Fields:
    """
    Return the fields of a message, unknown ones too.

    :raises DecodeError: it ends early, or is no message.
    """
    fields: Fields = {}
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        kind = key & 7
        value: int | memoryview
        if kind == _VARINT:
            value, at = _read_varint(data, at)
        elif kind == _BYTES:
            size, at = _read_varint(data, at)
            value, at = data[at : at + size], at + size
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
            value, at = int.from_bytes(data[at : at + size], 'little'), at + size
        else:
            raise DecodeError(f'a protobuf field of the unknown kind {kind}')
        if at > len(data):
            raise DecodeError('a protobuf message ends within a field')
        fields.setdefault(key >> 3, []).append(value)
    return fields


def _read_varint(data: memoryview, at: int) -> tuple[int, int]:
    """Return a number, and where it ends."""
    value = 0
    for i, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        value |= (byte & 127) << 7 * i
        if byte < 128:
            return value, at + i + 1
    raise DecodeError('a protobuf number does not end')


def number_of(fields: Fields, number: int) -> int:
    """Return a number or enum; 0 where it is missing, as protobuf has it."""
    value = fields.get(number, [0])[-1]
    if not isinstance(value, int):
        raise DecodeError(f'protobuf field {number} is no number')
    return value


def bytes_of(fields: Fields, number: int) -> memoryview:
    """Return bytes or a message; empty where it is missing, as protobuf has it."""
    value = fields.get(number, [memoryview(b'')])[-1]
    if isinstance(value, int):
        raise DecodeError(f'protobuf field {number} is a number')
    return value


def text_of(fields: Fields, number: int) -> str:
    """Return a text; empty where it is missing."""
    try:
        return str(bytes_of(fields, number), 'utf-8')
    except UnicodeDecodeError as error:
        raise DecodeError(f'protobuf field {number} is no text') from error
