"""
MCAP records as values.

What the bytes of a schema, channel, chunk, index or footer record say.
"""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass

__all__ = [
    'ChannelRecord',
    'ChunkIndex',
    'ChunkRecord',
    'FOOTER_BYTES',
    'INDEX_HEAD',
    'INDEX_SIZE_BYTES',
    'LEAST_MESSAGE_BYTES',
    'MAGIC',
    'MESSAGE_HEAD',
    'Opcode',
    'RECORD_HEAD_BYTES',
    'SchemaRecord',
    'read_channel',
    'read_chunk_head',
    'read_chunk_index',
    'read_counts',
    'read_extent',
    'read_footer',
    'read_message_indexes',
    'read_schema',
    'record_head',
]

MAGIC = b'\x89MCAP0\r\n'
RECORD_HEAD_BYTES = 9
FOOTER_BYTES = RECORD_HEAD_BYTES + 20 + len(MAGIC)

MESSAGE_HEAD = np.dtype(
    {
        'names': ['opcode', 'length', 'channel_id', 'log_time', 'publish_time'],
        'formats': ['u1', '<u8', '<u2', '<u8', '<u8'],
        'offsets': [0, 1, 9, 15, 23],
        'itemsize': 31,
    }
)
"""A message record up to its payload."""


INDEX_HEAD, OFFSET = struct.Struct('<BQHI'), np.dtype('<i8')
"""Of a message index: opcode, length, the channel and how many bytes follow."""
INDEX_SIZE_BYTES = INDEX_HEAD.size - RECORD_HEAD_BYTES
"""How much longer the content of an index is than what it says to follow."""
CHUNK_HEAD, CHUNK_BYTES = struct.Struct('<QQQII'), struct.Struct('<Q')
"""Of a chunk: times, size, checksum and how long the codec's name is; what follows that."""
CHUNK_INDEX_HEAD = struct.Struct('<QQQQI')
CHANNEL_OFFSET = np.dtype([('id', '<u2'), ('at', '<u8')])

LEAST_MESSAGE_BYTES = MESSAGE_HEAD.itemsize - RECORD_HEAD_BYTES
"""What a message record has besides its payload."""


class Opcode:
    """What a record is: plain numbers, as they are compared with arrays and bytes."""

    HEADER = 1
    FOOTER = 2
    SCHEMA = 3
    CHANNEL = 4
    MESSAGE = 5
    CHUNK = 6
    MESSAGE_INDEX = 7
    CHUNK_INDEX = 8
    ATTACHMENT = 9
    ATTACHMENT_INDEX = 10
    STATISTICS = 11
    METADATA = 12
    METADATA_INDEX = 13
    SUMMARY_OFFSET = 14
    DATA_END = 15


@dataclass(frozen=True)
class SchemaRecord:
    """A message definition as the file has it."""

    id: int
    name: str
    encoding: str
    data: bytes


@dataclass(frozen=True)
class ChannelRecord:
    """A topic as the file has it."""

    id: int
    schema_id: int
    topic: str
    message_encoding: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class ChunkRecord:
    """
    A chunk up to its records.

    :param head_bytes: from the start of the record's content to its (compressed) records.
    """

    start_ns: int
    end_ns: int
    uncompressed_bytes: int
    crc: int
    compression: str
    compressed_bytes: int
    head_bytes: int


@dataclass(frozen=True)
class ChunkIndex:
    """Where a chunk lies and which channels it has, by the file's summary."""

    start_ns: int
    end_ns: int
    offset: int
    length: int
    channel_ids: frozenset[int]


