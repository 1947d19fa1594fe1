"""Rows joined by SQLite and rows fetched one by one are the same rows."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rerun_bridge.sources import db3
from rerun_bridge.sources.db3 import Db3Source
from rerun_bridge.sources.db3_block import Wanted
from rerun_bridge.sources.db3_pages import MessagePages, root_of_messages
from rerun_bridge.sources.db3_rows import MessageRows
from rerun_bridge.sources.metadata import BagMetadata

Row = tuple[int, int, int, object]
"""Row id, topic id, time, data."""


def database(rows: list[Row], encoding: str = 'UTF-8') -> sqlite3.Connection:
    """Return a database with such messages."""
    connection = sqlite3.connect(':memory:')
    connection.execute(f"PRAGMA encoding = '{encoding}'")
    connection.execute(
        'CREATE TABLE messages('
        'id INTEGER PRIMARY KEY, topic_id INTEGER, timestamp INTEGER, data BLOB)'
    )
    connection.executemany('INSERT INTO messages VALUES (?, ?, ?, ?)', rows)
    connection.commit()
    return connection


def read(
    connection: sqlite3.Connection,
    first: int,
    last: int,
    wanted: Wanted | None = None,
    pages: MessagePages | None = None,
) -> tuple[dict[int, list[tuple[int, bytes]]], list[tuple[int, int]]]:
    """Return time and data of the messages of each topic, and what is lost."""
    lost: list[tuple[int, int]] = []
    found: dict[int, list[tuple[int, bytes]]] = {}
    reader = MessageRows(
        connection,
        first,
        last,
        wanted or Wanted(),
        lambda a, b, reason: lost.append((a, b)),
        pages,
    )
    for block in reader.blocks():
        assert block.last_id <= last
        ends = block.starts + block.lengths
        columns = (block.topic_ids, block.log_times_ns, block.starts, ends)
        for topic_id, time_ns, start, end in zip(*(column.tolist() for column in columns)):
            data = bytes(memoryview(block.buffer)[start:end])
            found.setdefault(topic_id, []).append((time_ns, data))
    return found, lost


def expected(rows: list[Row]) -> dict[int, list[tuple[int, bytes]]]:
    """Return what reading must give."""
    found: dict[int, list[tuple[int, bytes]]] = {}
    for _, topic_id, time_ns, data in rows:
        assert isinstance(data, bytes)
        found.setdefault(topic_id, []).append((time_ns, data))
    return found


@pytest.mark.parametrize('encoding', ['UTF-8', 'UTF-16le'])
def test_all_bytes_come_as_they_are(encoding: str) -> None:
    """Zeros, commas, bytes that are no text, nothing at all; however the database stores text."""
    data = [bytes(range(256)), b'\0\0', b',', b'', b'\xff\xfe', 'ä€'.encode(), b'0,1']
    rows: list[Row] = [(i + 1, i % 2, 10 + i, each) for i, each in enumerate(data * 100)]
    assert read(database(rows, encoding), 1, len(rows)) == (expected(rows), [])


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5000),
            st.integers(0, 3),
            st.integers(-5, 2**63 - 1),
            st.one_of(st.integers(0, 40), st.sampled_from([70_000, 300_000])),
        ),
        max_size=20,
    ),
    st.booleans(),
)
def test_any_rows(parts: list[tuple[int, int, int, int]], sparse: bool) -> None:
    """Small and large messages of any topics, with gaps between their ids or without."""
    rows: list[Row] = []
    for gap, topic_id, time_ns, size in parts:
        last = rows[-1][0] if rows else 0
        data = bytes([len(rows)]) * size
        rows.append((last + (gap * 10**9 if sparse else 1), topic_id, time_ns, data))
    first, last = (rows[0][0], rows[-1][0]) if rows else (1, 0)
    assert read(database(rows), first, last) == (expected(rows), [])


def test_large_messages_among_small_ones() -> None:
    """Blocks grow while messages are small; then pictures come, and a topic that has both."""
    draw = random.Random(1)
    rows: list[Row] = [(i + 1, 1, i, b'imu') for i in range(3000)]
    for i in range(3000, 3200):
        topic_id = draw.choice([1, 1, 2, 3])
        size = {1: 30, 2: 100_000, 3: draw.choice([10, 90_000])}[topic_id]
        rows.append((i + 1, topic_id, i, draw.randbytes(size)))
    assert read(database(rows), 1, len(rows)) == (expected(rows), [])


def test_conditions() -> None:
    """Only the rows that are asked for, in whichever way they are read."""
    rows: list[Row] = [(i + 1, i % 3, i, b'x' * (i % 5 * 20_000)) for i in range(60)]
    wanted = [row for row in rows if row[1] == 2 and row[2] >= 30]
    found, lost = read(database(rows), 1, 60, Wanted((2,), 30))
    assert (found, lost) == (expected(wanted), [])


@pytest.mark.parametrize('odd', [None, 7, 1.5, 'text', 'ä'])
def test_a_value_that_is_no_blob_costs_its_row(odd: object) -> None:
    """The rows around it are read, and which one is lost is said."""
    rows: list[Row] = [(i + 1, 1, i, b'good') for i in range(20)]
    found, lost = read(database([*rows[:9], (10, 1, 9, odd), *rows[10:]]), 1, 20)
    good = [each for each in found[1] if each[1] == b'good']
    assert good == expected(rows[:9] + rows[10:])[1]
    # Joined with others, a number or a text cannot be told from bytes: the decoder refuses it.
    assert (lost == [(10, 10)]) is (len(found[1]) == 19)


def test_times_and_topics_that_are_no_numbers() -> None:
    """They cost their rows."""
    connection = database([(i + 1, 1, i, b'good') for i in range(20)])
    connection.execute("UPDATE messages SET timestamp = 'noon' WHERE id = 3")
    connection.execute('UPDATE messages SET topic_id = NULL WHERE id = 5')
    connection.execute("UPDATE messages SET timestamp = '' WHERE id = 6")
    found, lost = read(connection, 1, 20)
    assert len(found[1]) == 17
    assert lost == [(3, 3), (5, 5), (6, 6)]


def test_extreme_ids() -> None:
    """The smallest and the largest id there can be, and nothing between them."""
    rows: list[Row] = [(-(2**63) + 1, 1, 1, b'a'), (2**63 - 1, 1, 2, b'b')]
    assert read(database(rows), rows[0][0], rows[1][0]) == (expected(rows), [])


def file(path: Path, rows: list[Row]) -> sqlite3.Connection:
    """Return a database in a file."""
    with sqlite3.connect(path) as connection:
        database(rows).backup(connection)
    connection.close()
    return sqlite3.connect(path)


def opened(path: Path) -> MessagePages:
    """Return the pages of a file."""
    connection = sqlite3.connect(path)
    root = root_of_messages(connection)
    connection.close()
    assert root is not None
    return MessagePages(path, root)


def test_rows_come_from_the_pages(tmp_path: Path) -> None:
    """SQLite is not asked for any of them: here it knows none."""
    rows: list[Row] = [(i + 1, i % 3, i, b'x' * (i % 90 * 1000)) for i in range(900)]
    file(tmp_path / 'bag.db3', rows).close()
    pages = opened(tmp_path / 'bag.db3')
    assert read(database([]), 1, 900, pages=pages) == (expected(rows), [])
    pages.close()


@pytest.mark.parametrize('odd', [None, 7.5, 'text'])
def test_an_odd_value_costs_its_row_only(odd: object, tmp_path: Path) -> None:
    """What is near it is read by SQLite, the rest from the pages."""
    rows: list[Row] = [(i + 1, 1, i, b'%06d' % i * 90) for i in range(40_000)]
    path = tmp_path / 'bag.db3'
    connection = file(path, rows)
    connection.execute('UPDATE messages SET data = ? WHERE id = 20000', (odd,))
    connection.commit()
    pages = opened(path)
    found, lost = read(connection, 1, 40_000, pages=pages)
    good = [each for each in found[1] if each[0] != 19_999]
    assert good == [each for each in expected(rows)[1] if each[0] != 19_999]
    assert (lost == [(20_000, 20_000)]) is (len(found[1]) == 39_999)
    pages.close()
    connection.close()


def test_somebody_writes_meanwhile(tmp_path: Path) -> None:
    """Then SQLite goes on, which sees all of a change or nothing."""
    rows: list[Row] = [(i + 1, 1, i, b'%06d' % i * 90) for i in range(40_000)]
    path = tmp_path / 'bag.db3'
    connection, pages = file(path, rows), None
    pages = opened(path)
    lost: list[tuple[int, int]] = []
    reader = MessageRows(
        connection, 1, 40_000, Wanted(), lambda a, b, reason: lost.append((a, b)), pages
    )
    blocks = reader.blocks()
    first = next(blocks)
    assert 0 < len(first.starts) < 30_000
    recorder = sqlite3.connect(path)
    recorder.execute("UPDATE messages SET data = x'6e6577' WHERE id > ?", (first.last_id,))
    recorder.commit()
    recorder.close()
    left = 40_000 - first.last_id
    following = list(blocks)
    assert b''.join(bytes(block.buffer) for block in following) == b'new' * left
    assert not lost
    pages.close()
    connection.close()


@given(
    st.lists(
        st.tuples(st.integers(0, 2**20), st.sampled_from([1, 8, 4096]), st.integers(0, 255)),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
@example([(0, 1, 13)], True)  # the root seems to be a leaf, and SQLite sees no rows
@example([(0, 1, 13)], False)
@example([(12, 4096, 192)], False)  # its list of leaves, of which SQLite finds the last one
def test_damaged_pages(damage: list[tuple[int, int, int]], by_pages: bool) -> None:
    """Whatever page is overwritten: rows are right or lost, and it comes to an end."""
    rows: list[Row] = [(i + 1, 1, i, b'%06d' % i * 20) for i in range(600)]
    metadata = BagMetadata(files=('bag.db3',), counts={'/topic': 600})
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / 'bag.db3'
        with closing(file(path, rows)) as connection:
            end = path.stat().st_size  # of what can be damaged: all pages of messages
            connection.execute('CREATE TABLE topics(id, name, type, serialization_format)')
            connection.execute("INSERT INTO topics VALUES (1, '/topic', 'pkg/msg/Type', 'cdr')")
            connection.commit()
        content = bytearray(path.read_bytes())
        for offset, size, value in damage:
            place = 4096 + offset % (end - 4096)
            size = min(size, end - place)
            content[place : place + size] = bytes([value]) * size
        path.write_bytes(bytes(content))
        if not by_pages:
            patch.setattr(db3, 'root_of_messages', lambda connection: None)
        with Db3Source(path, metadata=metadata) as source:
            batches = list(source.batches())
            losses = source.losses()
    found = [bytes(batch.message(i)) for batch in batches for i in range(len(batch))]
    right = {data for *_, data in rows}
    assert losses or len(found) >= 600
    assert losses or any(message in right for message in found)
