"""Tables of SQLite files, and reading them back by SQLite and without it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from rerun_bridge.sources.sqlite_numbers import OddPageError
from rerun_bridge.sources.sqlite_overflow import OverflowPages
from rerun_bridge.sources.sqlite_pages import SqlitePages

__all__ = ['Rows', 'read', 'selected', 'write']

Rows = dict[int, bytes]


def write(
    path: Path,
    rows: Rows,
    *,
    page_bytes: int = 4096,
    reserved: int = 0,
    before: str = '',
    behind: str = '',
) -> int:
    """
    Write rows into a table, and as many into another one in turns; return its root page.

    :param reserved: bytes at the end of each page that SQLite leaves alone.
    :param before: SQL that is run before there are tables; ``behind`` when all rows are there.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(f'PRAGMA page_size = {page_bytes}; {before}; PRAGMA user_version = 1')
    database.close()
    if reserved:
        empty = bytearray(path.read_bytes())
        empty[20] = reserved
        empty[105:107] = (page_bytes - reserved).to_bytes(2, 'big')
        path.write_bytes(empty)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute('BEGIN')
    database.execute('CREATE TABLE other(data)')
    database.execute('CREATE TABLE things(id INTEGER PRIMARY KEY, data BLOB)')
    for row_id, data in rows.items():
        database.execute('INSERT INTO things VALUES (?, ?)', (row_id, data))
        database.execute('INSERT INTO other VALUES (?)', (data[:100],))
    database.execute('COMMIT')
    database.executescript(behind)
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'things'"
    (root,) = database.execute(query).fetchone()
    database.close()
    return int(root)


def selected(path: Path) -> Rows:
    """Return what SQLite finds."""
    database = sqlite3.connect(path)
    rows = dict(database.execute('SELECT id, data FROM things ORDER BY id').fetchall())
    database.close()
    return rows


def read(path: Path, root: int) -> Rows:
    """Return what is on the pages: the data is what comes last in a payload."""
    pages = SqlitePages(path)
    overflow, rows = OverflowPages(pages), Rows()
    try:
        for leaves, last_ids in pages.leaves(root):
            cells = pages.cells(leaves)
            assert (cells.row_ids <= last_ids[-1]).all()
            everything = np.arange(len(cells.row_ids))
            columns = (cells.starts, cells.local_bytes, cells.payload_bytes, cells.row_ids)
            links = cells.links(everything)
            for start, local, size, row_id, link in zip(*(c.tolist() for c in columns), links):
                if not 0 < size <= pages.size:
                    raise OddPageError('no record, or more than there is')
                payload = bytearray(size)
                payload[:local] = cells.view[start : start + local]
                if local < size:
                    overflow.fill(memoryview(payload)[local:], cells, link)
                rows[row_id] = bytes(payload[payload[0] :])
    finally:
        pages.close()
    return rows
