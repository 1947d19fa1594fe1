"""
The records of one chunk: which messages of which channel lie where.

The message index that follows a chunk says it at once; it is believed only when it accounts for
every byte of the chunk. Otherwise the records are walked one by one, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import gather
from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sources.mcap_records import (
    LEAST_MESSAGE_BYTES,
    MESSAGE_HEAD,
    RECORD_HEAD_BYTES,
    ChannelRecord,
    Opcode,
    SchemaRecord,
    read_channel,
    read_schema,
    record_head,
)

__all__ = [
    'ChunkMessages',
    'ChunkRecords',
    'MessagesByChannel',
    'chunk_records',
    'indexed_records',
]

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ChunkMessages:
    """
    Messages in a chunk.

    :param starts: of their payloads in the chunk, int64, shape (n,).
    """

    starts: Ints
    lengths: Ints
    log_times_ns: Ints
    publish_times_ns: Ints

    def pick(self, rows: Ints | npt.NDArray[np.bool_] | slice) -> ChunkMessages:
        """Return some of them."""
        return ChunkMessages(
            self.starts[rows],
            self.lengths[rows],
            self.log_times_ns[rows],
            self.publish_times_ns[rows],
        )


@dataclass(frozen=True)
class MessagesByChannel:
    """
    The messages of a chunk, one channel after the other, those of each in file order.

    :param counts: of the messages of each channel: at least one.
    """

    ids: tuple[int, ...]
    counts: tuple[int, ...]
    messages: ChunkMessages

    def items(self) -> Iterator[tuple[int, ChunkMessages]]:
        """Yield each channel with its messages."""
        at = 0
        for channel_id, count in zip(self.ids, self.counts):
            yield channel_id, self.messages.pick(slice(at, at + count))
            at += count

    def of(self, channel_id: int) -> ChunkMessages | None:
        """Return the messages of a channel; None for none."""
        return next((found for each, found in self.items() if each == channel_id), None)

    def longest(self) -> list[int]:
        """Return the length of the longest message of each channel."""
        firsts = np.cumsum(np.array([0, *self.counts[:-1]]))
        longest: list[int] = np.maximum.reduceat(self.messages.lengths, firsts).tolist()
        return longest

    def pick(self, rows: npt.NDArray[np.bool_], channels: Sequence[bool]) -> MessagesByChannel:
        """Return the messages of some channels, which are these rows."""
        return MessagesByChannel(
            tuple([each for each, is_one in zip(self.ids, channels) if is_one]),
            tuple([each for each, is_one in zip(self.counts, channels) if is_one]),
            self.messages.pick(rows),
        )

    def at(self, starts: Ints) -> MessagesByChannel:
        """Return the same messages in another place."""
        found = self.messages
        return MessagesByChannel(
            self.ids,
            self.counts,
            ChunkMessages(starts, found.lengths, found.log_times_ns, found.publish_times_ns),
        )


_NOWHERE = np.empty(0, np.int64)
_NONE = MessagesByChannel((), (), ChunkMessages(_NOWHERE, _NOWHERE, _NOWHERE, _NOWHERE))


@dataclass()
class ChunkRecords:
    """
    Everything of use in a chunk.

    :param damage: why its last records are missing; empty for none.
    """

    messages: MessagesByChannel = _NONE
    schemas: list[SchemaRecord] = field(default_factory=list)
    channels: list[ChannelRecord] = field(default_factory=list)
    damage: str = ''


def chunk_records(data: Bytes, index: Mapping[int, Ints]) -> ChunkRecords:
    """
    Return the records of a chunk.

    :param data: its decompressed records.
    :param index: offsets of the messages of each channel; empty where unknown.
    """
    return indexed_records(data, index) or _walked(data)


def _heads(data: Bytes, offsets: Ints) -> npt.NDArray[np.void]:
    heads = gather(data, offsets, np.dtype(f'V{MESSAGE_HEAD.itemsize}'))
    return np.ascontiguousarray(heads).view(MESSAGE_HEAD)


def _messages(heads: npt.NDArray[np.void], offsets: Ints) -> ChunkMessages:
    return ChunkMessages(
        offsets + MESSAGE_HEAD.itemsize,
        heads['length'].astype(np.int64) - LEAST_MESSAGE_BYTES,
        heads['log_time'].astype(np.int64),
        heads['publish_time'].astype(np.int64),
    )


def indexed_records(data: Bytes, index: Mapping[int, Ints]) -> ChunkRecords | None:
    """Return what an index says, or None where it does not account for all of the data."""
    places = {channel_id: offsets for channel_id, offsets in index.items() if len(offsets)}
    if not places:
        return None
    ids, counts = list(places), [len(offsets) for offsets in places.values()]
    at, owners = np.concatenate(list(places.values())), np.repeat(np.array(ids), counts)
    if at.min() < 0 or at.max() > len(data) - MESSAGE_HEAD.itemsize:
        return None
    if not ((at[1:] > at[:-1]) | (owners[1:] != owners[:-1])).all():
        # The index is in the order of log times: back into that of the file.
        order = np.lexsort((at, np.repeat(np.arange(len(ids)), counts)))
        at = at[order]
    heads = _heads(data, at)
    messages = _messages(heads, at)
    fits = (heads['opcode'] == Opcode.MESSAGE) & (heads['channel_id'].astype(np.int64) == owners)
    fits &= (messages.lengths >= 0) & (messages.lengths <= len(data))
    if not fits.all():
        return None
    between = _between(data, at, messages.starts + messages.lengths)
    if between is not None:
        between.messages = MessagesByChannel(tuple(ids), tuple(counts), messages)
    return between


def _between(data: Bytes, starts: Ints, ends: Ints) -> ChunkRecords | None:
    """
    Return the records between messages.

    None where messages overlap, or where there is something else than whole schemas and channels:
    a message that the index does not know.
    """
    if len(starts) > 1 and not (starts[1:] > starts[:-1]).all():
        order = np.argsort(starts)
        starts, ends = starts[order], ends[order]
    found = ChunkRecords()
    befores, afters = np.append(0, ends), np.append(starts, len(data))
    for gap in np.flatnonzero(befores != afters).tolist():
        if befores[gap] > afters[gap]:
            return None
        part = _walked(data[int(befores[gap]) : int(afters[gap])])
        if part.messages.ids or part.damage:
            return None
        found.schemas += part.schemas
        found.channels += part.channels
    return found


def _walked(data: Bytes) -> ChunkRecords:
    """Return the records one by one; stop where one does not fit."""
    found = ChunkRecords()
    offsets: dict[int, list[int]] = {}
    view, at, size = memoryview(data), 0, len(data)
    while at < size:
        end = size + 1
        if at + RECORD_HEAD_BYTES <= size:
            opcode, length = record_head(view, at)
            end = at + RECORD_HEAD_BYTES + length
        if end > size or (opcode == Opcode.MESSAGE and length < LEAST_MESSAGE_BYTES):
            found.damage = f'record at byte {at} of the chunk does not fit'
            break
        content = view[at + RECORD_HEAD_BYTES : end]
        try:
            if opcode == Opcode.MESSAGE:
                offsets.setdefault(content[0] | content[1] << 8, []).append(at)
            elif opcode == Opcode.SCHEMA:
                found.schemas.append(read_schema(content))
            elif opcode == Opcode.CHANNEL:
                found.channels.append(read_channel(content))
        except SourceError as error:
            found.damage = f'record at byte {at} of the chunk: {error.message}'
        at = end
    if offsets:
        every = np.concatenate([np.array(places, np.int64) for places in offsets.values()])
        counts = tuple([len(places) for places in offsets.values()])
        messages = _messages(_heads(data, every), every)
        found.messages = MessagesByChannel(tuple(offsets), counts, messages)
    return found
