"""What a message definition says, after parsing: schemas, fields, field types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass, field

__all__ = ['Constant', 'Field', 'FieldType', 'MessageSchema', 'PRIMITIVES', 'Value']

Value = bool | int | float | str | bytes | list['Value']
"""A constant's or a default's value."""

PRIMITIVES = {
    'bool': '?', 'byte': 'u1', 'char': 'u1', 'octet': 'u1',
    'int8': 'i1', 'uint8': 'u1', 'int16': 'i2', 'uint16': 'u2',
    'int32': 'i4', 'uint32': 'u4', 'int64': 'i8', 'uint64': 'u8',
    'float32': 'f4', 'float64': 'f8',
}  # fmt: skip
"""Primitive name to numpy type code without byte order. Size is alignment, as CDR has it."""


@dataclass(frozen=True)
class FieldType:
    """
    The type of one field.

    :param base: a key of :data:`PRIMITIVES`, ``string``, ``wstring``, or a full type name.
    :param collection: ``none``, ``array`` (fixed length) or ``sequence``.
    :param length: of an array; the upper bound of a sequence, 0 for none.
    :param string_bound: upper bound of a (w)string in characters, 0 for none.
    """

    base: str
    collection: Literal['none', 'array', 'sequence'] = 'none'
    length: int = 0
    string_bound: int = 0

    @property
    def is_primitive(self) -> bool:
        """Whether the base is a number or bool."""
        return self.base in PRIMITIVES

    @property
    def is_string(self) -> bool:
        """Whether the base is a string or wstring."""
        return self.base in ('string', 'wstring')


@dataclass(frozen=True)
class Field:
    """One member of a message, with its default value or None."""

    name: str
    type: FieldType
    default: Value | None = None


@dataclass(frozen=True)
class Constant:
    """One constant of a message."""

    name: str
    type: FieldType
    value: Value


@dataclass(frozen=True)
class MessageSchema:
    """
    A message type and all types below it, resolved.

    :param fields: in wire order. An empty message has one uint8 member on the wire
        (``structure_needs_at_least_one_member``); it is not listed, the decode plan adds it.
    :param types: every type that is reachable from the fields, by full name, without this one.
    """

    type_name: TypeName
    fields: tuple[Field, ...]
    constants: tuple[Constant, ...] = ()
    types: Mapping[TypeName, MessageSchema] = field(default_factory=dict)
