"""
The way through an MCAP file from its start: chunks, and the records between them.

Every file is walked, with a summary or without one. What a record says about its length is
believed as far as the rest of the file agrees; behind damage the walk goes on at the next chunk or
messages that can be recognised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass
from rerun_bridge.sources.mcap_file import McapFile
from rerun_bridge.sources.mcap_records import (
    INDEX_HEAD,
    INDEX_SIZE_BYTES,
    LEAST_MESSAGE_BYTES,
    MAGIC,
    RECORD_HEAD_BYTES,
    ChunkRecord,
    Opcode,
    read_chunk_head,
    read_message_indexes,
    record_head,
)

__all__ = ['Block', 'McapWalk', 'PlacedChunk']

BLOCK_BYTES, LEAST_BLOCK_BYTES = 4 * 1024 * 1024, 64 * 1024
INDEXES_BYTES = 1024
CHUNK_HEAD_BYTES = 64
LEAST_CHUNK_BYTES = 40
LOOSE = (Opcode.SCHEMA, Opcode.CHANNEL, Opcode.MESSAGE)
END_BYTES = {Opcode.DATA_END: 4, Opcode.FOOTER: 20}
PRIVATE = 0x80
"""Opcodes from here on are for applications of their own."""
RECORDS_IN_A_ROW = 4
"""So many that follow each other are no chance."""
MOST_GAPS, MOST_GUESSES = 1000, 100_000
"""Of damaged places, and of places looked at behind them: then the rest is given up."""

CHUNK_SHAPE = np.dtype(
    {
        'names': ['opcode', 'length', 'codec_bytes'],
        'formats': ['u1', '<u8', '<u4'],
        'offsets': [0, 1, 37],
        'itemsize': 41,
    }
)


@dataclass(frozen=True)
class PlacedChunk:
    """
    A chunk and where it lies.

    :param offset: of its record.
    :param data_offset: of its (compressed) records.
    :param end: first byte after it; may lie beyond the end of a file that was cut.
    """

    head: ChunkRecord
    offset: int
    data_offset: int
    end: int


@dataclass(frozen=True)
class Block:
    """Whole records outside of chunks."""

    offset: int
    data: bytes


class McapWalk:
    """One walk through a file; what is damaged is noted with the file."""

    def __init__(self, file: McapFile) -> None:
        self._file = file
        self._size = file.size
        chunks = file.summary.chunks if file.summary is not None else []
        self._known = sorted({chunk.offset for chunk in chunks})
        self._guesses = 0

    def pieces(self) -> Iterator[PlacedChunk | Block]:
        """Yield the chunks and the records between them, in order."""
        try:
            yield from self._pieces()
        except SourceError as error:
            self._file.lose(error.offset or 0, f'{error.message}: the rest is lost')

    def _pieces(self) -> Iterator[PlacedChunk | Block]:
        at, gaps = len(MAGIC), 0
        while True:
            head = self._peek(at)
            if len(head) < RECORD_HEAD_BYTES:
                self._file.lose(at, 'the file is cut off: it ends without a footer')
                return
            opcode, length = record_head(head)
            if (chunk := self._chunk(at, head)) is not None:
                yield chunk
                if chunk.end > self._size:
                    return
                at = self._after_indexes(chunk.end)
            elif END_BYTES.get(opcode) == length and self._next_known(at) is None:
                self._look_behind_the_end(at)
                return
            elif opcode in LOOSE and self._is_whole(at, head):
                block = self._block(at)
                yield block
                at += len(block.data)
            elif self._is_whole(at, head):
                at += RECORD_HEAD_BYTES + length
            else:
                gaps += 1
                found = self._recognised(at + 1) if gaps <= MOST_GAPS else None
                if found is None:
                    self._lose_rest(at, opcode, length)
                    return
                self._file.lose(at, f'damaged record: skipped to what can be read at byte {found}')
                at = found

    def _after_indexes(self, at: int) -> int:
        """Return where the message indexes that follow a chunk end, or most of them."""
        begin, end = self._file.indexes
        if begin == at:
            return end
        return at + read_message_indexes(self._file.near(at, INDEXES_BYTES))[1]

    def _look_behind_the_end(self, at: int) -> None:
        """Note what follows the end of a file, as that of a file that was appended to another."""
        if self._file.summary is not None:  # the end is where the file ends
            return
        while len(head := self._file.read(at, RECORD_HEAD_BYTES)) == RECORD_HEAD_BYTES:
            opcode, length = record_head(head)
            at += RECORD_HEAD_BYTES + length
            if opcode == Opcode.FOOTER:
                left = self._size - at - len(MAGIC)
                if left > 0 and self._file.read(at, len(MAGIC)) == MAGIC:
                    at += len(MAGIC)
                    self._file.lose(at, f'{left:,} bytes behind the end of the file are not read')
                return

    def _lose_rest(self, at: int, opcode: int, length: int) -> None:
        is_cut = 0 < opcode <= Opcode.DATA_END and at + RECORD_HEAD_BYTES + length > self._size
        cut, damaged = 'the file is cut off inside a record', 'damaged record: the rest is lost'
        self._file.lose(at, cut if is_cut else damaged)

    def _peek(self, at: int) -> bytes:
        """Return the first bytes of a record."""
        size = RECORD_HEAD_BYTES + CHUNK_HEAD_BYTES
        return bytes(self._file.near(at, size)[:size])

    def chunk_at(self, at: int) -> PlacedChunk | None:
        """Return the chunk at an offset, None where there is none."""
        return self._chunk(at, self._file.read(at, RECORD_HEAD_BYTES + CHUNK_HEAD_BYTES))

    def _chunk(self, at: int, head: bytes) -> PlacedChunk | None:
        """Return the chunk at an offset if its two lengths agree, whatever its opcode is."""
        if len(head) < RECORD_HEAD_BYTES + LEAST_CHUNK_BYTES:
            return None
        _, length = record_head(head)
        try:
            record = read_chunk_head(head[RECORD_HEAD_BYTES:])
        except SourceError:
            return None
        end = at + RECORD_HEAD_BYTES + length
        data_offset = at + RECORD_HEAD_BYTES + record.head_bytes
        fits = data_offset + record.compressed_bytes == end
        is_cut = end > self._size and self._file.summary is None
        return (
            PlacedChunk(record, at, data_offset, end)
            if fits and (end <= self._size or is_cut)
            else None
        )

    def _next_known(self, at: int) -> int | None:
        """Return the offset of the next chunk by the summary, if it is there."""
        offset: int
        for offset in self._known[bisect_left(self._known, at) :]:
            if self.chunk_at(offset):
                return offset
        return None

    def _is_whole(self, at: int, head: bytes) -> bool:
        """Tell whether this can be a record that is no chunk: in the file, and no chunk in it."""
        opcode, length = record_head(head)
        end = at + RECORD_HEAD_BYTES + length
        if end > self._size or not (0 < opcode <= Opcode.DATA_END or opcode >= PRIVATE):
            return False
        if opcode == Opcode.CHUNK or (opcode == Opcode.MESSAGE and length < LEAST_MESSAGE_BYTES):
            return False
        if opcode in END_BYTES and END_BYTES[opcode] != length:
            return False
        if opcode == Opcode.MESSAGE_INDEX:
            *_, size = INDEX_HEAD.unpack_from(head.ljust(INDEX_HEAD.size, b'\0'))
            if length != size + INDEX_SIZE_BYTES:
                return False
        following = bisect_left(self._known, at + 1)
        if following == len(self._known) or self._known[following] >= end:
            return True
        known = self._next_known(at + 1)
        return known is None or known >= end

    def _block(self, at: int) -> Block:
        """Return as many whole records outside of chunks as fit a block, at least one."""
        _, length = record_head(self._peek(at))
        data = self._file.read(at, max(BLOCK_BYTES, RECORD_HEAD_BYTES + length))
        size = RECORD_HEAD_BYTES + length
        while size + RECORD_HEAD_BYTES <= len(data):
            opcode, length = record_head(data, size)
            after = size + RECORD_HEAD_BYTES + length
            head = data[size : size + RECORD_HEAD_BYTES]
            if opcode not in LOOSE or after > len(data) or not self._is_whole(at + size, head):
                break
            size = after
        return Block(at, data[:size])

    def _recognised(self, at: int) -> int | None:
        """Return where the next chunk or messages begin, by the summary or by their looks."""
        known = self._next_known(at)
        end, step = self._size if known is None else known, LEAST_BLOCK_BYTES
        while at < end and self._guesses < MOST_GUESSES:
            size = min(step, end - at)
            for place in _likely(self._file.read(at, size + CHUNK_SHAPE.itemsize), size).tolist():
                self._guesses += 1
                if self._guesses >= MOST_GUESSES:
                    return known
                found: int = at + place
                if self._is_genuine(found):
                    return found
            at, step = at + size, min(2 * step, BLOCK_BYTES)
        return known

    def _is_genuine(self, at: int) -> bool:
        """Tell whether several records follow each other here, or a chunk."""
        for _ in range(RECORDS_IN_A_ROW):
            head = self._file.read(at, RECORD_HEAD_BYTES + CHUNK_HEAD_BYTES)
            if not head:
                return True
            if len(head) < RECORD_HEAD_BYTES:
                return False
            if record_head(head)[0] == Opcode.CHUNK:
                return self._chunk(at, head) is not None
            if not self._is_whole(at, head):
                return False
            at += RECORD_HEAD_BYTES + record_head(head)[1]
        return True


def _likely(data: bytes, size: int) -> npt.NDArray[np.int64]:
    """Return which of the first ``size`` bytes may be where a chunk or a message begins."""
    padded = np.frombuffer(data + bytes(CHUNK_SHAPE.itemsize), np.uint8)
    first = padded[:size]
    places = np.flatnonzero((first == Opcode.CHUNK) | (first == Opcode.MESSAGE))
    windows = np.ndarray((size,), f'V{CHUNK_SHAPE.itemsize}', padded, strides=(1,))
    heads = windows[places].view(CHUNK_SHAPE)
    is_chunk = (heads['opcode'] == Opcode.CHUNK) & np.isin(heads['codec_bytes'], (0, 3, 4))
    is_message = (heads['opcode'] == Opcode.MESSAGE) & (heads['length'] >= LEAST_MESSAGE_BYTES)
    found: npt.NDArray[np.int64] = places[(is_chunk | is_message) & (heads['length'] < 1 << 40)]
    return found
