"""
Columns of values, as a record batch has them.

A record batch is all nodes (length and null count) and all buffers of its columns, one column
after the other, each before its children. An array here is just those of one column, so it is
written as it is. It begins where its buffers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.arrow.types import DataType

__all__ = ['Array', 'Buffer', 'Piece', 'bits', 'concatenated', 'piece']

Piece: TypeAlias = 'bytes | npt.NDArray[np.uint8]'
Buffer: TypeAlias = 'Piece | tuple[Piece, ...] | None'
"""A buffer; in several pieces where it is not in one; or none, as of what is never null."""


def piece(numbers: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return the memory of an array that is in one piece, uint8, shape (bytes,)."""
    return numbers.reshape(-1).view(np.uint8)


def bits(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Return flags as Arrow packs them."""
    return np.packbits(flags, bitorder='little')


class Array:
    """
    Values of one type.

    :param nodes: lengths and null counts in turn.
    """

    def __init__(
        self, kind: DataType, nodes: tuple[int, ...], buffers: tuple[Buffer, ...]
    ) -> None:
        self.type = kind
        self.nodes = nodes
        self.buffers = buffers

    @classmethod
    def of(
        cls,
        kind: DataType,
        length: int,
        buffers: Sequence[Buffer],
        children: Sequence[Array] = (),
        null_count: int = 0,
    ) -> Array:
        """
        Return an array of parts.

        :param buffers: its own: which values there are if some are not, then what its type wants.
        """
        nodes: tuple[int, ...] = (length, null_count)
        parts = tuple(buffers)
        for child in children:
            nodes += child.nodes
            parts += child.buffers
        return cls(kind, nodes, parts)

    def __len__(self) -> int:
        """Return how many values there are."""
        return self.nodes[0]

    @property
    def null_count(self) -> int:
        """How many of them are null."""
        return self.nodes[1]

    @cached_property
    def nbytes(self) -> int:
        """Bytes of all buffers."""
        return sum([_size_of(buffer) for buffer in self.buffers if buffer is not None])

    @cached_property
    def valid(self) -> npt.NDArray[np.bool_]:
        """Whether each value is not null: shape (length,)."""
        if self.nodes[1] in (0, len(self)):
            return np.full(len(self), not self.nodes[1], np.bool_)
        return _flags(self.part(0), len(self))

    @cached_property
    def repeats(self) -> bool:
        """Whether there are several values, and all are the same; found out once."""
        rows = len(self)
        if rows < 2 or self.null_count or self._ends_otherwise(rows):
            return False
        if not self.slice(rows - 1).equals(self.slice(0, 1)):
            return False
        return self.slice(1).equals(self.slice(0, rows - 1))

    def _ends_otherwise(self, rows: int) -> bool:
        """Tell whether the last of so many lists of numbers surely is not the first."""
        kind, data, count = self.type, self.buffers[-1] if self.buffers else None, self.nodes[-2]
        while kind.name in ('list', 'vector'):
            kind = kind.value_type
        if kind.dtype is None or kind.name == 'bool' or data is None or isinstance(data, tuple):
            return False
        size, rest = divmod(count, rows)
        numbers = np.frombuffer(data, kind.dtype)
        return rest > 0 or bool((numbers[:size] != numbers[count - size : count]).any())

    @property
    def values(self) -> Array:
        """All items of lists or vectors."""
        own = self.type.own_buffers
        return Array(self.type.value_type, self.nodes[2:], self.buffers[own:])

    @property
    def children(self) -> list[Array]:
        """The items, or the members."""
        found, node, buffer = [], 2, self.type.own_buffers
        for each in self.type.children:
            nodes, buffers = node + 2 * each.type.node_count, buffer + each.type.buffer_count
            found.append(Array(each.type, self.nodes[node:nodes], self.buffers[buffer:buffers]))
            node, buffer = nodes, buffers
        return found

    @property
    def offsets(self) -> npt.NDArray[np.int32]:
        """Where lists or texts begin, and the last one ends: shape (length + 1,)."""
        return np.frombuffer(self.part(1), np.int32)[: len(self) + 1]

    @property
    def listed(self) -> Array:
        """Those items of lists that are between the first and the last offset."""
        offsets = self.offsets
        return self.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))

    @property
    def text(self) -> bytes:
        """All texts, joined."""
        offsets = self.offsets
        return bytes(self.part(2)[offsets[0] : offsets[-1]])

    @property
    def numbers(self) -> npt.NDArray[Any]:
        """The numbers of an array of numbers, of vectors or of their vectors: shape (n,)."""
        kind = self.type
        while kind.name == 'vector':
            kind = kind.value_type
        if kind.name == 'bool':
            return _flags(self.part(-1), self.nodes[-2])
        assert kind.dtype is not None, f'{kind} is no number'
        return np.frombuffer(self.part(-1), kind.dtype)[: self.nodes[-2]]

    def part(self, index: int) -> Piece:
        """Return a buffer that there is, in one piece."""
        found = self.buffers[index]
        if isinstance(found, tuple):
            return np.concatenate([np.frombuffer(each, np.uint8) for each in found])
        return b'' if found is None else found

    def slice(self, start: int, length: int | None = None) -> Array:
        """Return some of the values; numbers are not copied."""
        stop = len(self) if length is None else start + length
        if start == 0 and stop == len(self):
            return self
        kind, name = self.type, self.type.name
        if name == 'null':
            return Array(kind, (stop - start,) * 2, ())
        valid = self.valid[start:stop] if self.null_count else None
        first: Buffer = None if valid is None else bits(valid)
        nulls = 0 if valid is None else len(valid) - int(np.count_nonzero(valid))
        if name == 'bool':
            return Array(kind, (stop - start, nulls), (first, bits(self.numbers[start:stop])))
        if kind.dtype is not None:
            width = kind.dtype.itemsize
            data = _between(self.buffers[1], start * width, stop * width)
            return Array(kind, (stop - start, nulls), (first, data))
        if name in ('list', 'utf8'):
            offsets = self.offsets[start : stop + 1]
            begin, end = int(offsets[0]), int(offsets[-1])
            own = [first, piece(offsets - offsets[0])]
            if name == 'utf8':
                return Array.of(
                    kind, stop - start, [*own, self.part(2)[begin:end]], null_count=nulls
                )
            items = self.values.slice(begin, end - begin)
            return Array.of(kind, stop - start, own, [items], nulls)
        if name == 'union':
            codes, places = np.frombuffer(self.part(0), np.int8), self.offsets
            own = [piece(codes[start:stop]), piece(places[start:stop])]
            return Array.of(kind, stop - start, own, self.children)
        each = kind.size if name == 'vector' else 1
        parts = [child.slice(start * each, (stop - start) * each) for child in self.children]
        return Array.of(kind, stop - start, [first], parts, nulls)

    def equals(self, other: Array) -> bool:
        """
        Tell whether the values are the same; NaN is not the same as NaN.

        Unions are the same if they are of the same memory.
        """
        kind = self.type
        if len(self) != len(other) or self.null_count != other.null_count or kind != other.type:
            return False
        if self.null_count and not np.array_equal(self.valid, other.valid):
            return False
        if kind.name == 'bool' or kind.dtype is not None:
            return bool((self.numbers == other.numbers).all())
        if kind.name in ('list', 'utf8'):
            mine, others = self.offsets, other.offsets
            if not np.array_equal(mine - mine[:1], others - others[:1]):
                return False
        if kind.name == 'utf8':
            return self.text == other.text
        if kind.name == 'list':
            return self.listed.equals(other.listed)
        if kind.name == 'union':
            return all(mine is its for mine, its in zip(self.buffers, other.buffers))
        return all(mine.equals(its) for mine, its in zip(self.children, other.children))

    def to_pyarrow(self) -> Any:
        """Return the same as an array of pyarrow's."""
        from rerun_bridge.sdk.arrow.exchange import to_pyarrow

        return to_pyarrow(self)

    def to_pylist(self) -> list[Any]:
        """Return the values as Python has them."""
        found: list[Any] = self.to_pyarrow().to_pylist()
        return found

    def __repr__(self) -> str:
        """Return what is in it, in short."""
        return f'{self.type} {self.to_pyarrow().to_string(window=3)}'


def _between(buffer: Buffer, start: int, stop: int) -> npt.NDArray[np.uint8]:
    """Return some bytes of a buffer; a view where they are in one of its pieces."""
    if not isinstance(buffer, tuple):
        return np.frombuffer(b'' if buffer is None else buffer, np.uint8)[start:stop]
    found = []
    for each in buffer:
        if start < len(each) and stop > 0:
            found.append(np.frombuffer(each, np.uint8)[max(0, start) : stop])
        start, stop = start - len(each), stop - len(each)
    return found[0] if len(found) == 1 else np.concatenate([np.empty(0, np.uint8), *found])


def _size_of(buffer: Piece | tuple[Piece, ...]) -> int:
    return sum(map(len, buffer)) if isinstance(buffer, tuple) else len(buffer)


def _flags(packed: Piece, length: int) -> npt.NDArray[np.bool_]:
    unpacked = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder='little')
    return unpacked[:length].view(np.bool_)


