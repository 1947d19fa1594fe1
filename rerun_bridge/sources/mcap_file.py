"""
The bytes of an MCAP file, in order: chunks, and the records between them.

The summary at the end is believed where it fits the file; without one, or with a damaged one, the
data is walked from the start. Behind damage the walk goes on at the next chunk that can be
recognised.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.base import Loss
from rerun_bridge.sources.mcap_records import (
    FOOTER_BYTES,
    MAGIC,
    RECORD_HEAD_BYTES,
    ChannelRecord,
    ChunkIndex,
    Opcode,
    SchemaRecord,
    read_channel,
    read_chunk_head,
    read_chunk_index,
    read_counts,
    read_footer,
    read_schema,
    record_head,
)
from rerun_bridge.sources.mcap_records import ChunkRecord as Head

__all__ = ['Block', 'McapFile', 'PlacedChunk', 'Summary']

BLOCK_BYTES = 4 * 1024 * 1024
CHUNK_HEAD_BYTES = 64
MOST_SUMMARY_BYTES = 1 << 30
GIT_LFS = b'version https://git-lfs'


@dataclass
class Summary:
    """What the end of a file says about it."""

    schemas: list[SchemaRecord] = field(default_factory=list)
    channels: list[ChannelRecord] = field(default_factory=list)
    chunks: list[ChunkIndex] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacedChunk:
    """
    A chunk and where it lies.

    :param offset: of its record.
    :param data_offset: of its (compressed) records.
    :param end: first byte after it; may lie beyond the end of a file that was cut.
    """

    head: Head
    offset: int
    data_offset: int
    end: int


@dataclass(frozen=True)
class Block:
    """Whole records outside of chunks."""

    offset: int
    data: bytes


class McapFile:
    """
    An MCAP file open for reading.

    :raises SourceError: it cannot be read, or is no MCAP file.
    """

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        try:
            self._fd = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise SourceError(f'cannot be opened: {error.strerror}', file=self.path) from error
        self.size = os.fstat(self._fd).st_size
        self.losses: list[Loss] = []
        try:
            self._check()
        except SourceError:
            self.close()
            raise
        self.summary = self._summary()

    def close(self) -> None:
        """Close the file; idempotent."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def read(self, offset: int, size: int) -> bytes:
        """Return bytes; fewer at the end of the file."""
        try:
            return os.pread(self._fd, size, offset)
        except OSError as error:
            raise SourceError(
                f'cannot be read: {error.strerror}', file=self.path, offset=offset
            ) from error

    def _check(self) -> None:
        head = self.read(0, len(GIT_LFS))
        if not head:
            raise SourceError('is empty', file=self.path)
        if head.startswith(GIT_LFS):
            raise SourceError(
                'is a Git LFS pointer, not the file itself: run `git lfs pull`', file=self.path
            )
        if not head.startswith(MAGIC):
            raise SourceError('is not an MCAP file: it does not begin as one', file=self.path)

    def lose(
        self, offset: int, reason: str, topics: tuple[str, ...] = (), messages: int | None = None
    ) -> None:
        """Note that something at an offset could not be read."""
        self.losses.append(Loss(f'{self.path} at byte {offset}', reason, topics, messages))

    def _summary(self) -> Summary | None:
        start = read_footer(self.read(max(0, self.size - FOOTER_BYTES), FOOTER_BYTES))
        if start is None or not 0 < self.size - start < MOST_SUMMARY_BYTES:
            return None
        data = self.read(start, self.size - FOOTER_BYTES - start)
        found, at = Summary(), 0
        try:
            while at + RECORD_HEAD_BYTES <= len(data):
                opcode, length = record_head(data, at)
                content = memoryview(data)[
                    at + RECORD_HEAD_BYTES : at + RECORD_HEAD_BYTES + length
                ]
                if len(content) < length:
                    return None
                at += RECORD_HEAD_BYTES + length
                if opcode == Opcode.SCHEMA:
                    found.schemas.append(read_schema(content))
                elif opcode == Opcode.CHANNEL:
                    found.channels.append(read_channel(content))
                elif opcode == Opcode.CHUNK_INDEX:
                    found.chunks.append(read_chunk_index(content))
                elif opcode == Opcode.STATISTICS:
                    found.counts = read_counts(content)
        except SourceError:
            return None
        return found if at == len(data) else None

    def pieces(self) -> Iterator[PlacedChunk | Block]:
        """Yield the chunks and the records between them, in order; note what is damaged."""
        at = len(MAGIC)
        while True:
            head = self.read(at, RECORD_HEAD_BYTES + CHUNK_HEAD_BYTES)
            if len(head) < RECORD_HEAD_BYTES:
                self.lose(at, 'the file is cut off: it ends without a footer')
                return
            opcode, length = record_head(head)
            end = at + RECORD_HEAD_BYTES + length
            if opcode in (Opcode.DATA_END, Opcode.FOOTER):
                return
            if opcode == Opcode.CHUNK and length >= 40 and (chunk := self._chunk(head, at, end)):
                yield chunk
                if end > self.size:
                    return
                at = end
            elif opcode in (Opcode.SCHEMA, Opcode.CHANNEL, Opcode.MESSAGE) and end <= self.size:
                block = self._block(at, end)
                yield block
                at += len(block.data)
            elif 0 < opcode <= Opcode.DATA_END and opcode != Opcode.CHUNK and end <= self.size:
                at = end
            elif (found := self._next_chunk(at + 1)) is not None:
                self.lose(at, f'damaged record: skipped to the next chunk at byte {found}')
                at = found
            else:
                cut = 0 < opcode <= Opcode.DATA_END and end > self.size
                self.lose(
                    at,
                    'the file is cut off inside a record'
                    if cut
                    else 'damaged record: the rest is lost',
                )
                return

    def _chunk(self, head: bytes, at: int, end: int) -> PlacedChunk | None:
        try:
            record = read_chunk_head(head[RECORD_HEAD_BYTES:])
        except SourceError:
            return None
        data_offset = at + RECORD_HEAD_BYTES + record.head_bytes
        fits = data_offset + record.compressed_bytes == end
        return PlacedChunk(record, at, data_offset, end) if fits else None

    def _block(self, at: int, end: int) -> Block:
        """
        Return as many whole records that stand outside of chunks as fit a block.

        At least one.
        """
        data = self.read(at, max(BLOCK_BYTES, end - at))
        size = end - at
        while size + RECORD_HEAD_BYTES <= len(data):
            opcode, length = record_head(data, size)
            after = size + RECORD_HEAD_BYTES + length
            if opcode not in (Opcode.SCHEMA, Opcode.CHANNEL, Opcode.MESSAGE) or after > len(data):
                break
            size = after
        return Block(at, data[:size])

    def _next_chunk(self, at: int) -> int | None:
        """
        Return where the next chunk begins.

        By the summary, else by what a compressed chunk looks like.
        """
        if self.summary is not None and self.summary.chunks:
            return min((c.offset for c in self.summary.chunks if c.offset >= at), default=None)
        while at < self.size:
            data = self.read(at, BLOCK_BYTES)
            for sign in (b'\x04\0\0\0zstd', b'\x03\0\0\0lz4'):
                found = data.find(sign)
                while found >= 0:
                    place = at + found - RECORD_HEAD_BYTES - 28
                    if place >= at and self._is_chunk(place):
                        return place
                    found = data.find(sign, found + 1)
            if len(data) < BLOCK_BYTES:
                break
            at += BLOCK_BYTES - 2 * CHUNK_HEAD_BYTES
        return None

    def _is_chunk(self, at: int) -> bool:
        head = self.read(at, RECORD_HEAD_BYTES + CHUNK_HEAD_BYTES)
        if len(head) < RECORD_HEAD_BYTES + 40:
            return False
        opcode, length = record_head(head)
        return (
            opcode == Opcode.CHUNK
            and self._chunk(head, at, at + RECORD_HEAD_BYTES + length) is not None
        )
