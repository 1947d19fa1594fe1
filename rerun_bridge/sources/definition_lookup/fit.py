"""
Whether bytes can be a message of a type: a walk over one message must end where the bytes end.

This is stricter than decoding, which forgives what follows a message: a definition that lacks the
last field of what was recorded decodes, and is still the wrong one.
"""

from __future__ import annotations

from struct import unpack_from

from rerun_bridge.definitions import PRIMITIVES, FieldType, MessageSchema
from rerun_bridge.errors import DecodeError
from rerun_bridge.messages import TypeName

__all__ = ['fits']

_HEADER_BYTES = 4
_MOST_PADDING = 3


class _Walk:
    """A cursor behind the encapsulation header of one message."""

    def __init__(self, schema: MessageSchema, data: memoryview) -> None:
        self._schema = schema
        self._data = data
        self._uint32 = '<I' if data[1] & 1 else '>I'
        self._at = 0

    def left(self) -> int:
        """Walk over the message and return how many bytes follow it."""
        self._message(self._schema)
        return len(self._data) - _HEADER_BYTES - self._at

    def _take(self, count: int, size: int) -> memoryview:
        """Step over numbers of one size, which are aligned to it."""
        if not count:
            return self._data[:0]
        start = self._at + -self._at % size
        self._at = start + count * size
        if self._at > len(self._data) - _HEADER_BYTES:
            raise DecodeError('ends too early')
        return self._data[_HEADER_BYTES + start : _HEADER_BYTES + self._at]

    def _count(self) -> int:
        count: int = unpack_from(self._uint32, self._take(1, 4))[0]
        return count

    def _message(self, schema: MessageSchema) -> None:
        if not schema.fields:
            self._take(1, 1)
        for field in schema.fields:
            kind = field.type
            count = kind.length if kind.collection == 'array' else 1
            if kind.collection == 'sequence':
                count = self._count()
                if kind.length and count > kind.length:
                    raise DecodeError('longer than its bound')
            self._elements(kind, count)

    def _elements(self, kind: FieldType, count: int) -> None:
        # Every element takes at least a byte: a wrong count ends with the data.
        if kind.is_primitive:
            values = self._take(count, int(PRIMITIVES[kind.base][1:] or 1))
            if kind.base == 'bool' and any(value > 1 for value in values):
                raise DecodeError('neither true nor false')
        elif kind.base == 'string':
            for _ in range(count):
                text = self._take(self._count(), 1)
                if text and text[-1] != 0:
                    raise DecodeError('a string without its end')
        else:
            schema = self._schema.types[TypeName(kind.base)]
            for _ in range(count):
                self._message(schema)


def fits(schema: MessageSchema, message: bytes | memoryview) -> bool:
    """
    Return whether a message can be of a type.

    :param message: CDR with its encapsulation header; up to three bytes of padding may follow.
    """
    data = memoryview(message)
    if len(data) < _HEADER_BYTES or data[0] != 0 or data[1] > 1:
        return False
    everything = (schema, *schema.types.values())
    if any(field.type.base == 'wstring' for part in everything for field in part.fields):
        return True  # nobody can tell: writers disagree on the width of its characters
    try:
        return _Walk(schema, data).left() <= _MOST_PADDING
    except DecodeError:
        return False
