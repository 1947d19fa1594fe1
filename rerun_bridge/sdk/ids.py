"""Ids of chunks and rows: 16 bytes, a time and a counter, both big-endian."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import numpy.typing as npt

__all__ = ['new_chunk_id', 'new_row_ids']


class _Counter:
    """Counts from a random start; a forked child starts anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = -1
        self._next = 0
        self._time_ns = 0

    def take(self, count: int) -> tuple[int, int]:
        """
        Return a time that never runs backwards.

        And the first of so many consecutive numbers.
        """
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self._next = int.from_bytes(os.urandom(8), 'big') >> 1
            first = self._next
            self._next += count
            self._time_ns = max(self._time_ns, time.time_ns())
            return self._time_ns, first


_COUNTER = _Counter()
os.register_at_fork(after_in_child=_COUNTER.__init__)  # type: ignore[misc]


def new_chunk_id() -> bytes:
    """Return an id that no other chunk has."""
    time_ns, number = _COUNTER.take(1)
    return time_ns.to_bytes(8, 'big') + number.to_bytes(8, 'big')


def new_row_ids(rows: int) -> npt.NDArray[np.uint8]:
    """Return increasing ids that no other row has: uint8, shape (rows, 16)."""
    time_ns, first = _COUNTER.take(rows)
    ids = np.empty((rows, 2), '>u8')
    ids[:, 0] = time_ns
    ids[:, 1] = np.arange(first, first + rows, dtype=np.uint64)
    return ids.view(np.uint8).reshape(rows, 16)
