"""
Chunks of small messages, put together while they are fresh from unpacking.

What is made of a chunk costs as much for ten messages as for ten thousand, and each is copied into
a batch anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr.gather import address
from rerun_bridge.sources.mcap_chunk import ChunkRecords, chunk_records, indexed_records
from rerun_bridge.sources.mcap_load import LoadedChunk

__all__ = ['ChunkGroup']

GROUP_BYTES = 6 * 1024 * 1024
"""The messages in there make a batch: they are a little less than their records."""

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class ChunkGroup:
    """Collects chunks until there is no room for another."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._buffer = np.empty(0, np.uint8)
        self._ends = [0]
        self._chunks: list[tuple[int, dict[int, Ints]]] = []

    def takes(self, size: int) -> bool:
        """Tell whether a chunk of so many bytes still fits in."""
        return self._ends[-1] + size <= GROUP_BYTES

    def room(self, size: int) -> memoryview | None:
        """Return the place of the next chunk, so that it need not be copied; None without."""
        if not self.takes(size):
            return None
        if not len(self._buffer):
            self._buffer = np.empty(GROUP_BYTES, np.uint8)
        return memoryview(self._buffer)[self._ends[-1] :][:size]

    def add(self, offset: int, chunk: LoadedChunk) -> None:
        """
        Take a chunk that fits in: a copy, unless it is in its place already.

        :param offset: of it in the file.
        """
        size = len(chunk.data)
        place = np.frombuffer(self.room(size) or b'', np.uint8)
        if address(place) != address(chunk.data):
            place[:] = chunk.data
        self._ends.append(self._ends[-1] + size)
        self._chunks.append((offset, chunk.index))

    def flush(self) -> Iterator[tuple[int, Bytes, ChunkRecords]]:
        """
        Yield the records of all chunks together, with the offset of the first, and be empty.

        One by one, where the indexes do not account for every byte.
        """
        data, ends, chunks = self._buffer[: self._ends[-1]], self._ends, self._chunks
        self._clear()  # even if nothing was added: what was put there may be in use
        if not chunks:
            return
        together = indexed_records(data, _joined([index for _, index in chunks], ends))
        if together is not None:
            yield chunks[0][0], data, together
            return
        for at, end, (offset, index) in zip(ends, ends[1:], chunks):
            yield offset, data[at:end], chunk_records(data[at:end], index)


def _joined(indexes: list[dict[int, Ints]], begins: list[int]) -> dict[int, Ints]:
    """Return the index of chunks that lie one behind the other."""
    parts: dict[int, list[Ints]] = {}
    for index, begin in zip(indexes, begins):
        for channel_id, offsets in index.items():
            parts.setdefault(channel_id, []).append(offsets + begin)
    return {channel_id: np.concatenate(found) for channel_id, found in parts.items()}
