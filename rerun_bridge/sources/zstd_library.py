"""The system's libzstd, where there is one: it unpacks to where the result is wanted."""

from __future__ import annotations

import ctypes
import threading
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
        self._library = library
        self._decompress = library.ZSTD_decompressDCtx
        self._decompress.restype = ctypes.c_size_t
        self._decompress.argtypes = (ctypes.c_void_p, *(ctypes.c_void_p, ctypes.c_size_t) * 2)
        library.ZSTD_createDCtx.restype = ctypes.c_void_p
        library.ZSTD_freeDCtx.argtypes = (ctypes.c_void_p,)
        self._own = threading.local()

    def unpack(self, data: memoryview, out: memoryview) -> bool:
        """
        Fill memory with what is packed in all of some data; tell whether it was just that.

        :raises MemoryError: there is none to work with.
        """
        context = self._context()
        count: int = self._decompress(context, _place(out), len(out), _place(data), len(data))
        return count == len(out)  # an error is a number close to 2^64

    def _context(self) -> int:
        """Return what this thread works with: to make one anew costs a fifth of a small chunk."""
        try:
            context: _Context = self._own.context
        except AttributeError:
            context = self._own.context = _Context(self._library)
        return context.handle


class _Context:
    """Memory that the library works with, as long as a thread needs it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._free = library.ZSTD_freeDCtx
        self.handle: int = library.ZSTD_createDCtx() or 0
        if not self.handle:
            raise MemoryError('no memory for unpacking')

    def __del__(self) -> None:
        if self.handle:
            self._free(self.handle)


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
