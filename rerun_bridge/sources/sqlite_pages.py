"""
The pages of a SQLite file, read without SQLite: the rows of a table, thousands at a time.

What is read are the b-tree of one table and the overflow pages of its rows, see
https://www.sqlite.org/fileformat2.html. The numbers of all cells of many pages are taken apart
together. Everything that is unusual or wrong is an error here: SQLite knows what to do with it.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property, dataclass

__all__ = ['Cells', 'OddPageError', 'SqlitePages', 'varints', 'words']

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

HEAD_BYTES, MAGIC = 100, b'SQLite format 3\0'
INTERIOR, LEAF = 5, 13
INTERIOR_HEAD, LEAF_HEAD, LINK_BYTES = 12, 8, 4
PADDING = 64
"""Bytes behind a buffer, so that a number at the end of a damaged page is still in there."""
MOST_LEVELS = 20
MOST_ID = 2**63 - 1
NEAR_PAGES = 16
"""Leaves that are no further apart are read in one go, with the overflow pages between them."""
WINDOW_BYTES = 1024 * 1024
FEW_PAGES = 8


class OddPageError(Exception):
    """A page that is damaged, or of a kind that is not read here."""


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
        return (behind >> np.uint64(32)).tolist()  # type: ignore[no-any-return]


class SqlitePages:
    """
    A file that nobody changes while it is read.

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
        self._usable = self.page_bytes - head[20]
        if self.page_bytes < 512 or self.page_bytes & self.page_bytes - 1 or self._usable < 480:
            self.close()
            raise OddPageError('no size of pages')
        self.size = os.fstat(self._fd).st_size
        self._count = self.size // self.page_bytes
        self._window = bytearray(WINDOW_BYTES)

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
        left = self._count  # in a tree no page comes twice
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
        if data[0] != INTERIOR or INTERIOR_HEAD + 2 * count > self._usable:
            raise OddPageError('no page of a table')
        cells = data[INTERIOR_HEAD : INTERIOR_HEAD + 2 * count].view('>u2').astype(np.int64)
        if count and int(cells.max()) > self._usable - 5:
            raise OddPageError('a cell is outside of its page')
        links = words(data, cells)
        row_ids, _ = varints(words(data, cells + LINK_BYTES))
        pages = np.append((links >> np.uint64(32)).astype(np.int64), _link(data, 8))
        return pages, np.append(row_ids, last_id)

    def _read(self, page: int, count: int) -> Bytes:
        buffer = np.empty(count * self.page_bytes + PADDING, np.uint8)
        self._read_into(memoryview(buffer), page, count)
        return buffer

    def _read_into(self, buffer: memoryview, page: int, count: int) -> None:
        size = count * self.page_bytes
        if not 1 < page <= page + count - 1 <= self._count:
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
        counts = _shorts(buffer, bases + 3)
        if (buffer[bases] != LEAF).any() or (counts > self._usable // 4).any():
            raise OddPageError('no leaf of a table')
        ends = np.cumsum(counts)
        base = np.repeat(bases, counts)
        pointers = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
        at = _shorts(buffer, base + LEAF_HEAD + 2 * pointers)
        if len(at) and int(at.max()) > self._usable - 4:
            raise OddPageError('a cell is outside of its page')
        at += base
        sizes, taken = varints(words(buffer, at))
        at += taken
        row_ids, taken = varints(words(buffer, at))
        at += taken
        local = self._local(sizes)
        if (at + local + LINK_BYTES * (local < sizes) > base + self._usable).any():
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
            self._read_into(view[place:], first, count)
            spans.append((first, count, place))
        return buffer, places, sorted(spans)

    def _local(self, sizes: Ints) -> Ints:
        """Return how much of payloads lies in their leaf page."""
        largest = self._usable - 35
        if not (sizes > largest).any():
            return sizes
        least = (self._usable - 12) * 32 // 255 - 23
        some = least + (sizes - least) % (self._usable - LINK_BYTES)
        return np.where(sizes <= largest, sizes, np.where(some <= largest, some, least))

    def follow(self, out: memoryview, cells: Cells, page: int) -> None:
        """
        Read a chain of overflow pages: mostly each is the one behind the last.

        :param out: what to fill, to the end of a payload.
        :param cells: pages that are in memory already.
        :param page: the first of the chain.
        :raises OddPageError: a page of it is odd.
        """
        size, whole = self._usable - LINK_BYTES, self.page_bytes
        while len(out):
            wanted = -(-len(out) // size)
            data, place, there = self._there(page, wanted, cells)
            count = min(wanted, there)
            if count <= FEW_PAGES:
                content = data[place + LINK_BYTES : place + LINK_BYTES + min(size, len(out))]
                out[: len(content)] = content
                out = out[len(content) :]
                page = int.from_bytes(data[place : place + LINK_BYTES], 'big')
                continue
            pages = np.frombuffer(data[place : place + count * whole], np.uint8)
            pages = pages.reshape(count, whole)
            links = np.ascontiguousarray(pages[:, :LINK_BYTES]).view('>u4')[:, 0]
            breaks = np.flatnonzero(links != np.arange(page + 1, page + count + 1))
            count = int(breaks[0]) + 1 if len(breaks) else count
            full = min(count, len(out) // size)
            target = np.frombuffer(out[: full * size], np.uint8).reshape(full, size)
            target[:] = pages[:full, LINK_BYTES : self._usable]
            out = out[full * size :]
            if full < count:
                out[:] = pages[full, LINK_BYTES : LINK_BYTES + len(out)]
                out = out[len(out) :]
            page = int(links[count - 1])
        if page:
            raise OddPageError('more overflow pages than the payload has')

    def _there(self, page: int, wanted: int, cells: Cells) -> tuple[memoryview, int, int]:
        """Return memory with a page, where it is in there, and how many pages follow, with it."""
        nearest = bisect_right(cells.firsts, page) - 1
        first, count, place = cells.spans[nearest]
        if first <= page < first + count:
            offset = page - first
            return cells.view, place + offset * self.page_bytes, count - offset
        count = min(wanted, WINDOW_BYTES // self.page_bytes, self._count - page + 1)
        window = memoryview(self._window)
        self._read_into(window, page, count)
        return window, 0, count


def words(buffer: Bytes, at: Ints) -> Words:
    """Return the eight bytes at each place, the first one most significant."""
    windows = np.ndarray((len(buffer) - 7,), '>u8', buffer, strides=(1,))
    return windows[at].astype(np.uint64)


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


def _shorts(buffer: Bytes, at: Ints) -> Ints:
    windows = np.ndarray((len(buffer) - 1,), '>u2', buffer, strides=(1,))
    return windows[at].astype(np.int64)


def _link(buffer: Bytes, at: int) -> int:
    return int.from_bytes(buffer[at : at + LINK_BYTES], 'big')
