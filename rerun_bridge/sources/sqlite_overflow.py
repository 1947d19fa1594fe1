"""
What of a row is too large for its page of the table: chains of overflow pages.

Each page begins with the number of the next one, which mostly is the one behind it.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from rerun_bridge.sources.sqlite_numbers import LINK_BYTES, OddPageError
from rerun_bridge.sources.sqlite_pages import Cells, SqlitePages

__all__ = ['OverflowPages']

WINDOW_BYTES = 1024 * 1024
"""As much is read at a time, into memory that is used again: it stays in the cache."""
FEW_PAGES = 8
"""Up to that many are cheaper one by one."""


class OverflowPages:
    """Those of a file."""

    def __init__(self, pages: SqlitePages) -> None:
        self._pages = pages
        self._window = memoryview(bytearray(WINDOW_BYTES))
        self._in_window = range(0)

    def fill(self, out: memoryview, cells: Cells, page: int) -> None:
        """
        Read a chain.

        :param out: what to fill, to the end of a payload.
        :param cells: pages that are in memory already.
        :param page: the first of the chain.
        :raises OddPageError: a page of it is odd.
        """
        size = self._pages.usable - LINK_BYTES
        while len(out):
            wanted = -(-len(out) // size)
            data, place, there = self._there(page, wanted, cells)
            if min(wanted, there) > FEW_PAGES:
                done, page = self._fill_run(out, data[place:], page, min(wanted, there))
            else:
                done, begin = min(size, len(out)), place + LINK_BYTES
                out[:done] = data[begin : begin + done]
                page = int.from_bytes(data[place:begin], 'big')
            out = out[done:]
        if page:
            raise OddPageError('more overflow pages than the payload has')

    def _fill_run(
        self, out: memoryview, data: memoryview, page: int, count: int
    ) -> tuple[int, int]:
        """
        Take pages that lie side by side, as far as they follow each other.

        :return: how many bytes they have, and which page is next.
        """
        whole, usable = self._pages.page_bytes, self._pages.usable
        pages = np.frombuffer(data[: count * whole], np.uint8).reshape(count, whole)
        links = np.ascontiguousarray(pages[:, :LINK_BYTES]).view('>u4')[:, 0]
        breaks = np.flatnonzero(links != np.arange(page + 1, page + count + 1))
        count = int(breaks[0]) + 1 if len(breaks) else count
        size = usable - LINK_BYTES
        full = min(count, len(out) // size)
        done = full * size
        target = np.frombuffer(out[:done], np.uint8).reshape(full, size)
        target[:] = pages[:full, LINK_BYTES:usable]
        if full < count:  # the last one
            rest = len(out) - done
            out[done:] = memoryview(pages[full])[LINK_BYTES : LINK_BYTES + rest]
            done += rest
        return done, int(links[count - 1])

    def _there(self, page: int, wanted: int, cells: Cells) -> tuple[memoryview, int, int]:
        """Return memory with a page, where it is in there, and how many pages follow, with it."""
        whole = self._pages.page_bytes
        first, count, place = cells.spans[bisect_right(cells.firsts, page) - 1]
        if first <= page < first + count:
            return cells.view, place + (page - first) * whole, first + count - page
        if page not in self._in_window:
            count = min(wanted, WINDOW_BYTES // whole, self._pages.count - page + 1)
            self._in_window = range(0)
            self._pages.read_into(self._window, page, count)
            self._in_window = range(page, page + count)
        return self._window, (page - self._in_window.start) * whole, self._in_window.stop - page
