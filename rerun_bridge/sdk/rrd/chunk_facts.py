"""What the footer of a file says of a chunk, found when the chunk is encoded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.arrow.types import DataType
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.time import TimeColumn, Timeline

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
    components: tuple[tuple[ComponentDescriptor, DataType], ...]
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
    rows = len(chunk)
    counts = [rows - column.lists.null_count for column in chunk.components]
    ranges: dict[int, dict[Timeline, Range]] = {}
    same: dict[bytes, dict[Timeline, Range]] = {}
    for i, count in enumerate(counts):
        if 0 < count < rows and chunk.times:
            valid = chunk.components[i].lists.valid
            key = valid.tobytes()
            if key not in same:
                same[key] = _ranges(chunk.times, valid, count)
            ranges[i] = same[key]
    return ChunkFacts(
        str(chunk.entity_path),
        chunk.id,
        rows,
        chunk.is_static,
        uncompressed_bytes,
        tuple([(column.descriptor, column.lists.type) for column in chunk.components]),
        times,
        tuple(counts),
        ranges,
    )


def _ranges(
    times: tuple[TimeColumn, ...], valid: npt.NDArray[np.bool_], count: int
) -> dict[Timeline, Range]:
    """Return the first and last times of the rows that have a value; held ones have just one."""
    if count > 1:
        return {time.timeline: _range(time.values[valid], False) for time in times}
    row = valid.argmax()
    return {time.timeline: (int(time.values[row]),) * 2 for time in times}


def _range(values: np.ndarray, is_sorted: bool) -> Range:
    if is_sorted:
        return int(values[0]), int(values[-1])
    return int(values.min()), int(values.max())
