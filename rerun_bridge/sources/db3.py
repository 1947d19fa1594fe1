"""
SQLite files of rosbag2, in every schema it has had.

Rows read in blocks, cut into batches by topic.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from rerun_bridge.batching import Batcher
from rerun_bridge.definitions.sections import interface_name
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, TypeName
from rerun_bridge.sources.base import Loss, Progress
from rerun_bridge.sources.channels import FORMATS, channel_of
from rerun_bridge.sources.db3_block import RowBlock, Wanted
from rerun_bridge.sources.db3_file import is_all, open_db3
from rerun_bridge.sources.db3_pages import MessagePages, root_of_messages
from rerun_bridge.sources.db3_rows import MessageRows
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.message_compression import plain_batch, plain_message
from rerun_bridge.sources.metadata import BagMetadata
from rerun_bridge.sources.sqlite_numbers import OddPageError

__all__ = ['Db3Source']

TOPIC_COLUMNS = (
    'id',
    'name',
    'type',
    'serialization_format',
    'offered_qos_profiles',
    'type_description_hash',
)
SAMPLED_ROWS, MOST_SAMPLES, LARGEST_SAMPLE = 512, 3, 1 << 20
MOST_NS = MOST_ID = 2**63 - 1


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
        self._lost: tuple[int, int, str] | None = None
        self._nameless: set[int] = set()
        # Before there is a connection: to close a file gives up all locks of a process on it.
        self._is_all = is_all(path)
        self._connection, self._losses = open_db3(path)
        try:
            self._first_id, self._last_id = self._ends()
            self._channels = self._read_channels(lookup)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter in SQLite's messages
            self._connection.close()
            reason = str(error) if isinstance(error, sqlite3.Error) else 'its schema is damaged'
            raise SourceError(
                f'is not a bag that can be read: {reason}', file=self._path
            ) from error
        self._size = os.path.getsize(path)
        self._row_id = self._first_id - 1

    def _ends(self) -> tuple[int, int]:
        """Return the first and the last row id; where damage is in the way, what they may be."""
        ends = []
        for query in ('SELECT min(id) FROM messages', 'SELECT max(id) FROM messages'):
            try:
                ends.append(self._query(query)[0][0])
            except sqlite3.OperationalError:
                raise  # there is no such table
            except sqlite3.DatabaseError:
                ends.append(MOST_ID if ends else 0)
        first, last = ends
        return (1, 0) if first is None or last is None else (first, last)

    def _query(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _read_channels(self, lookup: DefinitionLookup | None) -> dict[int, Channel]:
        there = self._names('topics')
        names = [name for name in TOPIC_COLUMNS if name in there]
        if names[:3] != list(TOPIC_COLUMNS[:3]):
            raise sqlite3.DatabaseError('the table of topics lacks a column')
        definitions = self._definitions()
        distro = self._distro()
        counts = self._counts()
        samples = self._samples()
        channels = {}
        for row in self._query(f'SELECT {",".join(names)} FROM topics ORDER BY id'):
            topic = dict(zip(names, row))
            name, type_text = str(topic['name']), str(topic['type'])
            definition = definitions.get(type_text) or definitions.get(
                interface_name(TypeName(type_text))
            )
            has_no_text = definition is not None and not definition.text
            profiles = topic.get('offered_qos_profiles') or self._metadata.profiles.get(name, '')
            channels[topic['id']] = channel_of(
                topic['id'],
                name,
                type_text,
                None if has_no_text else definition,
                encoding=str(topic.get('serialization_format', 'cdr')),
                profiles=str(profiles),
                message_count=None if counts is None else counts.get(topic['id'], 0),
                type_hash=str(topic.get('type_description_hash') or ''),
                ros_distro=distro,
                samples=samples.get(topic['id'], []),
                lookup=lookup,
                has_no_text=has_no_text,
            )
        return channels

    def _names(self, table: str) -> list[str]:
        return [row[1] for row in self._query(f'PRAGMA table_info({table})')]

    def _counts(self) -> dict[int, int] | None:
        """Return how many messages each topic has; None where damage is in the way."""
        try:
            topics = self._query('SELECT name, id FROM topics')
            told = self._metadata.counts
            # To count by topic takes a scan of the file, to count all one of an index.
            if len(self._metadata.files) == 1 and told and len(dict(topics)) == len(topics):
                total = sum(told.get(name, 0) for name, _ in topics)
                has_all = total == self._last_id - self._first_id + 1  # ids without a gap
                if has_all or not self._has_more_than(total):
                    return {topic_id: told.get(name, 0) for name, topic_id in topics}
            return dict(self._query('SELECT topic_id, count(*) FROM messages GROUP BY topic_id'))
        except sqlite3.Error:
            return None

    def _has_more_than(self, told: int) -> bool:
        """
        Tell whether there are more messages than the bag says: then it is not of this file.

        Where there are fewer, or damage is in the way, some may be lost; reading tells how many.
        """
        try:
            count: int = self._query('SELECT count(*) FROM messages')[0][0]
        except sqlite3.DatabaseError:
            return False
        return count > told

    def _samples(self) -> dict[int, list[bytes | memoryview]]:
        """Return a few messages of topics seen near the start of the file, to test definitions."""
        samples: dict[int, list[bytes | memoryview]] = {}
        query = 'SELECT topic_id, id FROM messages WHERE id < ? AND length(data) < ? ORDER BY id'
        try:
            rows = self._connection.execute(query, (self._first_id + SAMPLED_ROWS, LARGEST_SAMPLE))
            for topic_id, row_id in rows:
                known = samples.setdefault(topic_id, [])
                if len(known) < MOST_SAMPLES:
                    found = self._query('SELECT data FROM messages WHERE id = ?', row_id)
                    known += [plain_message(data) for (data,) in found if type(data) is bytes]
        except (sqlite3.Error, OverflowError):
            pass  # reading tells
        return samples

    def _definitions(self) -> dict[str, MessageDefinition]:
        """Return the definitions the file has, since Iron; damaged ones may be found elsewhere."""
        found: dict[str, MessageDefinition] = {}
        query = 'SELECT topic_type, encoding, encoded_message_definition FROM message_definitions'
        try:
            for name, encoding, text in self._connection.execute(query):
                if form := FORMATS.get(encoding):
                    found[str(name)] = MessageDefinition(form, str(text or ''))
        except sqlite3.Error:
            pass
        return found

    def _distro(self) -> str:
        try:
            for (distro,) in self._query('SELECT ros_distro FROM schema'):
                return str(distro)
        except sqlite3.Error:
            pass
        return self._metadata.ros_distro

    def channels(self) -> Sequence[Channel]:
        """Return all channels."""
        return list(self._channels.values())

    def extent(self) -> tuple[int, int] | None:
        """Return the first and the last log time, by the index of times."""
        if any(channel.message_count is None for channel in self._channels.values()):
            return None
        try:
            # Asked for together, they would take a scan of the file.
            ((first,),) = self._query('SELECT min(timestamp) FROM messages')
            ((last,),) = self._query('SELECT max(timestamp) FROM messages')
        except sqlite3.Error:
            return None
        return (first, last) if type(first) is int and type(last) is int else None

    def losses(self) -> Sequence[Loss]:
        """Return what could not be read so far."""
        return list(self._losses)

    def progress(self) -> Progress:
        """Return how far reading has come, judged by row ids."""
        done = (self._row_id - self._first_id + 1) / max(1, self._last_id - self._first_id + 1)
        return Progress(int(self._size * max(0.0, min(done, 1.0))), self._size)

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
        chosen = tuple(
            topic_id
            for topic_id, channel in self._channels.items()
            if channel.encoding == 'cdr' and (topics is None or channel.topic in topics)
        )
        is_some = len(chosen) < len(self._channels)
        wanted = Wanted(chosen if is_some else None, start_ns, end_ns)
        ids = self._range(start_ns, end_ns)
        batcher, count = Batcher(), 0
        with self._pages() as pages:
            rows = MessageRows(self._connection, *ids, wanted, self._lose, pages)
            for block in rows.blocks():
                count += len(block.starts)
                for piece in self._pieces(block):
                    yield from batcher.add(plain_batch(piece))
                self._row_id = max(self._row_id, block.last_id)
        yield from batcher.flush()
        self._row_id = self._last_id
        if wanted == Wanted():
            self._compare(count)

    def _compare(self, count: int) -> None:
        """Tell what is missing of the messages that were counted: damage may hide some."""
        counts = [channel.message_count for channel in self._channels.values()]
        lost = [loss.messages for loss in self._losses]
        missing = sum(n or 0 for n in counts) - sum(n or 0 for n in lost) - count
        if None not in counts and None not in lost and missing > 0:
            self._losses.append(Loss(self._path, 'has fewer messages than it says', (), missing))

    @contextmanager
    def _pages(self) -> Iterator[MessagePages | None]:
        """Open the table of messages to be read without SQLite; None where that cannot be."""
        root = root_of_messages(self._connection) if self._is_all else None
        pages = None
        with suppress(OSError, OddPageError):
            pages = None if root is None else MessagePages(Path(self._path), root)
        try:
            yield pages
        finally:
            if pages is not None:
                pages.close()

    def _range(self, start_ns: int | None, end_ns: int | None) -> tuple[int, int]:
        """Return the first and the last row id of a time range, by the index of times."""
        if start_ns is None and end_ns is None:
            return self._first_id, self._last_id
        query = 'SELECT min(id), max(id) FROM messages WHERE timestamp >= ? AND timestamp < ?'
        try:
            first, last = self._query(query, start_ns or 0, MOST_NS if end_ns is None else end_ns)[
                0
            ]
        except (sqlite3.Error, OverflowError):
            return self._first_id, self._last_id
        return (self._first_id, self._first_id - 1) if first is None else (first, last)

    def _lose(self, first: int, last: int, reason: str) -> None:
        """Note that rows cannot be read, together with those before them."""
        lost = self._lost
        if lost is not None and lost[1] == first - 1 and lost[2] == reason:
            first = lost[0]
            self._losses.pop()
        self._lost = (first, last, reason)
        is_rest = last == MOST_ID
        where = f'{self._path} rows ' + (f'from {first} on' if is_rest else f'{first} to {last}')
        messages = None if is_rest else last - first + 1
        self._losses.append(Loss(where, f'cannot be read: {reason}', (), messages))

    def _pieces(self, block: RowBlock) -> Iterator[MessageBatch]:
        """Yield the messages of a block by topic."""
        ids = sorted(set(block.topic_ids.tolist()))
        for topic_id in ids:
            channel = self._channels.get(topic_id)
            if channel is None:
                if topic_id not in self._nameless:
                    self._nameless.add(topic_id)
                    reason = f'messages of topic {topic_id}, which the file never names'
                    self._losses.append(Loss(self._path, reason))
                    self._lost = None
                continue
            batch = MessageBatch(
                channel, block.log_times_ns, None, block.buffer, block.starts, block.lengths
            )
            yield (
                batch if len(ids) == 1 else batch.pick(np.flatnonzero(block.topic_ids == topic_id))
            )
