"""
The records of one chunk: which messages of which channel lie where.

The message index that follows a chunk says it at once; it is believed only when it accounts for
every byte of the chunk. Otherwise the records are walked one by one, with the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.mcap_records import (
    MESSAGE_HEAD,
    RECORD_HEAD_BYTES,
    ChannelRecord,
    Opcode,
    SchemaRecord,
    read_channel,
    read_schema,
    record_head,
)

__all__ = ['ChunkMessages', 'ChunkRecords', 'chunk_records']

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
AFTER_LENGTH = MESSAGE_HEAD.itemsize - RECORD_HEAD_BYTES


@dataclass(frozen=True)
class ChunkMessages:
    """
    The messages of one channel in a chunk, in file order.

    :param starts: of their payloads in the chunk, int64, shape (n,).
    """

    starts: Ints
    lengths: Ints
    log_times_ns: Ints
    publish_times_ns: Ints


@dataclass
class ChunkRecords:
    """
    Everything of use in a chunk.

    :param damage: why its last records are missing; empty for none.
    """

    messages: dict[int, ChunkMessages] = field(default_factory=dict)
    schemas: list[SchemaRecord] = field(default_factory=list)
    channels: list[ChannelRecord] = field(default_factory=list)
    damage: str = ''


def chunk_records(data: Bytes, index: Mapping[int, Ints]) -> ChunkRecords:
    """
    Return the records of a chunk.

    :param data: its decompressed records.
    :param index: offsets of the messages of each channel; empty where unknown.
    """
    return _indexed(data, index) or _walked(data)


def _heads(data: Bytes, offsets: Ints) -> npt.NDArray[np.void]:
    windows = np.ndarray(
        (len(data) - MESSAGE_HEAD.itemsize + 1,), f'V{MESSAGE_HEAD.itemsize}', data, strides=(1,)
    )
    return windows[offsets].view(MESSAGE_HEAD)


def _of_channel(heads: npt.NDArray[np.void], offsets: Ints) -> ChunkMessages:
    return ChunkMessages(
        offsets + MESSAGE_HEAD.itemsize,
        heads['length'].astype(np.int64) - AFTER_LENGTH,
        heads['log_time'].astype(np.int64),
        heads['publish_time'].astype(np.int64),
    )


def _indexed(data: Bytes, index: Mapping[int, Ints]) -> ChunkRecords | None:
    """Return what the index says, or None where it does not account for the whole chunk."""
    found = ChunkRecords()
    offsets, ends = [], []
    last = len(data) - MESSAGE_HEAD.itemsize
    for channel_id, unsorted in index.items():
        if not len(unsorted):
            continue
        at = unsorted if bool((unsorted[1:] > unsorted[:-1]).all()) else np.sort(unsorted)
        if at[0] < 0 or at[-1] > last:
            return None
        heads = _heads(data, at)
        fits = (heads['opcode'] == Opcode.MESSAGE) & (heads['channel_id'] == channel_id)
        if not fits.all() or (heads['length'] > len(data)).any():
            return None
        found.messages[channel_id] = messages = _of_channel(heads, at)
        offsets.append(at)
        ends.append(messages.starts + messages.lengths)
    if not offsets:
        return None
    starts, stops = np.concatenate(offsets), np.concatenate(ends)
    if len(offsets) > 1:
        order = np.argsort(starts, kind='stable')
        starts, stops = starts[order], stops[order]
    edges = np.concatenate([[0], stops]), np.concatenate([starts, [len(data)]])
    for gap in np.flatnonzero(edges[0] != edges[1]).tolist():
        between = _walked(data[int(edges[0][gap]) : int(edges[1][gap])])
        if edges[0][gap] > edges[1][gap] or between.messages or between.damage:
            return None
        found.schemas += between.schemas
        found.channels += between.channels
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
        if end > size or (opcode == Opcode.MESSAGE and length < AFTER_LENGTH):
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
            break
        at = end
    for channel_id, places in offsets.items():
        starts = np.array(places, np.int64)
        found.messages[channel_id] = _of_channel(_heads(data, starts), starts)
    return found
