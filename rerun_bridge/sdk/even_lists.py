"""Lists of which every row has as many numbers, to be cut into runs of rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.arrow.arrays import Array, Buffer, piece
from rerun_bridge.sdk.arrow.types import DataType
from rerun_bridge.sdk.arrow_lists import constant_offsets

__all__ = ['EvenLists']


class _Level(NamedTuple):
    """Lists that all have the same number of values; in Arrow a list, or one of fixed size."""

    is_list: bool
    size: int


@lru_cache(maxsize=1024)
def _outline(levels: tuple[_Level, ...], rows: int) -> tuple[tuple[int, ...], tuple[Buffer, ...]]:
    """Return the nodes of so many rows, and all buffers but the last."""
    nodes: list[int] = []
    buffers: list[Buffer] = []
    count = rows
    for level in levels:
        nodes += (count, 0)
        buffers.append(None)
        if level.is_list:
            buffers.append(piece(constant_offsets(count, level.size)))
        count *= level.size
    return (*nodes, count, 0), (*buffers, None)


class EvenLists:
    """
    Lists of which every row has as many numbers.

    :ivar rows: uint8, shape (rows, bytes): the numbers of each row.
    """

    def __init__(
        self,
        kind: DataType,
        levels: Sequence[_Level],
        number: np.dtype[Any],
        rows: npt.NDArray[np.uint8],
    ) -> None:
        self._kind, self._levels, self._number, self.rows = kind, tuple(levels), number, rows
        self._width = self.rows.shape[1]

    @classmethod
    def of(cls, lists: Array) -> EvenLists | None:
        """Return lists as even ones; None where they are not."""
        levels, array, count = [], lists, len(lists)
        while array.type.name in ('list', 'vector'):
            if array.null_count or len(array) != count or not count or array.type.is_foreign:
                return None
            is_list = array.type.name == 'list'
            if is_list:
                offsets = array.offsets
                size = int(offsets[1] - offsets[0])
                if not np.array_equal(offsets, constant_offsets(count, size)):
                    return None
            else:
                size = array.type.size
            levels.append(_Level(is_list, size))
            array, count = array.values, count * size
        number = array.type.dtype
        if array.null_count or len(array) != count or not count or number is None:
            return None
        data = np.frombuffer(array.part(1), np.uint8)[: count * number.itemsize]
        return cls(lists.type, levels, number, data.reshape(len(lists), -1))

    def cut(self, start: int, stop: int) -> Array:
        """Return some of the rows, which are not copied."""
        nodes, buffers = _outline(self._levels, stop - start)
        return Array(self._kind, nodes, (*buffers, self.rows[start:stop].reshape(-1)))

    def one(self, row: int) -> Array:
        """Return one of the rows, copied."""
        nodes, buffers = _outline(self._levels, 1)
        return Array(self._kind, nodes, (*buffers, self.rows[row].tobytes()))

    @property
    def has_nan(self) -> bool:
        """Tell whether something is not a number, and not equal to itself."""
        is_float = self._number.kind == 'f'
        return is_float and bool(np.isnan(self.rows.view(self._number)).any())

    @cached_property
    def is_as_before(self) -> npt.NDArray[np.bool_]:
        """Tell of each row whether it has the same bytes as the one before it; the first has."""
        size = next(n for n in (8, 4, 2, 1) if self._width % n == 0)
        words = self.rows.view(f'u{size}')
        same = np.ones(len(words), np.bool_)
        np.all(words[1:] == words[:-1], axis=1, out=same[1:])
        return same
