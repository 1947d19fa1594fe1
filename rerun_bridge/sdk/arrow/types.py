"""The types that values of components have, and how many parts a record batch has of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from rerun_bridge.nouns import cached_property, dataclass

__all__ = [
    'BINARY16',
    'BOOL',
    'DURATION',
    'NULL',
    'NUMBERS',
    'TIMESTAMP',
    'UTF8',
    'DataType',
    'Field',
    'list_of',
    'number',
    'struct_of',
    'union_of',
    'vector_of',
]

OWN_BUFFERS = {'null': 0, 'utf8': 3, 'list': 2, 'vector': 1, 'struct': 1, 'union': 2}
"""How many buffers a type has before those of its children; numbers have two."""

_WRITTEN = {
    'float16': 'halffloat',
    'float32': 'float',
    'float64': 'double',
    'utf8': 'string',
    'binary16': 'fixed_size_binary[16]',
    'timestamp': 'timestamp[ns]',
    'duration': 'duration[ns]',
}
"""What Arrow calls differently."""

_NO_METADATA: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class DataType:
    """
    An Arrow type.

    :param name: ``null``, ``bool``, a number as numpy calls it, ``utf8``, ``binary16`` (16 bytes),
        ``timestamp`` or ``duration`` (nanoseconds), ``list``, ``vector`` (a list of fixed size),
        ``struct``, ``union`` (dense); ``foreign`` is what only pyarrow knows.
    :param children: the items of lists, the members of structs and unions.
    :param size: of a vector.
    :param foreign: pyarrow's type, where it is none of these.
    """

    name: str
    children: tuple[Field, ...] = ()
    size: int = 0
    foreign: Any = None

    def __iter__(self) -> Iterator[Field]:
        """Yield the members of a structure."""
        return iter(self.children)

    def __str__(self) -> str:
        """Return it as Arrow writes it."""
        if self.name == 'foreign':
            return str(self.foreign)
        members = ', '.join(map(str, self.children))
        if self.name == 'vector':
            return f'fixed_size_list<{members}>[{self.size}]'
        return f'{self.name}<{members}>' if self.children else _WRITTEN.get(self.name, self.name)

    @cached_property
    def lists(self) -> DataType:
        """Return the type of lists of it, items may be null: the same object every time."""
        return DataType('list', (Field('item', self),))

    @property
    def value_type(self) -> DataType:
        """The type of a list's or vector's items."""
        return self.children[0].type

    def child(self, name: str) -> DataType:
        """Return the type of a member of a structure."""
        return next(each.type for each in self.children if each.name == name)

    @cached_property
    def dtype(self) -> np.dtype[Any] | None:
        """Numpy's type of one value, where a value is a number or so many bytes."""
        return _DTYPES.get(self.name)

    @cached_property
    def own_buffers(self) -> int:
        """How many buffers a record batch has of it before those of its children."""
        return OWN_BUFFERS.get(self.name, 2)

    @cached_property
    def node_count(self) -> int:
        """How many nodes a record batch has of it."""
        return 1 + sum([each.type.node_count for each in self.children])

    @cached_property
    def buffer_count(self) -> int:
        """How many buffers a record batch has of it."""
        return self.own_buffers + sum([each.type.buffer_count for each in self.children])

    @cached_property
    def is_foreign(self) -> bool:
        """Whether only pyarrow knows it, or something in it."""
        return self.foreign is not None or any(each.type.is_foreign for each in self.children)


@dataclass(frozen=True)
class Field:
    """
    A column, or a child of a type.

    :param metadata: in the order it is written.
    """

    name: str
    type: DataType
    nullable: bool = True
    metadata: Mapping[str, str] = _NO_METADATA

    def __str__(self) -> str:
        """Return it as Arrow writes it."""
        return f'{self.name}: {self.type}{"" if self.nullable else " not null"}'

    def __hash__(self) -> int:
        """Types are looked up; what is said of them besides makes no difference there."""
        return hash((self.name, self.type, self.nullable))


NUMBERS = ('u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8', 'f2', 'f4', 'f8')
"""The numbers there are, as numpy abbreviates them."""

NULL, BOOL, UTF8 = DataType('null'), DataType('bool'), DataType('utf8')
BINARY16, TIMESTAMP, DURATION = DataType('binary16'), DataType('timestamp'), DataType('duration')
_BY_DTYPE = {np.dtype(name): DataType(np.dtype(name).name) for name in NUMBERS}
_DTYPES: dict[str, np.dtype[Any]] = {
    **{kind.name: dtype for dtype, kind in _BY_DTYPE.items()},
    'timestamp': np.dtype(np.int64),
    'duration': np.dtype(np.int64),
    'binary16': np.dtype('V16'),
}


def number(dtype: Any) -> DataType:
    """
    Return the type of numbers, of native order.

    :raises KeyError: numpy has it and Arrow has not.
    """
    return _BY_DTYPE[np.dtype(dtype)]


def list_of(item: DataType, *, nullable: bool = True) -> DataType:
    """Return the type of lists."""
    return item.lists if nullable else DataType('list', (Field('item', item, False),))


def vector_of(item: DataType, size: int) -> DataType:
    """Return the type of lists of one size, in which nothing is null."""
    return DataType('vector', (Field('item', item, False),), size)


def struct_of(fields: Sequence[Field]) -> DataType:
    """Return the type of structures."""
    return DataType('struct', tuple(fields))


def union_of(fields: Sequence[Field]) -> DataType:
    """Return the type of what is one of several."""
    return DataType('union', tuple(fields))
