"""
The pages of a table, read without SQLite: its rows, thousands at a time.

The format is https://www.sqlite.org/fileformat2.html. The numbers of all cells of many leaf pages
are taken apart together. Everything that is unusual or wrong is an error here: SQLite knows what
to do with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from rerun_bridge.nouns import cached_property, dataclass
from rerun_bridge.sources.sqlite_numbers import (
    LINK_BYTES,
    Bytes,
    Ints,
    OddPageError,
    link,
    shorts,
    varints,
    words,
)

__all__ = ['Cells', 'SqlitePages']

HEAD_BYTES, MAGIC = 100, b'SQLite format 3\0'
INTERIOR, LEAF = 5, 13
INTERIOR_HEAD, LEAF_HEAD = 12, 8
PADDING = 64
"""Bytes behind a buffer, so that a number at the end of a damaged page is still in there."""
MOST_LEVELS = 20
MOST_ID = 2**63 - 1
NEAR_PAGES = 16
"""Leaves that are no further apart are read in one go, with the overflow pages between them."""


@dataclass(frozen=True)
class Cells:
    """
    The cells of leaf pages, in the order of the pages.

    Of each cell ``local_bytes`` of its payload lie at ``starts`` in the buffer. Where these are
    not all, the number of an overflow page follows.

    :param buffer: uint8: pages, and padding.
    :param spans: of the file, which the buffer holds: first page, how many, and where they are.
    """

    buffer: Bytes
    row_ids: Ints
    payload_bytes: Ints
    starts: Ints
    local_bytes: Ints
    spans: list[tuple[int, int, int]]

    @cached_property
    def view(self) -> memoryview:
        """Return the buffer."""
        return memoryview(self.buffer)

    @cached_property
    def firsts(self) -> list[int]:
        """Return the first page of each span."""
        return [first for first, _, _ in self.spans]

    def links(self, rows: Ints) -> list[int]:
        """Return the first overflow page of cells; of those without, anything."""
        behind = words(self.buffer, self.starts[rows] + self.local_bytes[rows])
        links: list[int] = (behind >> np.uint64(32)).tolist()
        return links


class SqlitePages:
    """
    A file that nobody changes while it is read.

    ``count`` pages of ``page_bytes`` each, of which the first ``usable`` have content.

    :raises OSError: it cannot be read.
    :raises OddPageError: it is no database.
    """

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY)
        head = os.pread(self._fd, HEAD_BYTES, 0)
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
            self.close()
            raise OddPageError('no database')
        size = int.from_bytes(head[16:18], 'big')
        self.page_bytes = 65536 if size == 1 else size
        self.usable = self.page_bytes - head[20]
        if self.page_bytes < 512 or self.page_bytes & self.page_bytes - 1 or self.usable < 480:
            self.close()
            raise OddPageError('no size of pages')
        self.size = os.fstat(self._fd).st_size
        self.count = self.size // self.page_bytes

    def close(self) -> None:
        """Close the file; idempotent."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def leaves(self, root: int) -> Iterator[tuple[Ints, Ints]]:
        """
        Yield the leaf pages of a table in the order of its rows, and the largest id each may have.

        :raises OddPageError: a page on the way is odd.
        """
        left = self.count  # in a tree no page comes twice
        waiting = [(root, MOST_ID, 0)]
        while waiting:
            page, last_id, level = waiting.pop()
            left -= 1
            if left < 0 or level > MOST_LEVELS:
                raise OddPageError('pages lead round in circles')
            if self._kind(page) == LEAF:
                yield np.array([page]), np.array([last_id])
                continue
            pages, last_ids = self._children(page, last_id)
            if self._kind(int(pages[0])) == LEAF:
                yield pages, last_ids
            else:
                children = zip(pages.tolist(), last_ids.tolist(), [level + 1] * len(pages))
                waiting += reversed(list(children))

    def _kind(self, page: int) -> int:
        return int(self._read(page, 1)[0])

    def _children(self, page: int, last_id: int) -> tuple[Ints, Ints]:
        data = self._read(page, 1)
        count = int.from_bytes(data[3:5], 'big')
        if data[0] != INTERIOR or INTERIOR_HEAD + 2 * count > self.usable:
            raise OddPageError('no page of a table')
        cells = data[INTERIOR_HEAD : INTERIOR_HEAD + 2 * count].view('>u2').astype(np.int64)
        if count and int(cells.max()) > self.usable - 5:
            raise OddPageError('a cell is outside of its page')
        links = words(data, cells)
        row_ids, _ = varints(words(data, cells + LINK_BYTES))
        pages = np.append((links >> np.uint64(32)).astype(np.int64), link(data, 8))
        return pages, np.append(row_ids, last_id)

    def _read(self, page: int, count: int) -> Bytes:
        buffer = np.empty(count * self.page_bytes + PADDING, np.uint8)
        self.read_into(memoryview(buffer), page, count)
        return buffer

    def read_into(self, buffer: memoryview, page: int, count: int) -> None:
        """
        Read pages.

        :raises OddPageError: they cannot be read.
        """
        size = count * self.page_bytes
        if not 1 < page <= page + count - 1 <= self.count:
            raise OddPageError('a page is outside of the file')
        if os.preadv(self._fd, [buffer[:size]], (page - 1) * self.page_bytes) != size:
            raise OddPageError('a page cannot be read')

    def near(self, pages: Ints) -> Ints:
        """Return how many pages are read for each of these leaves, those before it included."""
        steps = np.diff(pages, prepend=pages[:1] - 1)
        return np.where((steps > 0) & (steps <= NEAR_PAGES), steps, 1)

    def cells(self, pages: Ints) -> Cells:
        """
        Return the cells of leaf pages.

        :raises OddPageError: one of the pages is odd.
        """
        buffer, bases, spans = self._leaves(pages)
        counts = shorts(buffer, bases + 3)
        if (buffer[bases] != LEAF).any() or (counts > self.usable // 4).any():
            raise OddPageError('no leaf of a table')
        ends = np.cumsum(counts)
        base = np.repeat(bases, counts)
        pointers = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        at = shorts(buffer, base + LEAF_HEAD + 2 * pointers)
        if len(at) and int(at.max()) > self.usable - 4:
            raise OddPageError('a cell is outside of its page')
        at += base
        sizes, taken = varints(words(buffer, at))
        at += taken
        row_ids, taken = varints(words(buffer, at))
        at += taken
        local = self._local(sizes)
        if (at + local + LINK_BYTES * (local < sizes) > base + self.usable).any():
            raise OddPageError('a cell is larger than its page')
        return Cells(buffer, row_ids, sizes, at, local, spans)

    def _leaves(self, pages: Ints) -> tuple[Bytes, Ints, list[tuple[int, int, int]]]:
        """Return a buffer with pages, where each begins, and which parts of the file it holds."""
        near = self.near(pages)
        near[0] = 1
        begins = np.flatnonzero((near == 1) & (np.diff(pages, prepend=pages[:1]) != 1))
        buffer = np.empty(int(near.sum()) * self.page_bytes + PADDING, np.uint8)
        view = memoryview(buffer)
        places = (np.cumsum(near) - 1) * self.page_bytes
        spans = []
        for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(pages)]):
            first, place = int(pages[begin]), int(places[begin])
            count = int(pages[end - 1]) - first + 1
            self.read_into(view[place:], first, count)
            spans.append((first, count, place))
        return buffer, places, sorted(spans)

    def _local(self, sizes: Ints) -> Ints:
        """Return how much of payloads lies in their leaf page."""
        largest = self.usable - 35
        if not (sizes > largest).any():
            return sizes
        least = (self.usable - 12) * 32 // 255 - 23
        some = least + (sizes - least) % (self.usable - LINK_BYTES)
        return np.where(sizes <= largest, sizes, np.where(some <= largest, some, least))
