"""
MCAP files: chunk by chunk, the next ones decompressed ahead.

Batches cut from them without touching a message.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.batching import Batcher
from rerun_bridge.messages import CLOCK_TYPE, Channel, MessageBatch, MessageDefinition
from rerun_bridge.sources.ahead import Ahead, Later, Worker
from rerun_bridge.sources.base import Loss, Progress
from rerun_bridge.sources.channels import FORMATS, channel_of
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.mcap_chunk import ChunkMessages, ChunkRecords, chunk_records
from rerun_bridge.sources.mcap_file import McapFile
from rerun_bridge.sources.mcap_group import ChunkGroup
from rerun_bridge.sources.mcap_load import LoadedChunk, load_chunk, read_chunk, unpacked
from rerun_bridge.sources.mcap_records import ChannelRecord, SchemaRecord
from rerun_bridge.sources.mcap_walk import Block, McapWalk, PlacedChunk
from rerun_bridge.sources.message_compression import plain_batch, plain_message
from rerun_bridge.sources.metadata import BagMetadata
from rerun_bridge.sources.small_messages import Part, SmallMessages

__all__ = ['McapSource']

AHEAD_BYTES = 24 * 1024 * 1024
AHEAD_CHUNKS = 8
AHEAD_FROM_BYTES = 1024 * 1024
"""To unpack less takes hardly longer than to hand it over."""
MOST_SAMPLES = 3

_Loading: TypeAlias = 'Ahead[LoadedChunk] | Later[LoadedChunk]'


class McapSource:
    """
    One MCAP file.

    :param lookup: for definitions the file does not have.
    :param metadata: of the bag the file belongs to.
    :raises SourceError: the file cannot be read, or is no MCAP file.
    """

    def __init__(
        self,
        path: Path,
        *,
        lookup: DefinitionLookup | None = None,
        metadata: BagMetadata | None = None,
    ) -> None:
        self._distro = metadata.ros_distro if metadata else ''
        self._file = McapFile(path)
        self._lookup = lookup
        self._schemas: dict[int, SchemaRecord] = {}
        self._records: dict[int, ChannelRecord] = {}
        self._channels: dict[int, Channel] = {}
        self._clocks: set[int] = set()
        self._done = 0
        summary = self._file.summary
        if summary is not None:
            self._learn(ChunkRecords(schemas=summary.schemas, channels=summary.channels))

    def channels(self) -> Sequence[Channel]:
        """Return all channels known so far; without a summary they turn up while reading."""
        return list(self._channels.values())

    def extent(self) -> tuple[int, int] | None:
        """Return the first and the last log time, by a summary that names all channels."""
        summary = self._file.summary
        if summary is None or not summary.counts.keys() <= self._channels.keys():
            return None
        return summary.extent

    def losses(self) -> Sequence[Loss]:
        """Return what could not be read so far."""
        return list(self._file.losses)

    def progress(self) -> Progress:
        """Return how far reading has come."""
        return Progress(self._done, self._file.size)

    def close(self) -> None:
        """Close the file; idempotent."""
        self._file.close()

    def __enter__(self) -> McapSource:
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
        """Yield the messages in the order of the file, batched by channel."""
        batcher = Batcher()
        self._file.losses.clear()
        found: Counter[int] = Counter()
        for data, by_channel in self._messages(start_ns, end_ns, topics):
            for channel_id, messages in by_channel.items():
                found[channel_id] += len(messages.starts)
                channel = self._channel(channel_id)
                if channel.encoding != 'cdr' or (
                    topics is not None and channel.topic not in topics
                ):
                    continue
                piece = _between(_batch(channel, data, messages), start_ns, end_ns)
                yield from batcher.add(plain_batch(piece))
                del piece
            del data, by_channel  # what is read next takes their memory
        yield from batcher.flush()
        self._done = self._file.size
        if start_ns is None and end_ns is None and topics is None:
            self._compare(found)

    def _compare(self, found: Counter[int]) -> None:
        """
        Compare how many messages there were with how many the summary counts.

        Damage between chunks is covered by no CRC: an index may turn into a message.
        """
        counts = self._file.summary.counts if self._file.summary is not None else {}
        if self._file.losses or not counts:
            return
        for channel_id in sorted(found.keys() | counts.keys()):
            expected = counts.get(channel_id, 0)
            if found[channel_id] != expected:
                topic = self._channel(channel_id).topic
                reason = f'{found[channel_id]} messages where the summary counts {expected}'
                missing = max(0, expected - found[channel_id])
                self._file.losses.append(Loss(self._file.path, reason, (topic,), missing))

    def _messages(
        self, start_ns: int | None, end_ns: int | None, topics: frozenset[str] | None
    ) -> Iterator[Part]:
        """Yield the messages of chunks and blocks; small ones of many together."""
        small = SmallMessages(self._clocks)
        for data, records in self._parts(start_ns, end_ns, topics):
            self._learn(records, data)
            yield from small.add(data, records.messages)
            del data, records
        yield from small.flush()

    def _parts(
        self, start_ns: int | None, end_ns: int | None, topics: frozenset[str] | None
    ) -> Iterator[tuple[npt.NDArray[np.uint8], ChunkRecords]]:
        """
        Yield the records of chunks and blocks, in order.

        Chunks that follow are loaded meanwhile.
        """
        group = ChunkGroup()
        for piece, loading in self._ahead(start_ns, end_ns, topics, group):
            if isinstance(piece, Block) or loading is None:
                yield from self._grouped(group)
                yield self._opened(piece, None)
                continue
            if not group.takes(piece.head.uncompressed_bytes):
                yield from self._grouped(group)
            chunk = loading.result()
            is_whole = bool(chunk.index) and not chunk.reason
            if is_whole and not _has_much_to_unpack(piece) and group.takes(len(chunk.data)):
                group.add(piece.offset, chunk)
                self._done = piece.end
            else:
                yield from self._grouped(group)
                yield self._opened(piece, chunk)
            del chunk
        yield from self._grouped(group)

    def _ahead(
        self,
        start_ns: int | None,
        end_ns: int | None,
        topics: frozenset[str] | None,
        group: ChunkGroup,
    ) -> Iterator[tuple[PlacedChunk | Block, _Loading | None]]:
        """
        Yield chunks and blocks, in order; chunks that follow are loaded meanwhile.

        Where no thread does that, the walk waits until a chunk is loaded: its index and the head
        of the next chunk are read with it.
        """
        skipped = self._unwanted(topics)
        ahead: deque[tuple[PlacedChunk | Block, _Loading | None]] = deque()
        size = 0
        with Worker('rerun_bridge mcap') as worker:
            for piece in McapWalk(self._file).pieces():
                loading = None
                if isinstance(piece, PlacedChunk):
                    if piece.offset in skipped or self._outside(piece, start_ns, end_ns):
                        continue
                    loading = self._loading(worker, piece, group)
                if not ahead and not isinstance(loading, Ahead):
                    yield piece, loading
                    continue
                ahead.append((piece, loading))
                size += _size(piece)
                while len(ahead) > AHEAD_CHUNKS or (size > AHEAD_BYTES and len(ahead) > 1):
                    size -= _size(ahead[0][0])
                    yield ahead.popleft()
            while ahead:
                yield ahead.popleft()

    def _loading(self, worker: Worker, piece: PlacedChunk, group: ChunkGroup) -> _Loading:
        """
        Have a chunk loaded: unpacked ahead, by the other core, where there is much to unpack.

        Threads take the interpreter from each other at every chunk, so the other one does no more
        than that.
        """
        if _has_much_to_unpack(piece):
            return worker.submit(unpacked, read_chunk(self._file, piece))
        return Later(partial(load_chunk, self._file, piece, group.room))

    def _unwanted(self, topics: frozenset[str] | None) -> frozenset[int]:
        """Return the offsets of the chunks that have none of the topics, by the summary."""
        if topics is None or self._file.summary is None:
            return frozenset()
        wanted = {each.id for each in self._records.values() if each.topic in topics}
        known = self._records.keys()
        return frozenset(
            chunk.offset
            for chunk in self._file.summary.chunks
            if chunk.channel_ids and chunk.channel_ids <= known and not chunk.channel_ids & wanted
        )

    def _outside(self, chunk: PlacedChunk, start_ns: int | None, end_ns: int | None) -> bool:
        """Tell whether a chunk has only messages that are not wanted."""
        if chunk.head.end_ns == 0:  # no messages, or a writer that does not say
            return False
        if end_ns is not None and chunk.head.start_ns >= end_ns:
            return True
        # Without a summary, early chunks describe the channels of later ones.
        described = self._file.summary is not None and self._file.summary.channels
        return bool(described and start_ns is not None and chunk.head.end_ns < start_ns)

    def _grouped(self, group: ChunkGroup) -> Iterator[tuple[npt.NDArray[np.uint8], ChunkRecords]]:
        for offset, data, records in group.flush():
            if records.damage:
                self._file.lose(offset, records.damage)
            yield data, records

    def _opened(
        self, piece: PlacedChunk | Block, chunk: LoadedChunk | None
    ) -> tuple[npt.NDArray[np.uint8], ChunkRecords]:
        if chunk is None or isinstance(piece, Block):
            assert isinstance(piece, Block)
            data = np.frombuffer(piece.data, np.uint8)
            records = chunk_records(data, {})
            self._done = piece.offset + len(piece.data)
        else:
            data, records = chunk.data, chunk_records(chunk.data, chunk.index)
            self._done = piece.end
            if chunk.reason:
                topics = tuple(self._records[i].topic for i in chunk.index if i in self._records)
                gone = sum(map(len, chunk.index.values())) if chunk.index else None
                self._file.lose(piece.offset, chunk.reason, topics, gone)
                records.damage = ''
        if records.damage:
            self._file.lose(piece.offset, records.damage)
        return data, records

    def _learn(self, records: ChunkRecords, data: npt.NDArray[np.uint8] | None = None) -> None:
        """Take in schemas and channels; messages beside them help where there is no definition."""
        self._schemas.update((schema.id, schema) for schema in records.schemas)
        for record in records.channels:
            if self._records.get(record.id) != record:
                self._records[record.id] = record
                self._channels.pop(record.id, None)
                channel = self._channels[record.id] = self._new_channel(record, records, data)
                if channel.type_name == CLOCK_TYPE:  # no other message may be ahead of it
                    self._clocks.add(channel.id)

    def _channel(self, channel_id: int) -> Channel:
        """Return a channel, made up where the file has messages of one it never names."""
        if channel_id not in self._channels:
            made_up = ChannelRecord(channel_id, 0, f'/channel_{channel_id}', 'unknown', {})
            self._learn(ChunkRecords(channels=[made_up]))
            self._file.losses.append(
                Loss(self._file.path, f'channel {channel_id} has messages but no description')
            )
        return self._channels[channel_id]

    def _samples(
        self, channel_id: int, records: ChunkRecords, data: npt.NDArray[np.uint8] | None
    ) -> list[bytes | memoryview]:
        """Return some messages of a channel, of the chunk that has it or of one in the summary."""
        if data is None and self._file.summary is not None:
            for index in self._file.summary.chunks:
                if channel_id in index.channel_ids:
                    chunk = McapWalk(self._file).chunk_at(index.offset)
                    if chunk is not None:
                        loaded = load_chunk(self._file, chunk)
                        data, records = loaded.data, chunk_records(loaded.data, loaded.index)
                    break
        messages = records.messages.of(channel_id)
        if data is None or messages is None:
            return []
        ends = messages.starts + messages.lengths
        places = zip(messages.starts[:MOST_SAMPLES].tolist(), ends.tolist())
        return [plain_message(memoryview(data)[start:end]) for start, end in places]

    def _new_channel(
        self, record: ChannelRecord, records: ChunkRecords, data: npt.NDArray[np.uint8] | None
    ) -> Channel:
        schema = self._schemas.get(record.schema_id)
        definition = None
        if schema is not None and schema.data and (form := FORMATS.get(schema.encoding)):
            definition = MessageDefinition(form, schema.data.decode('utf-8', 'replace'))
        looked_up = schema is not None and definition is None and record.message_encoding == 'cdr'
        summary = self._file.summary
        counts = summary.counts if summary is not None else {}
        return channel_of(
            record.id,
            record.topic,
            schema.name if schema else '',
            definition,
            encoding=record.message_encoding,
            profiles=record.metadata.get('offered_qos_profiles', ''),
            message_count=counts.get(record.id, 0) if counts else None,
            type_hash=record.metadata.get('topic_type_hash', ''),
            ros_distro=self._distro,
            samples=self._samples(record.id, records, data) if looked_up else (),
            lookup=self._lookup,
            has_no_text=schema is not None and schema.encoding == 'ros2msg' and not schema.data,
        )


def _has_much_to_unpack(piece: PlacedChunk) -> bool:
    return bool(piece.head.compression) and piece.head.uncompressed_bytes >= AHEAD_FROM_BYTES


def _size(piece: PlacedChunk | Block) -> int:
    return len(piece.data) if isinstance(piece, Block) else piece.head.uncompressed_bytes


def _batch(channel: Channel, data: npt.NDArray[np.uint8], messages: ChunkMessages) -> MessageBatch:
    return MessageBatch(
        channel,
        messages.log_times_ns,
        messages.publish_times_ns,
        data,
        messages.starts,
        messages.lengths,
    )


def _between(batch: MessageBatch, start_ns: int | None, end_ns: int | None) -> MessageBatch:
    """Return the messages of a batch that are within a time range."""
    if start_ns is None and end_ns is None:
        return batch
    wanted = np.ones(len(batch), np.bool_)
    if start_ns is not None:
        wanted &= batch.log_times_ns >= start_ns
    if end_ns is not None:
        wanted &= batch.log_times_ns < end_ns
    return batch if wanted.all() else batch.pick(np.flatnonzero(wanted))
