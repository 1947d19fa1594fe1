"""Databases are opened for reading, as they are, and nothing is left beside them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.db3_file import open_db3
from test.support.bags import write_db3


def recorded(path: Path, logged: int = 40) -> None:
    """Leave a bag as a killed recorder does: 60 rows in the file, more in its log."""
    write_db3(path.with_name('live.db3'), range(60))
    live = path.with_name('live.db3')
    recorder = sqlite3.connect(live)
    recorder.execute('PRAGMA journal_mode = WAL')
    insert = 'INSERT INTO messages(topic_id, timestamp, data) SELECT topic_id, timestamp, data'
    recorder.execute(f'{insert} FROM messages LIMIT {logged}')
    recorder.commit()
    for ending in ('', '-wal'):
        shutil.copy(f'{live}{ending}', f'{path}{ending}')
    recorder.close()
    live.unlink()


def count(path: Path) -> tuple[int, int]:
    """Return how many messages are seen, and how many losses are told."""
    connection, losses = open_db3(path)
    (found,) = connection.execute('SELECT count(*) FROM messages').fetchone()
    connection.close()
    return found, len(losses)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_plain_file(tmp_path: Path) -> None:
    """It is not changed, and cannot be written to."""
    write_db3(tmp_path / 'bag.db3')
    before = files(tmp_path)
    assert count(tmp_path / 'bag.db3') == (100, 0)
    connection, _ = open_db3(tmp_path / 'bag.db3')
    with pytest.raises(sqlite3.OperationalError):
        connection.execute('DELETE FROM messages')
    connection.close()
    assert files(tmp_path) == before


def test_a_log_without_its_index(tmp_path: Path) -> None:
    """What is only in the log is read, and the folder stays as it was."""
    recorded(tmp_path / 'bag.db3')
    before = files(tmp_path)
    assert set(before) == {'bag.db3', 'bag.db3-wal'}
    assert count(tmp_path / 'bag.db3') == (100, 0)
    assert files(tmp_path) == before


def test_a_log_whose_index_cannot_be_made(tmp_path: Path) -> None:
    """As in a read-only folder: no file can be made beside the bag."""
    recorded(tmp_path / 'bag.db3')
    (tmp_path / 'bag.db3-shm').mkdir()
    assert count(tmp_path / 'bag.db3') == (100, 0)


def test_an_empty_log(tmp_path: Path) -> None:
    """A file in WAL mode, closed well: it alone is all, and no log or index is made to read it."""
    path = tmp_path / 'bag.db3'
    write_db3(path)
    with sqlite3.connect(path) as connection:
        connection.execute('PRAGMA journal_mode = WAL')
    connection.close()
    before = files(tmp_path)
    assert set(before) == {'bag.db3'}
    assert count(path) == (100, 0)
    assert files(tmp_path) == before


def test_while_it_is_recorded(tmp_path: Path) -> None:
    """A bag that somebody else has open and writes to is read up to now."""
    path = tmp_path / 'bag.db3'
    write_db3(path, range(60))
    recorder = sqlite3.connect(path)
    recorder.execute('PRAGMA journal_mode = WAL')
    recorder.execute("INSERT INTO messages(topic_id, timestamp, data) VALUES (1, 1, x'00')")
    recorder.commit()
    assert count(path) == (61, 0)
    recorder.execute("INSERT INTO messages(topic_id, timestamp, data) VALUES (1, 1, x'00')")
    recorder.commit()
    assert count(path) == (62, 0)
    recorder.close()


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 do not stop a bag from being read."""
    path = tmp_path / 'bag.db3'
    write_db3(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE topics SET name = CAST(x'2fff' AS TEXT) WHERE id = 1")
    connection.close()
    connection, _ = open_db3(path)
    assert connection.execute('SELECT name FROM topics WHERE id = 1').fetchone() == ('/\ufffd',)
    connection.close()


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    """A missing file and one that is no database are errors that name it."""
    for path in (tmp_path / 'none.db3', tmp_path / 'text.db3'):
        if path.name == 'text.db3':
            path.write_text('hello, this is no database' * 9)
        with pytest.raises(SourceError, match='cannot be') as error:
            open_db3(path)
        assert error.value.file == str(path)
