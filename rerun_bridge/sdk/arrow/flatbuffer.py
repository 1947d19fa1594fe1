"""
Flatbuffers, the format of Arrow's metadata: written, and numbers in them found again.

A table is a list of the values of its fields, in their order, None for one that is left out.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct, pack, pack_into, unpack_from
from typing import Any, TypeAlias

from rerun_bridge.nouns import dataclass

__all__ = ['LATER', 'Begun', 'Number', 'Structs', 'field_at', 'flatbuffer', 'vector_at']


@dataclass(frozen=True)
class Number:
    """
    A number of a table.

    :param code: how :mod:`struct` writes it.
    """

    code: str
    value: int


@dataclass(frozen=True)
class Structs:
    """
    A vector of numbers, or of structures of numbers that are all of one type.

    :param code: of a number.
    :param length: how many structures.
    """

    code: str
    numbers: tuple[int, ...]
    length: int


Table: TypeAlias = 'list[Any]'

LATER = object()
"""Stands for the last value of a table that is begun."""

_SIZES = {'B': 1, '?': 1, 'h': 2, 'i': 4, 'I': 4, 'q': 8}
_REFERENCE = 'I'


@dataclass(frozen=True)
class _Form:
    """
    What all tables have in common that have numbers and references in the same fields.

    :param slots: where each field stands, as the table refers to it.
    :param widest: what the table's place is a multiple of.
    :param written: all of the table.
    :param numbers: which fields are numbers, in the order they are written.
    :param references: which fields are none, and where they stand.
    """

    slots: bytes
    widest: int
    written: Struct
    numbers: tuple[int, ...]
    references: tuple[tuple[int, int], ...]


@lru_cache(maxsize=256)
def _form(codes: tuple[str, ...]) -> _Form:
    """Return a form by the codes of the fields' values; empty ones are left out."""
    given = [i for i, code in enumerate(codes) if code]
    given.sort(key=lambda i: -_SIZES[codes[i]])  # the largest first: none needs a gap before it
    widest = max([4, *(_SIZES[codes[i]] for i in given)])
    places, size, layout = [0] * (1 + max(given, default=-1)), widest, f'<i{widest - 4}x'
    for i in given:
        places[i] = size
        size += _SIZES[codes[i]]
        layout += '4x' if codes[i] == _REFERENCE else codes[i]
    slots = pack(f'<{2 + len(places)}H', 4 + 2 * len(places), size, *places)
    return _Form(
        slots + bytes(-len(slots) % 4),
        widest,
        Struct(f'{layout}{-size % 4}x'),
        tuple([i for i in given if codes[i] != _REFERENCE]),
        tuple([(i, places[i]) for i in sorted(given) if codes[i] == _REFERENCE]),
    )


_PAIR = _form((_REFERENCE, _REFERENCE))


@lru_cache(maxsize=4096)
def _text(text: str) -> bytes:
    data = text.encode()
    return pack('<I', len(data)) + data + bytes(4 - len(data) % 4)


@lru_cache(maxsize=1024)
def _pairs(items: tuple[tuple[str, str], ...]) -> bytes:
    """
    Return a vector of tables of two texts, wherever it is to stand behind the slots of these.

    Most of a schema is such vectors, many of which come again and again.
    """
    references, tables = b'', b''
    for at, (key, value) in enumerate(items, 1):
        start = 4 + 4 * len(items) + len(tables)
        references += pack('<I', start - 4 * at)
        first = _text(key)
        tables += pack('<iII', len(_PAIR.slots) + start, 8, 4 + len(first)) + first + _text(value)
    return pack('<I', len(items)) + references + tables


def flatbuffer(root: Table) -> bytes:
    """
    Return a table and all below it.

    :param root: each value a :class:`Number`, a text, another table, a tuple of tables,
        :class:`Structs`, or a dictionary of texts: a vector of tables of key and value.
    """
    writer = _Writer(bytearray(4), {})
    writer.refer(0, root)
    return bytes(writer.out)


class Begun:
    """
    A flatbuffer of which only the last value is missing, to be finished in many ways.

    :param root: in which ``LATER`` stands for that value.
    """

    def __init__(self, root: Table) -> None:
        writer = _Writer(bytearray(4), {})
        writer.refer(0, root)
        self._out, self._slots, self._place = bytes(writer.out), writer.slots, writer.later

    def finished(self, value: Any) -> bytes:
        """Return it with the value."""
        writer = _Writer(bytearray(self._out), dict(self._slots))
        writer.refer(self._place, value)
        return bytes(writer.out)


class _Writer:
    """
    Writes a table, then all that it refers to: that has to stand behind it.

    Everything is made as long as a multiple of four.

    :param slots: where the slots of a form stand already.
    :ivar later: where the table refers to what is missing.
    """

    def __init__(self, out: bytearray, slots: dict[bytes, int]) -> None:
        self.out = out
        self.slots = slots
        self.later = 0

    def refer(self, place: int, value: Any) -> None:
        """Write a value, and where it begins to a place before it."""
        out = self.out
        if isinstance(value, list):
            self._table(place, value)
            return
        if value is LATER:
            self.later = place
            return
        if isinstance(value, dict):
            out += _PAIR.slots
            pack_into('<I', out, place, len(out) - place)
            out += _pairs(tuple(value.items()))
            return
        if isinstance(value, Structs):
            self._align(_SIZES[value.code], 4)
        start = len(out)
        pack_into('<I', out, place, start - place)
        if isinstance(value, str):
            out += _text(value)
        elif isinstance(value, Structs):
            out += pack('<I', value.length)
            out += pack(f'<{len(value.numbers)}{value.code}', *value.numbers)
            self._align(4)
        else:
            out += pack('<I', len(value)) + bytes(4 * len(value))
            for at, each in enumerate(value, 1):
                self.refer(start + 4 * at, each)

    def _align(self, size: int, behind: int = 0) -> None:
        """Have what comes in so many bytes stand at a multiple of a size."""
        self.out += bytes(-(len(self.out) + behind) % size)

    def _table(self, place: int, values: Table) -> None:
        codes = [
            '' if value is None else value.code if type(value) is Number else _REFERENCE
            for value in values
        ]
        form = _form(tuple(codes))
        if form.slots not in self.slots:
            self.slots[form.slots] = len(self.out)
            self.out += form.slots
        if form.widest > 4:
            self._align(form.widest)
        start = len(self.out)
        pack_into('<I', self.out, place, start - place)
        numbers = [values[i].value for i in form.numbers]
        self.out += form.written.pack(start - self.slots[form.slots], *numbers)
        for i, at in form.references:
            self.refer(start + at, values[i])


def field_at(data: bytes, table: int, number: int) -> int:
    """Return where a field of a table stands."""
    slots = table - int(unpack_from('<i', data, table)[0])
    return table + int(unpack_from('<H', data, slots + 4 + 2 * number)[0])


def vector_at(data: bytes, at: int) -> tuple[int, int]:
    """Return where the first member of a vector stands, and how many there are."""
    start = at + int(unpack_from('<I', data, at)[0])
    return start + 4, int(unpack_from('<I', data, start)[0])
