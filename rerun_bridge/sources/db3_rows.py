"""
The rows of rosbag2's ``messages`` table, block by block.

Where they can be, they are read from the pages of the file, see ``db3_pages.py``; what is odd
there, or in a log, is read by SQLite. It joins the rows of a block itself, with aggregates over a
range of row ids: no Python object per message, and less than a bare SELECT costs. What aggregates
are wrong for is fetched row by row: large rows, which are better not copied together, rows with
values of odd types, and everything behind damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import numpy as np

from rerun_bridge.sources.db3_block import (
    BLOCK_BYTES,
    LARGE_BYTES,
    LEAST_ID,
    Ints,
    RowBlock,
    Wanted,
)
from rerun_bridge.sources.db3_pages import MessagePages
from rerun_bridge.sources.sqlite_numbers import OddPageError

__all__ = ['MessageRows']

FIRST_ROWS, LEAST_ROWS, MOST_ROWS = 256, 16, 8192
JOINED_BYTES = 32 * 1024 * 1024
MOST_FAILURES = 1000
"""Queries that fail before the rest is given up: each damaged place takes a few."""


class MessageRows:
    """
    Reads the rows of a range of ids.

    :param lose: is told the first and the last id of rows that cannot be read, and why.
    :param pages: of the same file; None where they are not all of it, or not as usual.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        first_id: int,
        last_id: int,
        wanted: Wanted,
        lose: Callable[[int, int, str], None],
        pages: MessagePages | None = None,
    ) -> None:
        self._connection = connection
        self._after = max(first_id, LEAST_ID + 1) - 1
        self._last_id = last_id
        self._wanted = wanted
        self._where = wanted.sql
        self._lose = lose
        self._pages = pages
        # Joining keeps bytes as they are only where text is stored as UTF-8, too.
        encoding = connection.execute('PRAGMA encoding').fetchone()[0]
        self._can_join = encoding == 'UTF-8'

    def blocks(self) -> Iterator[RowBlock]:
        """Yield all rows."""
        if self._pages is not None:
            yield from self._from_pages(self._pages)
        yield from self._by_sqlite(self._after, self._last_id)

    def _from_pages(self, pages: MessagePages) -> Iterator[RowBlock]:
        """Yield rows as far as pages can be read; what is odd in between is left to SQLite."""
        version = self._version()
        try:
            for through, blocks in pages.groups(self._after, self._last_id, self._wanted):
                try:
                    for block in blocks:
                        if version is None or self._version() != version:
                            return  # what was read may be half of what somebody writes
                        yield block
                        self._after = block.last_id
                except OddPageError:
                    yield from self._by_sqlite(self._after, through)
                self._after = through
        except (OddPageError, OSError):
            return

    def _version(self) -> int | None:
        """Return what changes when somebody writes to the file; None where that is unknown."""
        try:
            version: int = self._connection.execute('PRAGMA data_version').fetchone()[0]
        except sqlite3.Error:
            return None
        return version

    def _by_sqlite(self, after: int, last_id: int) -> Iterator[RowBlock]:
        size = FIRST_ROWS
        while after < last_id:
            end = min(after + size, last_id)
            large = min(LARGE_BYTES, JOINED_BYTES // size)
            try:
                joined = self._joined(after, end, large) if self._can_join else None
            except sqlite3.Error:
                yield from self._one_by_one(after, last_id)
                return
            if joined is None:
                yield from self._one_by_one(after, end)
                after = end
                continue
            block, rows, total = joined
            if len(block.starts):
                yield block
            if len(block.starts) < rows:
                yield from self._one_by_one(after, end, large)
            after = end
            if rows:
                size = max(LEAST_ROWS, min(MOST_ROWS, 4 * size, BLOCK_BYTES * rows // (total + 1)))
                continue
            try:
                after = self._before_next(end, last_id)
            except sqlite3.Error:
                yield from self._one_by_one(end, last_id)
                return

    def _before_next(self, after: int, last_id: int) -> int:
        """Return the id before the next row: where there are gaps, most ranges are empty."""
        query = (
            f'SELECT id FROM messages WHERE id > ? AND id <= ?{self._where} ORDER BY id LIMIT 1'
        )
        found = self._connection.execute(query, (after, last_id)).fetchone()
        if found is None:
            return last_id
        if not after < found[0] <= last_id:  # damage may lead back, and round for ever
            raise sqlite3.DatabaseError('row ids are out of order')
        before: int = found[0] - 1
        return before

    def _joined(self, after: int, end: int, large: int) -> tuple[RowBlock, int, int] | None:
        """
        Return the rows below a size, and how many rows and bytes there are of any size.

        None where they cannot be joined: a value has an odd type, or a topic has both small and
        large rows, which must stay in order.
        """
        numbers = ', '.join(
            f'CAST(group_concat({column}) AS BLOB)'
            for column in ('topic_id', 'timestamp', 'length(data)')
        )
        small_data = f'CASE WHEN length(data) < {large} THEN data END'
        row = self._connection.execute(
            f"SELECT {numbers}, CAST(group_concat({small_data}, '') AS BLOB),"
            ' min(id), max(id), sum(id)'
            f' FROM messages WHERE id > ? AND id <= ?{self._where}',
            (after, end),
        ).fetchone()
        columns = [_numbers(text) for text in row[:3]]
        if any(column is None or len(column) != len(columns[0]) for column in columns):  # type: ignore[arg-type]
            return None
        topic_ids, times, lengths = (column for column in columns if column is not None)
        rows, total = len(lengths), int(lengths.sum())
        if rows and not self._are_in_order(after, end, rows, *row[4:]):
            raise sqlite3.DatabaseError('row ids are out of order')
        small = lengths < large
        if not small.all():
            if np.intersect1d(topic_ids[small], topic_ids[~small]).size:
                return None
            topic_ids, times, lengths = topic_ids[small], times[small], lengths[small]
        buffer = np.frombuffer(row[3] or b'', np.uint8)
        ends = np.cumsum(lengths)
        if len(buffer) != (int(ends[-1]) if len(ends) else 0):
            return None  # text, or a number
        return RowBlock(topic_ids, times, buffer, ends - lengths, lengths, end), rows, total

    def _are_in_order(
        self, after: int, end: int, rows: int, first: int, last: int, total: int
    ) -> bool:
        """
        Tell whether each row comes once: damage may lead to the same rows again.

        :param total: of the ids. Where there are gaps it says nothing, and they are looked at.
        """
        if not after < first <= last <= end:
            return False
        if last - first + 1 == rows:
            return total == (first + last) * rows // 2
        found = self._connection.execute(
            'SELECT CAST(group_concat(id) AS BLOB) FROM messages'
            f' WHERE id > ? AND id <= ?{self._where}',
            (after, end),
        ).fetchone()
        ids = _numbers(found[0])
        return ids is not None and len(ids) == rows and bool((ids[1:] > ids[:-1]).all())

    def _one_by_one(self, after: int, end: int, least_bytes: int = 0) -> Iterator[RowBlock]:
        """
        Yield rows that are fetched singly; go on behind damage where SQLite can.

        :param least_bytes: rows below this length are left out.
        """
        longer = f' AND length(data) >= {least_bytes}' if least_bytes else ''
        query = (
            'SELECT id, topic_id, timestamp, data FROM messages'
            f' WHERE id > ? AND id <= ?{self._where}{longer} ORDER BY id'
        )
        skip, failures, reason = 0, 0, ''
        while after + skip < end and failures < MOST_FAILURES:
            rows: list[tuple[int, int, int, bytes]] = []
            size = 0
            try:
                for row in self._connection.execute(query, (after + skip, end)):
                    if not after + skip < row[0] <= end:  # damage may lead round in circles
                        raise sqlite3.DatabaseError('row ids are out of order')
                    if skip:
                        self._lose(after + 1, row[0] - 1, reason)
                        skip = 0
                    after = row[0]
                    if (
                        type(row[1]) is not int
                        or type(row[2]) is not int
                        or type(row[3]) is not bytes
                    ):
                        self._lose(after, after, 'has a value of the wrong type')
                        continue
                    rows.append(row)
                    size += len(row[3])
                    if size >= BLOCK_BYTES // 16 or len(rows) == MOST_ROWS:
                        yield _block(rows)
                        rows, size = [], 0
                if skip:
                    break
                after = end
            except sqlite3.Error as error:
                reason, failures = str(error), failures + 1
                skip = max(1, 2 * skip)
            if rows:
                yield _block(rows)
        if after < end:
            self._lose(after + 1, end, reason)


def _numbers(text: bytes | None) -> Ints | None:
    """Return numbers that are joined by commas, None where they are not all natural numbers."""
    if text is None:
        return np.empty(0, np.int64)
    if not text or text.translate(None, b'0123456789,') or b',,' in b',%b,' % text:
        return None
    found: Ints = np.fromstring(text, np.int64, sep=',')
    return found


def _block(rows: list[tuple[int, int, int, bytes]]) -> RowBlock:
    ids, topic_ids, times, data = zip(*rows)
    lengths = np.fromiter(map(len, data), np.int64, len(data))
    buffer = np.frombuffer(data[0] if len(data) == 1 else b''.join(data), np.uint8)
    return RowBlock(
        np.array(topic_ids, np.int64),
        np.array(times, np.int64),
        buffer,
        np.cumsum(lengths) - lengths,
        lengths,
        ids[-1],
    )
