"""
Memory of large cells: Arrow's own.

What Python allocates of that size is given back to the system and taken anew, page by page, for
every picture; Arrow's pool keeps it, and aligns it for copies: half the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.arrow.arrays import Piece as Bytes

__all__ = ['Bytes', 'copied', 'joined']

LARGE_BYTES = 64 * 1024
PIECE_BYTES = 4 * 1024
"""Smaller pieces on average are joined by Python: it is quick with each, numpy is not."""


def copied(array: npt.NDArray[Any]) -> Bytes:
    """Return the bytes of an array, as they are now, in the order of its axes."""
    if array.nbytes < LARGE_BYTES:
        return array.tobytes()
    memory = _allocated(array.nbytes)
    memory.view(array.dtype).reshape(array.shape)[...] = array
    return memory


def joined(pieces: Sequence[Bytes]) -> Bytes:
    """Return bytes one after the other; those of one piece as they are."""
    if len(pieces) == 1:
        return pieces[0]
    ends = list(accumulate(map(len, pieces), initial=0))
    if ends[-1] < max(LARGE_BYTES, len(pieces) * PIECE_BYTES):
        return b''.join(pieces)
    memory = _allocated(ends[-1])
    for start, piece in zip(ends, pieces):
        memory[start : start + len(piece)] = np.frombuffer(piece, np.uint8)
    return memory


def _allocated(size: int) -> npt.NDArray[np.uint8]:
    try:
        import pyarrow as pa  # slow to load, and most programs log nothing that large
    except ImportError:  # then it is as slow as Python's
        return np.empty(size, np.uint8)
    return np.frombuffer(pa.allocate_buffer(size), np.uint8)
