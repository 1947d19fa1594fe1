"""
The slow, obvious CDR codec.

One message at a time, into plain dicts. The oracle of the fast decoder.

XCDR1: every number is aligned to its size, counted from the first byte after the encapsulation
header.
"""

from __future__ import annotations

import struct
from typing import Any

from rerun_bridge.definitions import FieldType, MessageSchema
from rerun_bridge.definitions.schema import PRIMITIVES
from rerun_bridge.messages import TypeName

__all__ = ['decode', 'encode']

FORMATS = {
    '?': '?', 'i1': 'b', 'u1': 'B', 'i2': 'h', 'u2': 'H',
    'i4': 'i', 'u4': 'I', 'i8': 'q', 'u8': 'Q', 'f4': 'f', 'f8': 'd',
}  # fmt: skip
EMPTY = FieldType('uint8')


class _Writer:
    def __init__(self, little: bool) -> None:
        self.order = '<' if little else '>'
        self.data = bytearray()

    def number(self, base: str, value: Any) -> None:
        code = FORMATS[PRIMITIVES[base]]
        self.data += b'\0' * (-len(self.data) % struct.calcsize(code))
        self.data += struct.pack(self.order + code, value)

    def text(self, value: str, wide: bool) -> None:
        if wide:
            units = value.encode('utf-32-le' if self.order == '<' else 'utf-32-be')
            self.number('uint32', len(units) // 4)
            self.data += units
        else:
            raw = value.encode() + b'\0'
            self.number('uint32', len(raw))
            self.data += raw

    def single(self, kind: FieldType, root: MessageSchema, value: Any) -> None:
        if kind.is_primitive:
            self.number(kind.base, value)
        elif kind.is_string:
            self.text(value, kind.base == 'wstring')
        else:
            self.message(root.types[TypeName(kind.base)], root, value)

    def message(self, schema: MessageSchema, root: MessageSchema, values: dict[str, Any]) -> None:
        if not schema.fields:
            self.number('uint8', 0)
        for field in schema.fields:
            kind, value = field.type, values[field.name]
            if kind.collection == 'none':
                self.single(kind, root, value)
                continue
            if kind.collection == 'sequence':
                self.number('uint32', len(value))
            for item in value:
                self.single(kind, root, item)


class _Reader:
    def __init__(self, data: bytes, little: bool) -> None:
        self.order = '<' if little else '>'
        self.data = data
        self.at = 0

    def number(self, base: str) -> Any:
        code = FORMATS[PRIMITIVES[base]]
        size = struct.calcsize(code)
        self.at += -self.at % size
        (value,) = struct.unpack_from(self.order + code, self.data, self.at)
        self.at += size
        return value

    def text(self, wide: bool) -> str:
        count = self.number('uint32')
        size = count * (4 if wide else 1)
        raw = self.data[self.at : self.at + size]
        if len(raw) < size:
            raise struct.error('string beyond the end')
        self.at += size
        if wide:
            return raw.decode('utf-32-le' if self.order == '<' else 'utf-32-be')
        return raw.removesuffix(b'\0').decode('utf-8', 'backslashreplace')

    def single(self, kind: FieldType, root: MessageSchema) -> Any:
        if kind.is_primitive:
            return self.number(kind.base)
        if kind.is_string:
            return self.text(kind.base == 'wstring')
        return self.message(root.types[TypeName(kind.base)], root)

    def message(self, schema: MessageSchema, root: MessageSchema) -> dict[str, Any]:
        if not schema.fields:
            self.number('uint8')
        values = {}
        for field in schema.fields:
            kind = field.type
            if kind.collection == 'none':
                values[field.name] = self.single(kind, root)
                continue
            count = kind.length if kind.collection == 'array' else self.number('uint32')
            if count > len(self.data):
                raise struct.error('sequence beyond the end')
            values[field.name] = [self.single(kind, root) for _ in range(count)]
        return values


def encode(schema: MessageSchema, values: dict[str, Any], *, little: bool = True) -> bytes:
    """Return a message as CDR bytes, encapsulation header included."""
    writer = _Writer(little)
    writer.message(schema, schema, values)
    return bytes([0, little, 0, 0]) + bytes(writer.data)


def decode(schema: MessageSchema, data: bytes) -> dict[str, Any]:
    """
    Return the values of a message.

    :raises struct.error: the bytes end too early.
    """
    return _Reader(data[4:], bool(data[1])).message(schema, schema)
