"""The table of messages from pages: what SQLite selects, or an error where it is odd."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.db3_block import Wanted
from rerun_bridge.sources.db3_pages import MessagePages, root_of_messages
from rerun_bridge.sources.sqlite_pages import OddPageError

Row = tuple[int, int, int, bytes]
TABLE = (
    'CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,'
    ' timestamp INTEGER NOT NULL, data BLOB NOT NULL)'
)
TIMES = [0, 1, 2, 127, 128, -1, 2**15, 2**23, -(2**31), 2**47, 1_700_000_000_000_000_000]


def write(path: Path, rows: list[Row], page_bytes: int = 4096) -> int:
    """Write messages as rosbag2 does, with its index; return the root page."""
    connection = sqlite3.connect(path)
    connection.execute(f'PRAGMA page_size = {page_bytes}')
    connection.execute(TABLE)
    connection.execute('CREATE INDEX timestamp_idx ON messages (timestamp ASC)')
    connection.executemany('INSERT INTO messages VALUES (?, ?, ?, ?)', rows)
    connection.commit()
    root = root_of_messages(connection)
    connection.close()
    assert root is not None
    return root


def read(
    path: Path, root: int, after: int, last_id: int, wanted: Wanted | None = None
) -> dict[int, list[tuple[int, bytes]]]:
    """Return time and data of the messages of each topic."""
    found: dict[int, list[tuple[int, bytes]]] = {}
    pages = MessagePages(path, root)
    try:
        for through, blocks in pages.groups(after, last_id, wanted or Wanted()):
            for block in blocks:
                assert block.last_id <= through <= last_id
                ends = block.starts + block.lengths
                columns = (block.topic_ids, block.log_times_ns, block.starts, ends)
                for topic_id, time_ns, start, end in zip(*(c.tolist() for c in columns)):
                    data = bytes(memoryview(block.buffer)[start:end])
                    found.setdefault(topic_id, []).append((time_ns, data))
    finally:
        pages.close()
    return found


def by_topic(rows: list[Row]) -> dict[int, list[tuple[int, bytes]]]:
    """Return what reading must give."""
    found: dict[int, list[tuple[int, bytes]]] = {}
    for _, topic_id, time_ns, data in rows:
        found.setdefault(topic_id, []).append((time_ns, data))
    return found


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from([1, 1, 1, 7, 10**9]),
            st.sampled_from([0, 1, 2, 300]),
            st.sampled_from(TIMES),
            st.one_of(st.integers(0, 600), st.sampled_from([4000, 5000, 70_000, 600_000])),
        ),
        min_size=1,
        max_size=30,
    ),
    page_bytes=st.sampled_from([512, 4096, 65536]),
    topic_ids=st.sampled_from([None, (1,), (0, 300)]),
    end_ns=st.sampled_from([None, 1, 2**47]),
    data=st.data(),
)
def test_any_messages(
    parts: list[tuple[int, int, int, int]],
    page_bytes: int,
    topic_ids: tuple[int, ...] | None,
    end_ns: int | None,
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Small and large ones of any topics at any times; all of them, or some."""
    draw, rows = Random(1), list[Row]()
    for gap, topic_id, time_ns, size in parts:
        row_id = gap + (rows[-1][0] if rows else 0)
        rows.append((row_id, topic_id, time_ns, draw.randbytes(size)))
    path = tmp_path_factory.mktemp('pages') / 'bag.db3'
    root = write(path, rows, page_bytes)
    after = data.draw(st.sampled_from([0, rows[0][0], rows[len(rows) // 2][0]]))
    last_id = data.draw(st.sampled_from([rows[-1][0], rows[-1][0] // 2, rows[len(rows) // 2][0]]))
    some = [
        row
        for row in rows
        if after < row[0] <= last_id
        and (topic_ids is None or row[1] in topic_ids)
        and (end_ns is None or row[2] < end_ns)
    ]
    assert read(path, root, after, last_id, Wanted(topic_ids, None, end_ns)) == by_topic(some)


def test_many_messages(tmp_path: Path) -> None:
    """Of several groups of pages, pictures among them."""
    draw = Random(2)
    sizes = {0: 20, 1: 324, 2: 5000, 3: 90_000}
    rows = [
        (i, topic_id, 10 * i, draw.randbytes(sizes[topic_id]))
        for i in range(1, 60_000)
        for topic_id in [draw.choices([0, 1, 2, 3], [10, 100, 5, 1])[0]]
    ]
    root = write(tmp_path / 'bag.db3', rows)
    assert read(tmp_path / 'bag.db3', root, 0, len(rows)) == by_topic(rows)


@pytest.mark.parametrize(
    ('column', 'value'),
    [('data', 'text'), ('topic_id', 1.5), ('timestamp', 'noon'), ('data', 7), ('timestamp', b'')],
)
def test_odd_values(column: str, value: object, tmp_path: Path) -> None:
    """They are for SQLite."""
    rows = [(i, 1, i, b'good') for i in range(1, 20)]
    root = write(tmp_path / 'bag.db3', rows)
    with sqlite3.connect(tmp_path / 'bag.db3') as connection:
        connection.execute(f'UPDATE messages SET {column} = ? WHERE id = 9', (value,))
    connection.close()
    with pytest.raises(OddPageError):
        read(tmp_path / 'bag.db3', root, 0, 19)


@pytest.mark.parametrize(
    'table',
    [
        TABLE.replace('NOT NULL)', 'NOT NULL, more TEXT)'),
        TABLE.replace('timestamp INTEGER', 'timestamp REAL'),
        TABLE.replace('id INTEGER PRIMARY KEY, topic_id', 'topic_id INTEGER, id'),
        TABLE.replace('messages', 'others'),
        'CREATE VIEW messages AS SELECT 1 AS id',
    ],
)
def test_tables_that_are_not_as_usual(table: str) -> None:
    """They are for SQLite, too."""
    connection = sqlite3.connect(':memory:')
    connection.execute(table)
    assert root_of_messages(connection) is None
    connection.close()


def test_a_table_without_row_ids(tmp_path: Path) -> None:
    """It looks the same, and is an index."""
    path = tmp_path / 'bag.db3'
    connection = sqlite3.connect(path)
    connection.execute(TABLE + ' WITHOUT ROWID')
    connection.executemany(
        'INSERT INTO messages VALUES (?, ?, ?, ?)', [(i, 1, i, b'good') for i in range(900)]
    )
    connection.commit()
    root = root_of_messages(connection)
    connection.close()
    assert root is not None
    with pytest.raises(OddPageError):
        read(path, root, 0, 900)


@given(seed=st.integers(0, 2**32))
def test_any_damage(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages are read or refused: nothing else happens, and no more comes than was written."""
    draw, path = Random(seed), tmp_path_factory.mktemp('pages') / 'bag.db3'
    rows = [(i, 1, i, bytes(draw.choice([9, 300, 9000]))) for i in range(1, 200)]
    root = write(path, rows)
    content = bytearray(path.read_bytes())
    for _ in range(draw.choice([1, 10, 100])):
        content[draw.randrange(4096, len(content))] = draw.randrange(256)
    path.write_bytes(content)
    try:
        found = read(path, root, 0, 199)
    except OddPageError:
        return
    assert sum(map(len, found.values())) <= len(rows)
