"""
Flatbuffers, the format of Arrow's metadata: written, and numbers in them found again.

A table is a list of the values of its fields, in their order, None for one that is left out.
"""

from __future__ import annotations

from struct import pack, pack_into, unpack_from
from typing import Any, NamedTuple, TypeAlias

__all__ = ['Number', 'Structs', 'field_at', 'flatbuffer', 'vector_at']


class Number(NamedTuple):
    """
    A number of a table.

    :param code: how :mod:`struct` writes it.
    """

    code: str
    value: int

    @property
    def size(self) -> int:
        """Bytes, and what its place is a multiple of."""
        return _SIZES[self.code]


_SIZES = {'B': 1, '?': 1, 'h': 2, 'i': 4, 'q': 8}


class Structs(NamedTuple):
    """
    A vector of numbers, or of structures of numbers that are all of one type.

    :param code: of a number.
    :param length: how many structures.
    """

    code: str
    numbers: tuple[int, ...]
    length: int


Table: TypeAlias = 'list[Any]'


def flatbuffer(root: Table) -> bytes:
    """
    Return a table and all below it.

    :param root: each value a :class:`Number`, a text, another table, a tuple of tables, or
        :class:`Structs`.
    """
    return bytes(_Writer(root).out)


class _Writer:
    """Writes a table, then all that it refers to: that has to stand behind it."""

    def __init__(self, root: Table) -> None:
        self.out = bytearray(4)
        self._slots: dict[bytes, int] = {}  # where the places of a table's fields stand already
        self._refer(0, root)

    def _refer(self, place: int, value: Any) -> None:
        """Write a value, and where it begins to a place before it."""
        self._align(4)
        if isinstance(value, list):
            self._table(place, value)
            return
        if isinstance(value, Structs):
            self._align(_SIZES[value.code], 4)
        start = len(self.out)
        pack_into('<I', self.out, place, start - place)
        if isinstance(value, Structs):
            self.out += pack('<I', value.length)
            self.out += pack(f'<{len(value.numbers)}{value.code}', *value.numbers)
        elif isinstance(value, str):
            data = value.encode()
            self.out += pack('<I', len(data)) + data + b'\0'
        else:
            self.out += pack('<I', len(value)) + bytes(4 * len(value))
            for i, each in enumerate(value):
                self._refer(start + 4 + 4 * i, each)

    def _align(self, size: int, behind: int = 0) -> None:
        """Have what comes in so many bytes stand at a multiple of a size."""
        self.out += bytes(-(len(self.out) + behind) % size)

    def _table(self, place: int, values: Table) -> None:
        given = [(i, value) for i, value in enumerate(values) if value is not None]
        # the largest first: none needs a gap before it
        given.sort(key=lambda each: -each[1].size if isinstance(each[1], Number) else -4)
        widest = max([4, *(value.size for _, value in given if isinstance(value, Number))])
        places, size = [0] * (1 + max([i for i, _ in given], default=-1)), widest
        for i, value in given:
            places[i] = size
            size += value.size if isinstance(value, Number) else 4
        slots = pack(f'<{2 + len(places)}H', 4 + 2 * len(places), size, *places)
        if slots not in self._slots:
            self._slots[slots] = len(self.out)
            self.out += slots
        self._align(widest)
        start = len(self.out)
        pack_into('<I', self.out, place, start - place)
        self.out += pack('<i', start - self._slots[slots]) + bytes(size - 4)
        for i, value in given:
            if isinstance(value, Number):
                pack_into(f'<{value.code}', self.out, start + places[i], value.value)
        for i, value in given:
            if not isinstance(value, Number):
                self._refer(start + places[i], value)


def field_at(data: bytes, table: int, number: int) -> int:
    """Return where a field of a table stands."""
    slots = table - int(unpack_from('<i', data, table)[0])
    return table + int(unpack_from('<H', data, slots + 4 + 2 * number)[0])


def vector_at(data: bytes, at: int) -> tuple[int, int]:
    """Return where the first member of a vector stands, and how many there are."""
    start = at + int(unpack_from('<I', data, at)[0])
    return start + 4, int(unpack_from('<I', data, start)[0])
