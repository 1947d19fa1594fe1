"""
Memory of large cells, which is used again.

What is allocated anew of that size comes from the operating system page by page, each of them
cleared before, and goes back there: for a picture that costs more than the copy it is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ['Bytes', 'copied', 'joined']

Bytes: TypeAlias = 'bytes | pa.Buffer'

LARGE_BYTES = 64 * 1024
PIECE_BYTES = 4 * 1024
"""Smaller pieces on average are joined by Python: it is quick with each, numpy is not."""
KEPT_BYTES = 8 * 1024 * 1024
"""Of blocks of one size that are free, no more are kept; but one of any size."""
MOST_SIZES = 8


class _Block:
    """Memory that is used again."""

    __slots__ = ('address', 'memory')

    def __init__(self, size_bytes: int) -> None:
        buffer = pa.allocate_buffer(size_bytes)
        self.address: int = buffer.address
        self.memory = np.frombuffer(buffer, np.uint8)


_free: dict[int, list[_Block]] = {}
"""By size. No lock guards it: what a fork or a finalizer may meet has to be in order always."""


class _Lease:
    """Keeps a block from being used again for as long as something is in it."""

    __slots__ = ('block',)

    def __init__(self, block: _Block) -> None:
        self.block = block

    def __del__(self) -> None:
        """Give the block back."""
        size = len(self.block.memory)
        blocks = _free.get(size)
        if blocks is None:
            if len(_free) >= MOST_SIZES:
                _free.pop(next(iter(_free), 0), None)
            blocks = _free.setdefault(size, [])
        if not blocks or (len(blocks) + 1) * size <= KEPT_BYTES:
            blocks.append(self.block)


def _block(size_bytes: int) -> _Block:
    """Return a block at least so large: the newest free one, which the cache knows best."""
    step = 1 << size_bytes.bit_length() - 3
    size = -(-size_bytes // step) * step
    try:
        return _free[size].pop()
    except (KeyError, IndexError):
        return _Block(size)


def copied(array: npt.NDArray[Any]) -> Bytes:
    """Return the bytes of an array, as they are now, in the order of its axes."""
    size = array.nbytes
    if size < LARGE_BYTES:
        return array.tobytes()
    block = _block(size)
    block.memory[:size].view(array.dtype).reshape(array.shape)[...] = array
    return pa.foreign_buffer(block.address, size, _Lease(block))


def joined(pieces: Sequence[Bytes]) -> Bytes:
    """Return bytes one after the other; those of one piece as they are."""
    if len(pieces) == 1:
        return pieces[0]
    ends = list(accumulate(map(len, pieces), initial=0))
    size = ends[-1]
    if size < max(LARGE_BYTES, len(pieces) * PIECE_BYTES):
        return b''.join(pieces)
    block = _block(size)
    for start, end, piece in zip(ends, ends[1:], pieces):
        block.memory[start:end] = np.frombuffer(piece, np.uint8)
    return pa.foreign_buffer(block.address, size, _Lease(block))