def concatenated(arrays: Sequence[Array]) -> Array:
    """
    Return arrays of one type, one after the other.

    :raises TypeError: it is a type of which this was never needed.
    """
    if len(arrays) == 1:
        return arrays[0]
    kind, length = arrays[0].type, sum(map(len, arrays))
    nulls = sum([each.null_count for each in arrays])
    if kind.name == 'null':
        return Array(kind, (length, nulls), ())
    valid = bits(np.concatenate([each.valid for each in arrays])) if nulls else None
    if kind.name == 'bool':
        flags = np.concatenate([each.numbers for each in arrays])
        return Array(kind, (length, nulls), (valid, bits(flags)))
    if kind.dtype is not None:
        numbers = np.concatenate([piece(each.numbers) for each in arrays])
        return Array(kind, (length, nulls), (valid, numbers))
    if kind.name in ('list', 'utf8'):
        return _joined_lists(arrays, length, nulls, valid)
    if kind.name in ('vector', 'struct'):
        members = [concatenated(each) for each in zip(*[each.children for each in arrays])]
        return Array.of(kind, length, [valid], members, nulls)
    raise TypeError(f'{kind}')


def _joined_lists(
    arrays: Sequence[Array], length: int, nulls: int, valid: npt.NDArray[np.uint8] | None
) -> Array:
    kind = arrays[0].type
    counts = np.concatenate([[0], *[np.diff(each.offsets) for each in arrays]])
    own: list[Buffer] = [valid, piece(np.cumsum(counts, dtype=np.int32))]
    if kind.name == 'utf8':
        return Array.of(
            kind, length, [*own, b''.join([each.text for each in arrays])], null_count=nulls
        )
    items = concatenated([each.listed for each in arrays])
    return Array.of(kind, length, own, [items], nulls)
