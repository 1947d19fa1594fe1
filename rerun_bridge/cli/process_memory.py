"""
How a process of ours takes memory from the system, and gives it back: as little as it can.

All of it is advice to the C library; one that knows nothing of it goes on as ever.
"""

from __future__ import annotations

import ctypes  # numpy needs it anyhow
from contextlib import suppress
from functools import cache

__all__ = ['keep_memory', 'share_memory', 'use_large_pages']

MMAP_THRESHOLD, TRIM_THRESHOLD, TOP_PAD, ARENA_MAX = -3, -1, -2, -8
"""Parameters of glibc's ``mallopt``."""
LARGE_PAGES_WANTED = 14
"""Linux's ``MADV_HUGEPAGE``."""

LARGEST_REUSED_BYTES, KEPT_BYTES = 32 * 1024 * 1024, 128 * 1024 * 1024
LARGE_PAGE_BYTES, IN_LARGE_PAGES_BYTES, USUAL_PAD_BYTES = 2 << 20, 64 << 20, 128 << 10


def share_memory() -> None:
    """
    Have all threads take memory from one place, before there are any.

    Else each has its own, and what one fills and another gives back is there in pieces: a process
    that runs for hours grows by megabytes a minute.
    """
    _set(ARENA_MAX, 1)


def keep_memory() -> None:
    """
    Have the memory of one batch used again for the next.

    By default glibc gives every large piece back to the system, which has to empty each page of it
    before it hands it out anew.
    """
    _set(MMAP_THRESHOLD, LARGEST_REUSED_BYTES)
    _set(TRIM_THRESHOLD, KEPT_BYTES)


def use_large_pages() -> None:
    """
    Have the memory that is taken next in pages of 2 MB, where the system has some.

    Half as often it has to hand one out. Of address space 64 MB are taken at once, of memory what
    is used. Comes after :func:`keep_memory`.
    """
    with suppress(OSError, AttributeError, TypeError):
        libc = _libc()
        malloc, madvise, free = libc.malloc, libc.madvise, libc.free
        malloc.restype = ctypes.c_void_p
        malloc.argtypes = (ctypes.c_size_t,)
        madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        free.argtypes = (ctypes.c_void_p,)
        _set(TOP_PAD, IN_LARGE_PAGES_BYTES)
        place = malloc(LARGE_PAGE_BYTES)  # what is behind it comes with it
        _set(TOP_PAD, USUAL_PAD_BYTES)
        begin = -(-place // LARGE_PAGE_BYTES) * LARGE_PAGE_BYTES
        madvise(begin, IN_LARGE_PAGES_BYTES - LARGE_PAGE_BYTES, LARGE_PAGES_WANTED)
        free(place)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _set(parameter: int, value: int) -> None:
    with suppress(OSError, AttributeError, TypeError):
        _libc().mallopt(parameter, value)
