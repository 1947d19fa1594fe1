"""
Room on a disk, asked for ahead.

A file system that is told of several megabytes at once has a third less to do for each write. The
file is not longer for it: a program that is killed leaves a little unused room, and no bytes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from functools import cache

__all__ = ['DiskRoom']

STEP_BYTES = 8 * 1024 * 1024
KEEP_SIZE = 1
"""Of Linux's ``fallocate``: what is beyond the end of the file stays there."""


class DiskRoom:
    """
    Room for a file that is written from its start to its end.

    Where the system has none of this, or no room, nothing happens.

    :param descriptor: of the file, open for writing.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._end = STEP_BYTES  # small files need none
        self._is_given = True

    def ask(self, end: int) -> None:
        """Have room up to an offset, and some more."""
        if end <= self._end or not self._is_given:
            return
        size = max(STEP_BYTES, end - self._end)
        self._is_given = _fallocate(self._descriptor, self._end, size)
        self._end += size

    def forget(self, end: int) -> None:
        """Take note that the file was cut there."""
        self._end = min(self._end, max(end, STEP_BYTES))

    @property
    def is_beyond(self) -> bool:
        """Whether there may be unused room behind the end, which cutting it gives back."""
        return self._end > STEP_BYTES


@cache
def _system_call() -> Callable[..., int]:
    call = ctypes.CDLL(None).fallocate64
    call.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    return call


def _fallocate(descriptor: int, at: int, size: int) -> bool:
    with suppress(OSError, AttributeError, TypeError, ctypes.ArgumentError):  # another C library
        return _system_call()(descriptor, KEEP_SIZE, at, size) == 0
    return False
