"""Schemas as messages of Arrow's IPC format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from struct import pack
from typing import Any

from rerun_bridge.sdk.arrow.flatbuffer import LATER, Begun, Number, Structs, flatbuffer
from rerun_bridge.sdk.arrow.types import DataType, Field

__all__ = ['RECORD_BATCH', 'message', 'schema_message']

VERSION, SCHEMA, RECORD_BATCH = 4, 1, 3
"""The fifth version of the format; kinds of messages."""
NANOSECONDS, DENSE = 3, 1
_HALF, _SINGLE, _DOUBLE = 0, 1, 2
_NULLABLE = (Number('?', 0), Number('?', 1))
_WITHOUT_DETAILS = {'null': 1, 'utf8': 5, 'bool': 6, 'list': 12, 'struct': 13}


def message(kind: int, header: list[Any], body_bytes: int = 0) -> bytes:
    """Return a message, all but its body, which begins at a multiple of 8 bytes."""
    return _prefixed(flatbuffer(_table(kind, header, body_bytes)))


def _table(kind: int, header: list[Any], body_bytes: int) -> list[Any]:
    return [Number('h', VERSION), Number('B', kind), header, Number('q', body_bytes)]


def _prefixed(found: bytes) -> bytes:
    padding = -len(found) % 8
    return b''.join((b'\xff' * 4, pack('<i', len(found) + padding), found, bytes(padding)))


def schema_message(fields: Sequence[Field], metadata: Mapping[str, str] | None = None) -> bytes:
    """Return the message of a schema; none of its types is foreign."""
    begun = _begun(tuple(fields))
    return _prefixed(begun.finished(_metadata(metadata) or ()))


@lru_cache(maxsize=1024)
def _begun(fields: tuple[Field, ...]) -> Begun:
    """Remember the columns: those of many topics are the same, but for where they belong."""
    return Begun(_table(SCHEMA, [Number('h', 0), tuple(map(_field, fields)), LATER], 0))


def _field(field: Field) -> list[Any]:
    metadata = _metadata(field.metadata)
    return [field.name, _NULLABLE[field.nullable], *_type(field.type), metadata]


def _metadata(metadata: Mapping[str, str] | None) -> dict[str, str] | None:
    return dict(metadata) if metadata else None


@lru_cache(maxsize=256)
def _type(kind: DataType) -> tuple[Any, ...]:
    """Return what a field says of its type, in the order of the table."""
    number, details = _kind(kind)
    return Number('B', number), details, None, tuple(map(_field, kind.children))


def _kind(kind: DataType) -> tuple[int, list[Any]]:
    """Return the number of a kind of type, and the table that says more of it."""
    name = kind.name
    if name in _WITHOUT_DETAILS:
        return _WITHOUT_DETAILS[name], []
    if name == 'vector':
        return 16, [Number('i', kind.size)]
    if name == 'union':
        count = len(kind.children)
        return 14, [Number('h', DENSE), Structs('i', tuple(range(count)), count)]
    if name == 'timestamp':
        return 10, [Number('h', NANOSECONDS)]
    if name == 'duration':
        return 18, [Number('h', NANOSECONDS)]
    if name == 'binary16':
        return 15, [Number('i', 16)]
    assert kind.dtype is not None, f'{kind} is for pyarrow to write'
    size = kind.dtype.itemsize
    if kind.dtype.kind == 'f':
        return 3, [Number('h', {2: _HALF, 4: _SINGLE, 8: _DOUBLE}[size])]
    return 2, [Number('i', 8 * size), Number('?', kind.dtype.kind == 'i')]
