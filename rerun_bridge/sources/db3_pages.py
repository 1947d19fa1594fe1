"""
The rows of rosbag2's ``messages`` table, from the pages of the file.

A third of what SQLite needs for small messages. It is for files as rosbag2 writes them: what is
odd about a page is left to SQLite, see ``db3_rows.py``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.columns import joined
from rerun_bridge.nouns import dataclass
from rerun_bridge.sources.db3_block import (
    BLOCK_BYTES,
    LARGE_BYTES,
    LEAST_ID,
    Ints,
    RowBlock,
    Wanted,
)
from rerun_bridge.sources.sqlite_numbers import OddPageError, varints, words
from rerun_bridge.sources.sqlite_overflow import OverflowPages
from rerun_bridge.sources.sqlite_pages import Cells, SqlitePages

__all__ = ['MessagePages', 'root_of_messages']

LEAF_BYTES = 6 * 1024 * 1024
"""About as much of the file is taken apart at a time."""
LARGE_BLOCK_BYTES = 512 * 1024
COLUMNS = [
    ('id', 'INTEGER', 1),
    ('topic_id', 'INTEGER', 0),
    ('timestamp', 'INTEGER', 0),
    ('data', 'BLOB', 0),
]
FIXED_HEAD_BYTES = 4
"""Of a record: how long its head is, then the kinds of the first three columns."""
INTEGER_BYTES = np.array([0, 1, 2, 3, 4, 6, 8, 0, 0, 0], np.int64)
"""By kind of a column; kinds 8 and 9 are the numbers 0 and 1."""
ZERO, ONE, NO_INTEGERS, EMPTY_BLOB = 8, 9, (0, 7), 12
MOST_ID = 2**63 - 1


def root_of_messages(connection: sqlite3.Connection) -> int | None:
    """Return the first page of the table of messages; None where it is not as it always is."""
    query = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'messages'"
    try:
        table = connection.execute('PRAGMA table_info(messages)').fetchall()
        found = connection.execute(query).fetchone()
    except sqlite3.Error:
        return None  # SQLite has read the schema before, and need not read it again
    columns = [(name, kind, key) for _, name, kind, _, _, key in table]
    return found[0] if found and columns == COLUMNS and type(found[0]) is int else None


class MessagePages:
    """
    The table of messages of a file that nobody writes to.

    :param root: its first page.
    """

    def __init__(self, path: Path, root: int) -> None:
        self._pages = SqlitePages(path)
        self._overflow = OverflowPages(self._pages)
        self._root = root

    def close(self) -> None:
        """Close the file; idempotent."""
        self._pages.close()

    def groups(
        self, after: int, last_id: int, wanted: Wanted
    ) -> Iterator[tuple[int, Iterator[RowBlock]]]:
        """
        Yield the rows with ids in a range, in groups, each with the last id that is in there.

        :raises OddPageError: here, where all rows that follow cannot be read; by the blocks of a
            group, where the rest of the group cannot.
        """
        limit = LEAF_BYTES // self._pages.page_bytes
        pages, last_ids = np.empty(0, np.int64), np.empty(0, np.int64)
        before, known, ids = LEAST_ID, LEAST_ID, range(after + 1, last_id + 1)
        for more_pages, more_ids in self._pages.leaves(self._root):
            if more_ids[0] <= known or (more_ids[1:] <= more_ids[:-1]).any():
                raise OddPageError('pages are out of order')
            known = int(more_ids[-1])
            begin, end = np.searchsorted(more_ids, [after + 1, last_id]).tolist()
            if begin:
                before = int(more_ids[begin - 1])
            pages = np.concatenate([pages, more_pages[begin : end + 1]])
            last_ids = np.concatenate([last_ids, more_ids[begin : end + 1]])
            while (cut := self._cut(pages, limit)) < len(pages):
                through = int(last_ids[cut - 1])
                yield (
                    through,
                    self._blocks(pages[:cut], range(before + 1, through + 1), ids, wanted),
                )
                pages, last_ids, before = pages[cut:], last_ids[cut:], through
            if known >= last_id:
                break
        if len(pages):
            yield last_id, self._blocks(pages, range(before + 1, MOST_ID), ids, wanted)

    def _cut(self, pages: Ints, limit: int) -> int:
        """Return how many leaves make a group."""
        return int(np.searchsorted(np.cumsum(self._pages.near(pages)), limit)) + 1

    def _blocks(self, pages: Ints, there: range, ids: range, wanted: Wanted) -> Iterator[RowBlock]:
        """
        Yield the rows of leaves that are wanted.

        :param there: the ids that may be there.
        :param ids: those that are wanted.
        """
        records = _records(self._pages.cells(pages))
        found = records.cells.row_ids
        if not len(found):
            return
        are_there = int(found[0]) in there and int(found[-1]) in there
        if not are_there or not (found[1:] > found[:-1]).all():
            raise OddPageError('row ids are out of order')
        first, end = np.searchsorted(found, [ids.start, ids.stop]).tolist()
        rows = np.arange(first, end)
        chosen = wanted.rows(records.topic_ids[rows], records.times_ns[rows])
        if chosen is not None:
            rows = rows[chosen]
        while len(rows):
            count = int(np.searchsorted(np.cumsum(records.lengths[rows]), BLOCK_BYTES)) + 1
            yield from self._run(records, rows[:count])
            rows = rows[count:]

    def _run(self, records: _Records, rows: Ints) -> list[RowBlock]:
        """Return rows as blocks: small ones together, each large one in memory of its own."""
        topic_ids, is_large = records.topic_ids[rows], records.lengths[rows] >= LARGE_BYTES
        is_split = records.is_split(rows)
        # Those of one topic stay in order, so they come in the same way.
        if is_large.any() and np.intersect1d(topic_ids[is_large], topic_ids[~is_large]).size:
            is_large[:] = False
        if is_split.any():
            is_split = np.isin(topic_ids, topic_ids[is_split])
        whole, small = rows[~is_split & ~is_large], rows[is_split & ~is_large]
        last_id = int(records.cells.row_ids[rows[-1]])
        parts = [whole, small, *self._parts(records, rows[is_large])]
        return [self._block(records, part, last_id) for part in parts if len(part)]

    def _parts(self, records: _Records, rows: Ints) -> list[Ints]:
        """Return large rows in parts of one topic, as few in each as are worth it."""
        rows = rows[np.argsort(records.topic_ids[rows], kind='stable')]
        part = np.cumsum(records.lengths[rows]) // LARGE_BLOCK_BYTES
        is_other = (np.diff(part) > 0) | (np.diff(records.topic_ids[rows]) > 0)
        return np.split(rows, np.flatnonzero(is_other) + 1)

    def _block(self, records: _Records, rows: Ints, last_id: int) -> RowBlock:
        cells, lengths, topic_ids = records.cells, records.lengths[rows], records.topic_ids[rows]
        starts = cells.starts[rows] + records.skips[rows]
        buffer = cells.buffer
        if records.is_split(rows).any():
            starts = np.cumsum(lengths) - lengths
            buffer = self._together(records, rows, int(lengths.sum()))
        elif (topic_ids == topic_ids[0]).all():  # of several, each is picked out later
            buffer = joined(buffer, starts, lengths)
            buffer = buffer.copy() if len(rows) == 1 else buffer  # it is a view of all pages
            starts = np.cumsum(lengths) - lengths
        return RowBlock(topic_ids, records.times_ns[rows], buffer, starts, lengths, last_id)

    def _together(self, records: _Records, rows: Ints, size: int) -> npt.NDArray[np.uint8]:
        """Return the data of rows that are not all in one piece."""
        if size > self._pages.size:
            raise OddPageError('more data than the file has')
        buffer, cells = np.empty(size, np.uint8), records.cells
        ends = cells.starts[rows] + cells.local_bytes[rows]
        columns = (cells.starts[rows] + records.skips[rows], ends, records.lengths[rows])
        out, at = memoryview(buffer), 0
        for start, end, length, link in zip(*(c.tolist() for c in columns), cells.links(rows)):
            middle, following = at + end - start, at + length
            out[at:middle] = cells.view[start:end]
            if middle < following:
                self._overflow.fill(out[middle:following], cells, link)
            at = following
        return buffer


@dataclass(frozen=True)
class _Records:
    """
    Rows of messages in their cells.

    :param skips: bytes of the payload before the data.
    :param lengths: of the data.
    """

    cells: Cells
    topic_ids: Ints
    times_ns: Ints
    skips: Ints
    lengths: Ints

    def is_split(self, rows: Ints) -> npt.NDArray[np.bool_]:
        """Tell which have a part in overflow pages."""
        return self.cells.local_bytes[rows] < self.cells.payload_bytes[rows]


def _records(cells: Cells) -> _Records:
    """Return what the heads of records say: their length, and the kind of each column."""
    head = words(cells.buffer, cells.starts)
    head_bytes, id_kind, topic_kind, time_kind = (
        (head >> np.uint64(shift)).astype(np.int64) & 255 for shift in (56, 48, 40, 32)
    )
    data_kind, taken = varints(head << np.uint64(32))
    lengths = (data_kind - EMPTY_BLOB) >> 1
    if (
        (head_bytes != FIXED_HEAD_BYTES + taken).any()
        or id_kind.any()
        or (data_kind & 1).any()
        or (lengths < 0).any()
    ):
        raise OddPageError('no row of messages')
    places = cells.starts + head_bytes
    topic_ids, topic_bytes = _integers(cells, topic_kind, places)
    times_ns, time_bytes = _integers(cells, time_kind, places + topic_bytes)
    skips = head_bytes + topic_bytes + time_bytes
    if (skips + lengths != cells.payload_bytes).any():
        raise OddPageError('a row of another length')
    return _Records(cells, topic_ids, times_ns, skips, lengths)


def _integers(cells: Cells, kinds: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Return the integers at some places, and how many bytes each has."""
    if (kinds > ONE).any() or np.isin(kinds, NO_INTEGERS).any():
        raise OddPageError('a value of another type')
    sizes = INTEGER_BYTES[kinds]
    stored = words(cells.buffer, at).view(np.int64) >> np.minimum(64 - 8 * sizes, 63)
    return np.where(sizes == 0, kinds - ZERO, stored), sizes
