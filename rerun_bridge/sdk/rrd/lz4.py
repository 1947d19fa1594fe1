"""LZ4 blocks: by the system's library where there is one, else by pyarrow's."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from rerun_bridge.sdk.arrow.arrays import Piece

__all__ = ['compressed', 'lz4_library']

NAMES = ('liblz4.so.1', 'liblz4.1.dylib')
LARGEST_BYTES = 0x7E000000
"""No block holds more."""
SMALL_BYTES = 64 * 1024
"""Of less, to give the interpreter away and to get it back takes as long as to compress it."""

QUICK = 4
"""How many times as far the quick search jumps: two thirds of the time, a twentieth larger."""

Compress: TypeAlias = Callable[[bytes, int], Piece]


def compressed(data: bytes, *, quickly: bool = False) -> Piece:
    """
    Return data as one LZ4 block.

    :param quickly: in less time, where that can be said, and slightly larger.
    :raises OverflowError: it is more than a block can hold.
    """
    if len(data) > LARGEST_BYTES:
        raise OverflowError(f'{len(data):,} bytes are too many to be compressed at once')
    return (lz4_library() or _by_pyarrow())(data, QUICK if quickly else 1)


@lru_cache(maxsize=1)
def lz4_library() -> Compress | None:
    """Return what the system compresses with; None where it has nothing."""
    for name in NAMES:
        try:
            return _by_library(name)
        except (OSError, AttributeError):
            continue
    return None


def _by_library(name: str | None) -> Compress:
    """
    Return what compresses.

    :raises OSError: there is no such library.
    :raises AttributeError: it is another one.
    """
    at_once, aside = (library(name).LZ4_compress_fast for library in (ctypes.PyDLL, ctypes.CDLL))
    for function in (at_once, aside):
        function.argtypes = (ctypes.c_char_p, ctypes.c_void_p, *(ctypes.c_int,) * 3)

    def packed(data: bytes, acceleration: int) -> Piece:
        size = len(data)
        most = size + size // 255 + 16
        out = np.empty(most, np.uint8)
        place = out.__array_interface__['data'][0]
        compress = at_once if size < SMALL_BYTES else aside
        count = compress(data, place, size, most, acceleration)
        if count < SMALL_BYTES:
            return out[:count].tobytes()
        out.resize(count, refcheck=False)  # what is behind it is free again, without a copy
        return out

    return packed


@lru_cache(maxsize=1)
def _by_pyarrow() -> Compress:
    import pyarrow as pa

    codec = pa.Codec('lz4_raw')
    return lambda data, _: codec.compress(data, asbytes=True)
