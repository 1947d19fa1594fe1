"""How a SQLite file of rosbag2 is opened: read-only, and leaving nothing beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.base import Loss

__all__ = ['is_all', 'open_db3']

WAL_VERSION = b'\x02\x02'
"""Bytes 18 and 19 of a file in WAL mode."""


def open_db3(path: Path) -> tuple[sqlite3.Connection, list[Loss]]:
    """
    Return a connection, and what it cannot see.

    :raises SourceError: the file cannot be read.
    """
    problem: Exception | None = None
    for settings, exclusive, sees_log in _ways(path):
        try:
            connection = sqlite3.connect(
                f'{path.absolute().as_uri()}?{settings}', uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            problem = error
            continue
        try:
            if exclusive:
                connection.execute('PRAGMA locking_mode = EXCLUSIVE')
            losses = _cut_off(path, connection)
        except sqlite3.Error as error:
            connection.close()
            problem = error
            continue
        connection.text_factory = _text
        if not sees_log:
            reason = f'what is only in the log cannot be read: {problem}'
            losses.append(Loss(str(_log(path)), reason))
        return connection, losses
    raise SourceError(f'cannot be read: {problem}', file=str(path))


def is_all(path: Path) -> bool:
    """Tell whether a file alone is all of its bag: nothing is only in a log."""
    is_wal, logged = _log_of(path)
    return not (is_wal and logged)


def _cut_off(path: Path, connection: sqlite3.Connection) -> list[Loss]:
    """
    Make sure that a file can be read at all, and return what is missing of it.

    SQLite refuses a file that has fewer pages than its first one says, unless it is told that the
    schema may be wrong. What lies on the pages that are there can be read then.
    """
    query = 'SELECT count(*) FROM sqlite_master'
    try:
        try:
            connection.execute(query).fetchone()
            return []
        except sqlite3.DatabaseError:
            connection.execute('PRAGMA writable_schema = ON')
            connection.execute(query).fetchone()
    except UnicodeDecodeError as error:  # in SQLite's own message
        raise sqlite3.DatabaseError('database disk image is malformed') from error
    return [Loss(str(path), 'the file is cut off: it has fewer pages than it says')]


def _text(data: bytes) -> str:
    return data.decode('utf-8', 'replace')


def _ways(path: Path) -> list[tuple[str, bool, bool]]:
    """
    Return how a file may be opened, the best way first: URI settings, exclusive, all is seen.

    SQLite puts files beside a database in WAL mode even to read it. Without a log there is nothing
    in them, and the file alone is all. With one it is enough to take it for ours alone, unless
    somebody else has it open: then there is a file with the log's index.
    """
    is_wal, logged = _log_of(path)
    alone = ('mode=ro&immutable=1', False, not logged)
    if is_wal and not logged:
        return [alone]
    ways = [('mode=ro', False, True)]
    if is_wal:
        ours = ('mode=ro&vfs=unix-none', True, True)
        ways = [*ways, ours] if path.with_name(path.name + '-shm').exists() else [ours, *ways]
    return [*ways, alone]


def _log(path: Path) -> Path:
    return path.with_name(path.name + '-wal')


def _log_of(path: Path) -> tuple[bool, int]:
    """Return whether a file is in WAL mode, and how many bytes its log has."""
    log = _log(path)
    try:
        with path.open('rb') as file:
            is_wal = file.read(20)[18:] == WAL_VERSION
        return is_wal, log.stat().st_size if log.exists() else 0
    except OSError as error:
        raise SourceError(f'cannot be opened: {error.strerror}', file=str(path)) from error
