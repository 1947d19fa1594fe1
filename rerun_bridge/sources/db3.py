"""
SQLite files of rosbag2, in every schema it has had.

Rows read in blocks, cut into batches by topic.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from rerun_bridge.batching import Batcher
from rerun_bridge.definitions.sections import interface_name
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition
from rerun_bridge.sources.base import Loss, Progress
from rerun_bridge.sources.channels import FORMATS, channel_of
from rerun_bridge.sources.codecs import zstd_message
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.metadata import BagMetadata

__all__ = ['Db3Source']

BLOCK_ROWS = 2048
BLOCK_BYTES = 8 * 1024 * 1024
MOST_SKIPS = 48
ZSTD_MAGIC = b'\x28\xb5\x2f\xfd'
"""No CDR message begins so: the first byte of its encapsulation header is zero."""

COLUMNS = 'id, topic_id, timestamp, data'
Row = tuple[int, int, int, bytes]
"""Row id, topic id, log time, data."""


class Db3Source:
    """
    One ``.db3`` file.

    :param lookup: for definitions the file does not have.
    :param metadata: of the bag the file belongs to.
    :raises SourceError: the file cannot be read, or is no bag.
    """

    def __init__(
        self,
        path: Path,
        *,
        lookup: DefinitionLookup | None = None,
        metadata: BagMetadata | None = None,
    ) -> None:
        self._path = str(path)
        self._metadata = metadata or BagMetadata()
        self._losses: list[Loss] = []
        self._connection = self._connect(path)
        try:
            self._channels = self._read_channels(lookup)
            self._last_id = self._query('SELECT max(id) FROM messages')[0][0] or 0
        except sqlite3.Error as error:
            self._connection.close()
            raise SourceError(
                f'is not a bag that can be read: {error}', file=self._path
            ) from error
        self._size = os.path.getsize(path)
        self._row_id = 0

    def _connect(self, path: Path) -> sqlite3.Connection:
        """
        Open the file for reading only.

        A file in WAL mode needs a shared-memory file beside it; where the folder cannot take one,
        SQLite is told that nobody else writes. It then does not see what is only in the log, so
        that is said.
        """
        for mode in ('mode=ro', 'immutable=1'):
            connection = sqlite3.connect(
                f'{path.absolute().as_uri()}?{mode}', uri=True, check_same_thread=False
            )
            try:
                connection.execute('SELECT count(*) FROM sqlite_master').fetchone()
            except sqlite3.Error as error:
                connection.close()
                problem = error
                continue
            log = path.with_name(path.name + '-wal')
            if mode == 'immutable=1' and log.exists() and log.stat().st_size:
                self._losses.append(
                    Loss(str(log), 'cannot be read in a read-only folder: copy the bag elsewhere')
                )
            return connection
        raise SourceError(f'cannot be read: {problem}', file=self._path)

    def _query(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _read_channels(self, lookup: DefinitionLookup | None) -> dict[int, Channel]:
        columns = {row[1] for row in self._query('PRAGMA table_info(topics)')}
        definitions = self._definitions()
        distro = self._distro()
        channels = {}
        for row in self._query('SELECT * FROM topics ORDER BY id'):
            topic = dict(zip(self._names('topics'), row))
            profiles = topic.get('offered_qos_profiles') or self._metadata.profiles.get(
                topic['name'], ''
            )
            samples = self._query(
                'SELECT data FROM messages WHERE topic_id = ? LIMIT 3', topic['id']
            )
            channels[topic['id']] = channel_of(
                topic['id'],
                topic['name'],
                topic['type'],
                definitions.get(topic['type']) or definitions.get(interface_name(topic['type'])),
                encoding=topic['serialization_format'],
                profiles=profiles,
                message_count=self._count(topic['id']),
                type_hash=topic['type_description_hash']
                if 'type_description_hash' in columns
                else '',
                ros_distro=distro,
                samples=[_plain(sample) for (sample,) in samples],
                lookup=lookup,
            )
        return channels

    def _names(self, table: str) -> list[str]:
        return [row[1] for row in self._query(f'PRAGMA table_info({table})')]

    def _count(self, topic_id: int) -> int | None:
        try:
            return int(
                self._query('SELECT count(*) FROM messages WHERE topic_id = ?', topic_id)[0][0]
            )
        except sqlite3.DatabaseError:
            return None  # damaged further on

    def _definitions(self) -> dict[str, MessageDefinition]:
        """Return the definitions the file has, since Iron."""
        found = {}
        if self._names('message_definitions'):
            for name, encoding, text in self._query(
                'SELECT topic_type, encoding, encoded_message_definition FROM message_definitions'
            ):
                if text and (form := FORMATS.get(encoding)):
                    found[name] = MessageDefinition(form, text)
        return found

    def _distro(self) -> str:
        if 'ros_distro' in self._names('schema'):
            for (distro,) in self._query('SELECT ros_distro FROM schema'):
                return str(distro)
        return self._metadata.ros_distro

    def channels(self) -> Sequence[Channel]:
        """Return all channels."""
        return list(self._channels.values())

    def losses(self) -> Sequence[Loss]:
        """Return what could not be read so far."""
        return list(self._losses)

    def progress(self) -> Progress:
        """Return how far reading has come, judged by row ids."""
        done = self._row_id / self._last_id if self._last_id else 1.0
        return Progress(int(self._size * min(done, 1.0)), self._size)

    def close(self) -> None:
        """Close the file; idempotent."""
        self._connection.close()

    def __enter__(self) -> Db3Source:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def batches(
        self,
        *,
        start_ns: int | None = None,
        end_ns: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> Iterator[MessageBatch]:
        """Yield the messages in the order they were recorded, batched by channel."""
        wanted = [
            topic_id
            for topic_id, channel in self._channels.items()
            if channel.encoding == 'cdr' and (topics is None or channel.topic in topics)
        ]
        where = ''
        if len(wanted) < len(self._channels):
            where += f' AND topic_id IN ({",".join(map(str, wanted))})'
        if start_ns is not None:
            where += f' AND timestamp >= {start_ns:d}'
        if end_ns is not None:
            where += f' AND timestamp < {end_ns:d}'
        batcher = Batcher()
        for rows in self._blocks(where):
            for piece in self._pieces(rows):
                yield from batcher.add(piece)
        yield from batcher.flush()
        self._row_id = self._last_id

    def _blocks(self, where: str) -> Iterator[list[Row]]:
        """
        Yield rows in the order of their ids; go on behind damage where SQLite can.

        A block that cannot be read is read again row by row, up to the row that cannot; from there
        ever more rows are passed over, until one can be read again.
        """
        query = f'SELECT {COLUMNS} FROM messages WHERE id > ?{where} ORDER BY id'
        after, skip, skips, size = -1, 0, 0, BLOCK_ROWS
        while skips <= MOST_SKIPS and after + skip <= self._last_id:
            try:
                cursor = self._connection.execute(query, (after + skip,))
                while rows := cursor.fetchmany(size):
                    if skip:
                        self._lose(after, rows[0][0])
                    skip, after = 0, rows[-1][0]
                    self._row_id = after
                    average = sum(len(row[3]) for row in rows[:16]) // min(len(rows), 16) + 1
                    size = max(1, min(2 * size, BLOCK_ROWS, BLOCK_BYTES // average))
                    yield rows
                break
            except sqlite3.DatabaseError as error:
                if size > 1:
                    size = 1
                    continue
                if not skips:
                    self._losses.append(Loss(self._path, f'damaged: {error}'))
                skip, skips = max(1, skip * 2), skips + 1
        if skip:
            self._lose(after, self._last_id + 1)

    def _lose(self, after: int, before: int) -> None:
        self._losses.append(
            Loss(
                f'{self._path} rows {after + 1} to {before - 1}',
                'cannot be read',
                (),
                before - after - 1,
            )
        )

    def _pieces(self, rows: list[Row]) -> Iterator[MessageBatch]:
        """Yield the messages of a block by topic."""
        _, topic_ids, times, blobs = zip(*rows)
        kinds = np.array(topic_ids, np.int64)
        log_times = np.array(times, np.int64)
        for topic_id in dict.fromkeys(topic_ids):
            channel = self._channels.get(topic_id)
            if channel is None:
                self._losses.append(
                    Loss(self._path, f'messages of topic {topic_id}, which the file never names')
                )
                continue
            mine = kinds == topic_id
            data = blobs if mine.all() else tuple(compress(blobs, mine.tolist()))
            yield self._piece(channel, log_times[mine], data)

    def _piece(
        self,
        channel: Channel,
        log_times: np.ndarray[Any, np.dtype[np.int64]],
        blobs: Sequence[bytes],
    ) -> MessageBatch:
        data = [self._message(blob, channel) for blob in blobs]
        lengths = np.fromiter(map(len, data), np.int64, len(data))
        buffer = np.frombuffer(b''.join(data), np.uint8)
        return MessageBatch(
            channel, log_times, None, buffer, np.cumsum(lengths) - lengths, lengths
        )

    def _message(self, blob: bytes, channel: Channel) -> bytes:
        """
        Return a message's bytes.

        What does not decompress is passed on as it is, and counted as undecodable.
        """
        if blob[:4] != ZSTD_MAGIC:
            return blob
        try:
            return zstd_message(blob)
        except SourceError:
            return blob


def _plain(sample: bytes) -> bytes:
    try:
        return zstd_message(sample) if sample[:4] == ZSTD_MAGIC else sample
    except SourceError:
        return b''
