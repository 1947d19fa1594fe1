"""
A value that many rows share, stored once.

Latest-at gives it to the rows that have none of their own.

In a chunk a held component has exactly one value. It stands at the earliest row of every timeline,
so that no row of the chunk comes before it in time; all other rows are null.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.arrow.arrays import Array, bits, concatenated, piece
from rerun_bridge.sdk.time import TimeColumn

__all__ = ['earliest_rows', 'held', 'hold']


def earliest_rows(times: Iterable[TimeColumn]) -> npt.NDArray[np.int64]:
    """
    Return the rows that are first in time on any timeline, increasing.

    Row 0 where there is no timeline.
    """
    rows = {0 if column.is_sorted else int(column.values.argmin()) for column in times}
    return np.array(sorted(rows or {0}), np.int64)


def held(one: Array, rows: int, anchors: npt.NDArray[np.int64]) -> Array:
    """
    Return a column that has the same value at the anchors and null elsewhere.

    :param one: a single row.
    :param rows: of the column to make.
    :param anchors: rows that get the value, increasing.
    """
    first = one.listed
    counts = np.zeros(rows + 1, np.int32)
    counts[anchors + 1] = len(first)
    valid = np.zeros(rows, np.bool_)
    valid[anchors] = True
    values = concatenated([first] * len(anchors))
    offsets = piece(np.cumsum(counts, dtype=np.int32))
    nulls = rows - len(anchors)
    return Array.of(one.type, rows, [bits(valid) if nulls else None, offsets], [values], nulls)


def hold(lists: Array, anchors: npt.NDArray[np.int64]) -> Array:
    """Return the column as it is, or in its held form where all rows have one value."""
    return held(lists.slice(0, 1), len(lists), anchors) if lists.repeats else lists
