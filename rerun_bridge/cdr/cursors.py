"""Cursors over a buffer: one per message, moved together; and reading at all of them at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.columns import Bytes, Numbers
from rerun_bridge.nouns import dataclass

__all__ = ['Bools', 'Cursors', 'Ints', 'RowsFailedError', 'gather']

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class RowsFailedError(Exception):
    """Some messages do not fit the plan."""

    def __init__(self, rows: Ints, reason: str, offsets: Ints) -> None:
        super().__init__(reason)
        self.rows, self.reason, self.offsets = rows, reason, offsets


def gather(buffer: Bytes, at: Ints, dtype: np.dtype[Any]) -> Numbers:
    """Return the values at byte positions; a view where they are evenly spaced."""
    count, size = len(at), dtype.itemsize
    if count == 0:
        return np.empty(0, dtype)
    first = int(at[0])
    step = int(at[1]) - first if count > 1 else size
    if count == 1 or (step > 0 and bool((at[1:] - at[:-1] == step).all())):
        return np.ndarray((count,), dtype, buffer, first, (step,))
    windows = np.ndarray((len(buffer) - size + 1,), f'V{size}', buffer, strides=(1,))
    return windows[at].view(dtype)


@dataclass()
class Cursors:
    """
    Where N messages (or elements) stand.

    :param at: int64, absolute position in the buffer.
    :param origin: int64, where alignment counts from.
    :param end: int64, first byte that is not the message's any more.
    :param row: int64, the message each belongs to.
    """

    at: Ints
    origin: Ints
    end: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.at)
