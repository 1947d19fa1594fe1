"""Pages read without SQLite hold the rows that SQLite finds."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.sqlite_pages import OddPageError, SqlitePages, varints, words

Rows = dict[int, bytes]
PAGE_BYTES = [512, 1024, 4096, 65536]


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
    rows: Rows = {}
    try:
        for leaves, last_ids in pages.leaves(root):
            cells = pages.cells(leaves)
            assert (cells.row_ids <= last_ids[-1]).all()
            everything = np.arange(len(cells.row_ids))
            columns = (cells.starts, cells.local_bytes, cells.payload_bytes, cells.row_ids)
            links = cells.links(everything)
            for start, local, size, row_id, link in zip(*(c.tolist() for c in columns), links):
                if size > pages.size:
                    raise OddPageError('more than there is')
                payload = bytearray(size)
                payload[:local] = cells.view[start : start + local]
                if local < size:
                    pages.follow(memoryview(payload)[local:], cells, link)
                rows[row_id] = bytes(payload[payload[0] :])
    finally:
        pages.close()
    return rows


@given(
    sizes=st.lists(
        st.one_of(st.integers(0, 700), st.integers(0, 20_000), st.just(300_000)), max_size=40
    ),
    gaps=st.sampled_from([1, 200, 10**9, 10**14]),
    page_bytes=st.sampled_from(PAGE_BYTES),
    reserved=st.sampled_from([0, 0, 8, 32]),
    vacuum=st.sampled_from(['', 'PRAGMA auto_vacuum = 1', 'PRAGMA auto_vacuum = 2']),
    behind=st.sampled_from(
        ['', 'DELETE FROM things WHERE id % 2', 'DELETE FROM things; VACUUM', 'VACUUM']
    ),
    seed=st.integers(0, 9),
)
def test_any_table(
    sizes: list[int],
    gaps: int,
    page_bytes: int,
    reserved: int,
    vacuum: str,
    behind: str,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Pages of any size, rows on one page or many, with rows deleted and pages free."""
    draw = Random(seed)
    rows = {1 + i * gaps: draw.randbytes(size) for i, size in enumerate(sizes)}
    path = tmp_path_factory.mktemp('pages') / 'file'
    root = write(
        path, rows, page_bytes=page_bytes, reserved=reserved, before=vacuum, behind=behind
    )
    assert read(path, root) == selected(path)


@pytest.mark.parametrize('page_bytes', PAGE_BYTES)
def test_trees_of_several_levels(page_bytes: int, tmp_path: Path) -> None:
    """Thousands of rows, on pages that lie anywhere: of freed ones the last is taken first."""
    draw = Random(1)
    rows = {i: draw.randbytes(draw.choice([20, 90, 2000])) for i in range(1, 3000)}
    again = (
        'DELETE FROM things WHERE id % 3; DELETE FROM other WHERE rowid % 5;'
        ' INSERT INTO things SELECT id + 5000, randomblob(id % 4000) FROM things;'
        ' INSERT INTO things SELECT id + 1, randomblob(id % 400) FROM things'
    )
    root = write(tmp_path / 'file', rows, page_bytes=page_bytes, behind=again)
    found = selected(tmp_path / 'file')
    assert len(found) > 3000
    assert read(tmp_path / 'file', root) == found


@given(seed=st.integers(0, 2**32))
def test_any_damage(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It comes to an end: with rows, or by saying that a page is odd."""
    path = tmp_path_factory.mktemp('pages') / 'file'
    draw = Random(seed)
    rows = {i: bytes(draw.choice([10, 10, 200, 5000])) for i in range(1, 300)}
    root = write(path, rows, page_bytes=draw.choice([512, 4096]))
    content = bytearray(path.read_bytes())
    for _ in range(draw.choice([1, 10, 100])):
        place = draw.choice([draw.randrange(len(content)), draw.randrange(100, 4000) // 512 * 512])
        content[place] = draw.randrange(256)
    if draw.random() < 0.3:
        del content[draw.randrange(len(content)) :]
    path.write_bytes(content)
    try:
        found = read(path, root)
    except OddPageError:
        return
    assert len(found) <= len(content)


def test_pages_that_lead_round_in_circles(tmp_path: Path) -> None:
    """A page of the tree that is its own child, and an overflow page that follows itself."""
    path = tmp_path / 'file'
    root = write(path, {i: bytes(3000) for i in range(1, 300)}, page_bytes=512)
    whole = path.read_bytes()
    content = bytearray(whole)
    page = memoryview(content)[(root - 1) * 512 :][:512]
    page[8:12] = root.to_bytes(4, 'big')
    path.write_bytes(content)
    with pytest.raises(OddPageError):
        read(path, root)
    pages = SqlitePages(path)
    cells = pages.cells(next(pages.leaves(root))[0])
    (link, *_) = cells.links(np.arange(1))
    pages.close()
    content = bytearray(whole)
    content[(link - 1) * 512 : (link - 1) * 512 + 4] = link.to_bytes(4, 'big')
    path.write_bytes(content)
    with pytest.raises(OddPageError, match='more overflow pages'):
        read(path, root)


@pytest.mark.parametrize('content', [b'', b'text' * 100, b'SQLite format 3\0' + b'\7' * 500])
def test_what_is_no_database(content: bytes, tmp_path: Path) -> None:
    """Says so."""
    (tmp_path / 'file').write_bytes(content)
    with pytest.raises(OddPageError):
        SqlitePages(tmp_path / 'file')


@given(st.lists(st.integers(0, 2**56 - 1), min_size=1))
def test_numbers_of_variable_length(numbers: list[int]) -> None:
    """Seven bits a byte, the most significant first; all but the last byte have the top bit."""
    encoded = b''
    places = []
    for number in numbers:
        places.append(len(encoded))
        groups = [number >> shift & 127 for shift in range(0, max(1, number.bit_length()), 7)]
        encoded += bytes([group | 128 for group in groups[:0:-1]] + groups[:1])
    buffer = np.frombuffer(encoded + bytes(8), np.uint8)
    values, sizes = varints(words(buffer, np.array(places)))
    assert values.tolist() == numbers
    assert sizes.tolist() == np.diff([*places, len(encoded)]).tolist()


def test_numbers_of_nine_bytes_are_odd() -> None:
    """Row ids below zero, which rosbag2 never has."""
    with pytest.raises(OddPageError):
        varints(np.array([2**64 - 1], np.uint64))