class _Reader:
    """Reads the parts of one record's content, each only if it is there."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = memoryview(data)
        self.at = 0

    def take(self, size: int) -> memoryview:
        part = self.data[self.at : self.at + size]
        if len(part) < size:
            raise SourceError('record is too short')
        self.at += size
        return part

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def sized(self) -> memoryview:
        return self.take(*self.numbers('<I'))

    def text(self) -> str:
        return bytes(self.sized()).decode('utf-8', 'replace')


def record_head(data: bytes | memoryview, at: int = 0) -> tuple[int, int]:
    """Return the opcode and the length of the content of the record at an offset."""
    opcode, length = struct.unpack_from('<BQ', data, at)
    return opcode, length


def read_schema(data: bytes | memoryview) -> SchemaRecord:
    """Return a schema record."""
    reader = _Reader(data)
    (number,) = reader.numbers('<H')
    return SchemaRecord(number, reader.text(), reader.text(), bytes(reader.sized()))


def read_channel(data: bytes | memoryview) -> ChannelRecord:
    """Return a channel record."""
    reader = _Reader(data)
    number, schema_id = reader.numbers('<HH')
    topic, encoding, pairs = reader.text(), reader.text(), _Reader(reader.sized())
    metadata = {}
    while pairs.at < len(pairs.data):
        key = pairs.text()
        metadata[key] = pairs.text()
    return ChannelRecord(number, schema_id, topic, encoding, metadata)


def read_chunk_head(data: bytes | memoryview) -> ChunkRecord:
    """Return a chunk record from at least its first bytes."""
    if len(data) < CHUNK_HEAD.size:
        raise SourceError('record is too short')
    start, end, size, crc, name_bytes = CHUNK_HEAD.unpack_from(data)
    at = CHUNK_HEAD.size + name_bytes
    if len(data) < at + CHUNK_BYTES.size:
        raise SourceError('record is too short')
    compression = bytes(data[CHUNK_HEAD.size : at]).decode('utf-8', 'replace')
    (compressed,) = CHUNK_BYTES.unpack_from(data, at)
    return ChunkRecord(start, end, size, crc, compression, compressed, at + CHUNK_BYTES.size)


def read_chunk_index(data: bytes | memoryview) -> ChunkIndex:
    """Return a chunk index record."""
    if len(data) < CHUNK_INDEX_HEAD.size:
        raise SourceError('record is too short')
    start, end, offset, length, map_bytes = CHUNK_INDEX_HEAD.unpack_from(data)
    count = map_bytes // CHANNEL_OFFSET.itemsize
    if len(data) < CHUNK_INDEX_HEAD.size + count * CHANNEL_OFFSET.itemsize:
        raise SourceError('record is too short')
    entries = np.frombuffer(data, CHANNEL_OFFSET, count, CHUNK_INDEX_HEAD.size)
    return ChunkIndex(start, end, offset, length, frozenset(entries['id'].tolist()))


def read_message_indexes(
    data: memoryview,
) -> tuple[dict[int, npt.NDArray[np.int64]], int, int]:
    """
    Return the message indexes at the start of some data, and how long they are.

    An index is a channel's id, and the offsets of its messages in the chunk's records, in time
    order.

    :returns: besides, how long they are with the next one, which the data has only a part of; zero
        where there is none.
    """
    found: dict[int, npt.NDArray[np.int64]] = {}
    at, available = 0, len(data)
    while at + INDEX_HEAD.size <= available:
        opcode, length, channel_id, size = INDEX_HEAD.unpack_from(data, at)
        if opcode != Opcode.MESSAGE_INDEX or length != size + INDEX_SIZE_BYTES:
            return found, at, 0
        end = at + RECORD_HEAD_BYTES + length
        if end > available:
            return found, at, end
        # time, offset, time, offset, …
        numbers = 2 * (size // (2 * OFFSET.itemsize))
        found[channel_id] = np.frombuffer(data, OFFSET, numbers, at + INDEX_HEAD.size)[1::2]
        at = end
    return found, at, at + INDEX_HEAD.size


def read_counts(data: bytes | memoryview) -> dict[int, int]:
    """Return how many messages each channel has, by a statistics record."""
    reader = _Reader(data)
    reader.take(42)
    entries = _Reader(reader.sized())
    return dict(entries.numbers('<HQ') for _ in range(len(entries.data) // 10))  # type: ignore[misc]


def read_extent(data: bytes | memoryview) -> tuple[int, int] | None:
    """
    Return the first and the last log time, by a statistics record.

    None where there is no message, or not all are counted by channel.
    """
    messages, *_, first, last = _Reader(data).numbers('<QHIIIIQQ')
    is_whole = 0 < messages == sum(read_counts(data).values())
    return (first, last) if is_whole and first <= last < 1 << 63 else None


def read_footer(data: bytes | memoryview) -> int | None:
    """Return where the summary starts, from a file's last bytes; None where there is none."""
    if len(data) < FOOTER_BYTES or bytes(data[-len(MAGIC) :]) != MAGIC:
        return None
    opcode, length = record_head(data)
    (start,) = struct.unpack_from('<Q', data, RECORD_HEAD_BYTES)
    return start if opcode == Opcode.FOOTER and length == 20 and start else None
