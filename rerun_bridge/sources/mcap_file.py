"""An MCAP file open for reading: its bytes, and what its end says about it, if believable."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sources.base import Loss
from rerun_bridge.sources.codecs import crc32
from rerun_bridge.sources.mcap_records import (
    FOOTER_BYTES,
    MAGIC,
    RECORD_HEAD_BYTES,
    ChannelRecord,
    ChunkIndex,
    Opcode,
    SchemaRecord,
    read_channel,
    read_chunk_index,
    read_counts,
    read_extent,
    read_footer,
    read_schema,
    record_head,
)

__all__ = ['GIT_LFS', 'McapFile', 'Summary']

WINDOW_BYTES = 4096
MOST_SUMMARY_BYTES = 1 << 28
MOST_READ_BYTES = 1 << 30
"""One call to the system returns little more than twice this."""
GIT_LFS = b'version https://git-lfs'


@dataclass()
class Summary:
    """
    What the end of a file says about it.

    :param extent: first and last log time; None where that is not told.
    """

    schemas: list[SchemaRecord] = field(default_factory=list)
    channels: list[ChannelRecord] = field(default_factory=list)
    chunks: list[ChunkIndex] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    extent: tuple[int, int] | None = None


class McapFile:
    """
    An MCAP file open for reading.

    ``indexes`` is for who loads chunks: where the message indexes that were read last are.

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
        self.indexes = 0, 0
        self._window, self._window_at = memoryview(b''), 0
        try:
            self._check()
            self.summary = self._summary()
        except SourceError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; idempotent."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def read(self, offset: int, size: int) -> bytes:
        """
        Return bytes; fewer at the end of the file.

        :raises SourceError: the system cannot read them.
        """
        size = min(size, self.size - offset)
        if size <= 0:
            return b''
        try:
            data = os.pread(self._fd, min(size, MOST_READ_BYTES), offset)
            while len(data) < size:
                more = os.pread(
                    self._fd, min(size - len(data), MOST_READ_BYTES), offset + len(data)
                )
                if not more:
                    break
                data += more
        except OSError as error:
            raise self._unreadable(error, offset) from error
        return data

    def keep(self, offset: int, data: memoryview) -> None:
        """Keep what was read from an offset: who asks for what is near there has it."""
        self._window, self._window_at = data, offset

    def near(self, offset: int, size: int) -> memoryview:
        """
        Return bytes as :meth:`read` does, from what was read last if they are in there, or more.

        :raises SourceError: the system cannot read them.
        """
        start = offset - self._window_at
        if start < 0 or start + size > len(self._window):
            self.keep(offset, memoryview(self.read(offset, max(size, WINDOW_BYTES))))
            start = 0
        return self._window[start:]

    def read_into(self, offset: int, *buffers: memoryview) -> int:
        """
        Fill buffers, one after the other, and return with how many bytes.

        :raises SourceError: the system cannot read them.
        """
        try:
            return os.preadv(self._fd, buffers, offset)
        except OSError as error:
            raise self._unreadable(error, offset) from error

    def _unreadable(self, error: OSError, offset: int) -> SourceError:
        return SourceError(f'cannot be read: {error.strerror}', file=self.path, offset=offset)

    def lose(
        self, offset: int, reason: str, topics: tuple[str, ...] = (), messages: int | None = None
    ) -> None:
        """Note that something at an offset could not be read."""
        self.losses.append(Loss(f'{self.path} at byte {offset}', reason, topics, messages))

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

    def _summary(self) -> Summary | None:
        """Return the summary; None without one, or where it is damaged: then the data must do."""
        footer = self.read(max(0, self.size - FOOTER_BYTES), FOOTER_BYTES)
        start = read_footer(footer)
        if start is None or not FOOTER_BYTES <= self.size - start < MOST_SUMMARY_BYTES:
            return None
        data = self.read(start, self.size - FOOTER_BYTES - start)
        (crc,) = struct.unpack_from('<I', footer, RECORD_HEAD_BYTES + 16)
        if crc and crc32(footer[: RECORD_HEAD_BYTES + 16], crc32(data)) != crc:
            return None
        found, at = Summary(), 0
        try:
            while at + RECORD_HEAD_BYTES <= len(data):
                opcode, length = record_head(data, at)
                content = memoryview(data)[at + RECORD_HEAD_BYTES :][:length]
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
                    found.extent = read_extent(content)
        except SourceError:
            return None
        return found if at == len(data) else None
