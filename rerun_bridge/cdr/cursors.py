"""Cursors over a buffer: one per message, moved together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import Ints
from rerun_bridge.nouns import dataclass

__all__ = ['Bools', 'Cursors', 'Ints', 'RowsFailedError']

Bools = npt.NDArray[np.bool_]


class RowsFailedError(Exception):
    """Some messages do not fit the plan."""

    def __init__(self, rows: Ints, reason: str, offsets: Ints) -> None:
        super().__init__(reason)
        self.rows, self.reason, self.offsets = rows, reason, offsets


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
