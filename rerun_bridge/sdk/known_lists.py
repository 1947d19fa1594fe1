"""Lists of which it is known how a record batch holds them: nothing is looked up to write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.arrow_lists import constant_offsets, valid_rows

__all__ = ['EvenLists', 'KnownLists', 'known']

_LIST, _FIXED_SIZE_LIST = pa.lib.Type_LIST, pa.lib.Type_FIXED_SIZE_LIST


class KnownLists:
    """
    A list per row, like a ``pa.ListArray``; it becomes one where it has to.

    :param nodes: of a record batch, lengths and null counts in turn.
    :param buffers: likewise.
    """

    def __init__(
        self,
        kind: pa.DataType,
        nodes: tuple[int, ...],
        buffers: tuple[pa.Buffer | None, ...],
    ) -> None:
        self.type = kind
        self.null_count = nodes[1]
        self._nodes = nodes
        self._buffers = buffers

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._nodes[0]

    @cached_property
    def joined(self) -> pa.ListArray:
        """Return the same as an Arrow array."""
        pairs = list(zip(self._nodes[::2], self._nodes[1::2]))
        return _array(self.type, pairs, list(self._buffers))

    def __getattr__(self, name: str) -> Any:
        """Be an Arrow array in all that is not here."""
        return getattr(self.joined, name)

    @cached_property
    def valid(self) -> npt.NDArray[np.bool_]:
        """Tell of each row whether it has a value; of remembered lists this is asked often."""
        return valid_rows(self)

    def buffers(self) -> Sequence[pa.Buffer | None]:
        """Return the buffers, as Arrow's arrays do."""
        return self._buffers

    @property
    def offset(self) -> int:
        """Rows begin where the buffers do."""
        return 0

    def get_total_buffer_size(self) -> int:
        """Return how many bytes it has, as Arrow's arrays do."""
        return self._size_bytes

    @cached_property
    def _size_bytes(self) -> int:
        return sum([each.size for each in self._buffers if each is not None])

    def add_to(self, nodes: list[int], buffers: list[Any]) -> None:
        """Append what a record batch has of it."""
        nodes += self._nodes
        buffers += self._buffers


def _array(
    kind: pa.DataType, nodes: list[tuple[int, int]], buffers: list[pa.Buffer | None]
) -> pa.Array:
    """Return the array that nodes and buffers begin with, and take them away."""
    rows, nulls = nodes.pop(0)
    own = [buffers.pop(0) for _ in range(kind.num_buffers)]
    children = [_array(kind.field(i).type, nodes, buffers) for i in range(kind.num_fields)]
    return pa.Array.from_buffers(kind, rows, own, nulls, children=children)


def known(lists: pa.ListArray) -> KnownLists:
    """Return an Arrow array that is written again and again; not one of structs or unions."""
    nodes: list[int] = []
    array = lists
    while True:
        if array.offset:
            return known(pa.concat_arrays([lists]))
        nodes += (len(array), array.null_count)
        if array.type.id not in (_LIST, _FIXED_SIZE_LIST):
            return KnownLists(lists.type, tuple(nodes), tuple(lists.buffers()))
        array = array.values


class _Level(NamedTuple):
    """Lists that all have the same number of values; in Arrow a list, or one of fixed size."""

    is_list: bool
    size: int


@lru_cache(maxsize=1024)
def _outline(
    levels: tuple[_Level, ...], rows: int
) -> tuple[tuple[int, ...], tuple[pa.Buffer | None, ...]]:
    """Return the nodes of so many rows, and all buffers but the last."""
    nodes: list[int] = []
    buffers: list[pa.Buffer | None] = []
    count = rows
    for level in levels:
        nodes += (count, 0)
        buffers.append(None)
        if level.is_list:
            buffers.append(pa.py_buffer(constant_offsets(count, level.size)))
        count *= level.size
    return (*nodes, count, 0), (*buffers, None)


class EvenLists:
    """
    Lists of which every row has as many numbers, to be cut into runs of rows.

    :ivar rows: uint8, shape (rows, bytes): the numbers of each row.
    """

    def __init__(
        self, kind: pa.DataType, levels: Sequence[_Level], count: int, data: pa.Buffer
    ) -> None:
        self._kind, self._levels, self._data = kind, tuple(levels), data
        self.rows = np.frombuffer(data, np.uint8).reshape(count, -1)
        self._width = self.rows.shape[1]

    @classmethod
    def of(cls, lists: pa.ListArray) -> EvenLists | None:
        """Return lists as even ones; None where they are not."""
        levels, array, count = [], lists, len(lists)
        while array.type.id in (_LIST, _FIXED_SIZE_LIST):
            if array.null_count or array.offset or len(array) != count or not count:
                return None
            is_list = array.type.id == _LIST
            if is_list:
                offsets = np.frombuffer(array.buffers()[1], np.int32)[: count + 1]
                size = int(offsets[1] - offsets[0])
                if not np.array_equal(offsets, constant_offsets(count, size)):
                    return None
            else:
                size = array.type.list_size
            levels.append(_Level(is_list, size))
            array, count = array.values, count * size
        kind = array.type
        if array.null_count or array.offset or len(array) != count or not count:
            return None
        if not pa.types.is_primitive(kind) or kind.bit_width % 8:
            return None
        data = array.buffers()[1].slice(0, count * kind.bit_width // 8)
        return cls(lists.type, levels, len(lists), data)

    def cut(self, start: int, stop: int) -> KnownLists:
        """Return some of the rows, which are not copied."""
        nodes, buffers = _outline(self._levels, stop - start)
        width = self._width
        values = self._data.slice(start * width, (stop - start) * width)
        return KnownLists(self._kind, nodes, (*buffers, values))

    def one(self, row: int) -> KnownLists:
        """Return one of the rows, copied."""
        nodes, buffers = _outline(self._levels, 1)
        return KnownLists(self._kind, nodes, (*buffers, pa.py_buffer(self.rows[row].tobytes())))

    @property
    def has_nan(self) -> bool:
        """Tell whether something is not a number, and not equal to itself."""
        kind = self._kind
        while kind.num_fields:
            kind = kind.value_type
        if not pa.types.is_floating(kind):
            return False
        return bool(np.isnan(self.rows.view(f'f{kind.bit_width // 8}')).any())

    @cached_property
    def is_as_before(self) -> npt.NDArray[np.bool_]:
        """Tell of each row whether it has the same bytes as the one before it; the first has."""
        size = next(n for n in (8, 4, 2, 1) if self._width % n == 0)
        words = self.rows.view(f'u{size}')
        same = np.ones(len(words), np.bool_)
        np.all(words[1:] == words[:-1], axis=1, out=same[1:])
        return same
