"""Numbers as SQLite's files have them, the most significant byte first: many at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import gather

__all__ = ['LINK_BYTES', 'Bytes', 'Ints', 'OddPageError', 'link', 'shorts', 'varints', 'words']

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

WORD, SHORT = np.dtype('>u8'), np.dtype('>u2')
LINK_BYTES = 4
"""Of the number of a page."""


class OddPageError(Exception):
    """A page that is damaged, or of a kind that is not read here."""


def words(buffer: Bytes, at: Ints) -> Words:
    """Return the eight bytes at each place, the first one most significant."""
    return gather(buffer, at, WORD).astype(np.uint64)


def varints(words: Words) -> tuple[Ints, Ints]:
    """
    Return the numbers of variable length that words begin with, and how many bytes each has.

    :raises OddPageError: one has nine bytes.
    """
    values = (words >> np.uint64(56)).astype(np.int64)
    sizes = np.ones(len(words), np.int64)
    more = values > 127
    values &= 127
    for shift in range(48, -1, -8):
        if not more.any():
            return values, sizes
        byte = (words >> np.uint64(shift)).astype(np.int64) & 255
        longer = values << 7 | byte & 127
        values = longer if more.all() else np.where(more, longer, values)
        sizes += more
        more &= byte > 127
    if more.any():
        raise OddPageError('a number of nine bytes')
    return values, sizes


def shorts(buffer: Bytes, at: Ints) -> Ints:
    """Return the numbers of two bytes at each place."""
    return gather(buffer, at, SHORT).astype(np.int64)


def link(buffer: Bytes, at: int) -> int:
    """Return the page number at a place."""
    return int.from_bytes(buffer[at : at + LINK_BYTES], 'big')
