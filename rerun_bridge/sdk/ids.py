"""
Ids of chunks and rows: 16 bytes, a time and a counter, both big-endian; and random ones.

The random ones are what ``uuid.uuid4`` makes, which takes as long to load as a small blueprint to
write.
"""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import numpy.typing as npt

__all__ = ['new_chunk_id', 'new_row_ids', 'random_uuid', 'row_ids_at', 'uuid_of', 'uuid_text']


class _Counter:
    """Counts from a random start; a forked child starts anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = -1
        self._next = 0
        self._time_ns = 0

    def take(self, count: int, time_ns: int | None = None) -> tuple[int, int]:
        """
        Return a time that never runs backwards.

        And the first of so many consecutive numbers.

        :param time_ns: of the last of them; now where not given.
        """
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self._next = int.from_bytes(os.urandom(8), 'big') >> 1
            first = self._next
            self._next += count
            self._time_ns = max(self._time_ns, time.time_ns() if time_ns is None else time_ns)
            return self._time_ns, first


_COUNTER = _Counter()
os.register_at_fork(after_in_child=_COUNTER.__init__)  # type: ignore[misc]


def new_chunk_id() -> bytes:
    """Return an id that no other chunk has."""
    time_ns, number = _COUNTER.take(1)
    return time_ns.to_bytes(8, 'big') + number.to_bytes(8, 'big')


def row_ids_at(times_ns: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """
    Return ids of rows that were logged at these times, which do not decrease.

    They are increasing, and no other row has them: uint8, shape (rows, 16).
    """
    rows = len(times_ns)
    _, first = _COUNTER.take(rows, int(times_ns[-1]))
    return _ids(times_ns, first, rows)


def new_row_ids(rows: int) -> npt.NDArray[np.uint8]:
    """Return increasing ids that no other row has: uint8, shape (rows, 16)."""
    time_ns, first = _COUNTER.take(rows)
    return _ids(time_ns, first, rows)


def _ids(times_ns: npt.NDArray[np.int64] | int, first: int, rows: int) -> npt.NDArray[np.uint8]:
    ids = np.empty((rows, 2), '>u8')
    ids[:, 0] = times_ns
    ids[:, 1] = np.arange(first, first + rows, dtype=np.uint64)
    return ids.view(np.uint8).reshape(rows, 16)


def random_uuid() -> bytes:
    """Return a random UUID: 16 bytes."""
    return uuid_of(os.urandom(16))


def uuid_of(data: bytes) -> bytes:
    """Return 16 random bytes as a UUID of version 4, which says so in six bits of them."""
    number = bytearray(data)
    number[6] = number[6] & 0x0F | 0x40
    number[8] = number[8] & 0x3F | 0x80
    return bytes(number)


def uuid_text(uuid: bytes) -> str:
    """Return a UUID as people write it: 32 hex digits with four dashes."""
    digits = uuid.hex()
    return '-'.join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
