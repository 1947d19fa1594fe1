"""What the footer of a file says of a chunk, found when the chunk is encoded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.time import Timeline

__all__ = ['ChunkFacts', 'Range', 'chunk_facts']

Range = tuple[int, int]


@dataclass(frozen=True)
class ChunkFacts:
    """
    What the footer says of a chunk.

    :param times: first and last time by timeline.
    :param counts: of rows that have a value, by component.
    :param ranges: their times, by component and timeline, where some rows have none.
    """

    entity_path: str
    id: bytes
    rows: int
    is_static: bool
    uncompressed_bytes: int
    components: tuple[tuple[ComponentDescriptor, pa.DataType], ...]
    times: dict[Timeline, Range]
    counts: tuple[int, ...]
    ranges: dict[int, dict[Timeline, Range]]

    @property
    def descriptors(self) -> tuple[ComponentDescriptor, ...]:
        """What the components are."""
        return tuple([descriptor for descriptor, _ in self.components])


def chunk_facts(chunk: Chunk, uncompressed_bytes: int) -> ChunkFacts:
    """Return what the footer needs to know of a chunk."""
    times = {time.timeline: _range(time.values, time.is_sorted) for time in chunk.times}
    counts = [len(column.lists) - column.lists.null_count for column in chunk.components]
    ranges: dict[int, dict[Timeline, Range]] = {}
    same: dict[bytes, dict[Timeline, Range]] = {}
    for i, column in enumerate(chunk.components):
        if 0 < counts[i] < len(chunk) and chunk.times:
            valid = _valid(column.lists)
            key = valid.tobytes()
            if key not in same:
                same[key] = {
                    time.timeline: _range(time.values[valid], False) for time in chunk.times
                }
            ranges[i] = same[key]
    return ChunkFacts(
        str(chunk.entity_path),
        chunk.id,
        len(chunk),
        chunk.is_static,
        uncompressed_bytes,
        tuple((column.descriptor, column.lists.type) for column in chunk.components),
        times,
        tuple(counts),
        ranges,
    )


def _valid(lists: pa.ListArray) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it has a value, where some have none."""
    bits = np.unpackbits(np.frombuffer(lists.buffers()[0], np.uint8), bitorder='little')
    return bits[lists.offset : lists.offset + len(lists)].view(np.bool_)


def _range(values: np.ndarray, is_sorted: bool) -> Range:
    if is_sorted:
        return int(values[0]), int(values[-1])
    return int(values.min()), int(values.max())
