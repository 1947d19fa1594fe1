"""What is wanted of messages is the same to SQLite and to numpy."""

from __future__ import annotations

import sqlite3

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.db3_block import Wanted

NUMBERS = st.integers(-3, 3)


@given(
    rows=st.lists(st.tuples(NUMBERS, NUMBERS)),
    topic_ids=st.none() | st.lists(NUMBERS, max_size=3).map(tuple),
    start_ns=st.none() | NUMBERS,
    end_ns=st.none() | NUMBERS,
)
def test_rows_that_are_wanted(
    rows: list[tuple[int, int]],
    topic_ids: tuple[int, ...] | None,
    start_ns: int | None,
    end_ns: int | None,
) -> None:
    """By any topics, from a time on, up to a time."""
    wanted = Wanted(topic_ids, start_ns, end_ns)
    database = sqlite3.connect(':memory:')
    database.execute('CREATE TABLE messages(topic_id, timestamp)')
    database.executemany('INSERT INTO messages VALUES (?, ?)', rows)
    query = f'SELECT topic_id, timestamp FROM messages WHERE 1{wanted.sql}'
    columns = np.array(rows, np.int64).reshape(-1, 2).T
    chosen = wanted.rows(columns[0], columns[1])
    found = rows if chosen is None else [row for row, is_in in zip(rows, chosen) if is_in]
    assert found == database.execute(query).fetchall()
    database.close()
