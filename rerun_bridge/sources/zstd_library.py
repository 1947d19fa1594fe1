"""The system's libzstd, where there is one: it unpacks to where the result is wanted."""

from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np

from rerun_bridge.cdr.gather import address

__all__ = ['ZstdLibrary', 'zstd_library']

NAMES = ('libzstd.so.1', 'libzstd.1.dylib')


class ZstdLibrary:
    """
    Unpacks without the interpreter's lock.

    :raises AttributeError: it is another library.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        self._decompress = library.ZSTD_decompress
        self._decompress.restype = ctypes.c_size_t
        self._decompress.argtypes = (ctypes.c_void_p, ctypes.c_size_t) * 2

    def unpack(self, data: memoryview, out: memoryview) -> bool:
        """Fill memory with what is packed in all of some data; tell whether it was just that."""
        count: int = self._decompress(_place(out), len(out), _place(data), len(data))
        return count == len(out)  # an error is a number close to 2^64


def _place(data: memoryview) -> int:
    return address(np.frombuffer(data, np.uint8))


@lru_cache(maxsize=1)
def zstd_library() -> ZstdLibrary | None:
    """Return the system's library; None where there is none."""
    for name in NAMES:
        try:
            return ZstdLibrary(ctypes.CDLL(name))
        except (OSError, AttributeError):
            continue
    return None
