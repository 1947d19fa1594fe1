"""
Where the chunks of a recording lie in its file, and what the footer says of each.

A long recording has tens of thousands of chunks of few kinds: of each chunk only numbers are kept.
"""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sdk.arrow.types import DataType
from rerun_bridge.sdk.component import ComponentDescriptor
from rerun_bridge.sdk.rrd.chunk_facts import ChunkFacts
from rerun_bridge.sdk.time import Timeline

__all__ = ['ChunkKind', 'Placements']

Ints = npt.NDArray[np.int64]

_PLACE = 5
"""How many numbers of a chunk come before its times: its row, then what ``places`` returns."""


@dataclass()
class ChunkKind:
    """
    Chunks of one entity that have the same timelines and components.

    :param timelines: none for static chunks.
    :param components: with the Arrow types of the first such chunk.
    :param ids: of the chunks, 16 bytes each.
    :param numbers: of each chunk: its row in the table of chunks, rows, where its payload begins,
        the payload's size, its size before compression; then the first and last time of each
        timeline, then of each component the number of rows that have a value.
    :param parts: which components some rows have no value of, to numbers: of each such chunk its
        row in the table, then the first and last time, on each timeline, of the rows that do.
    """

    entity_path: str
    timelines: tuple[Timeline, ...]
    components: tuple[tuple[ComponentDescriptor, DataType], ...]
    ids: bytearray = field(default_factory=bytearray)
    numbers: array[int] = field(default_factory=lambda: array('q'))
    parts: dict[tuple[int, ...], array[int]] = field(default_factory=dict)

    def add(self, row: int, facts: ChunkFacts, offset: int, size: int) -> None:
        """Take a chunk."""
        self.ids += facts.id
        self.numbers.extend((row, facts.rows, offset, size, facts.uncompressed_bytes))
        for first, last in facts.times.values():
            self.numbers.extend((first, last))
        self.numbers.extend(facts.counts)
        having: dict[int, list[int]] = {}
        for i, ranges in facts.ranges.items():
            having.setdefault(id(ranges), []).append(i)
        for each in having.values():
            numbers = self.parts.setdefault(tuple(each), array('q'))
            numbers.append(row)
            for first, last in facts.ranges[each[0]].values():
                numbers.extend((first, last))

    def _table(self) -> Ints:
        width = _PLACE + 2 * len(self.timelines) + len(self.components)
        return np.frombuffer(self.numbers, np.int64).reshape(-1, width)

    @property
    def rows(self) -> Ints:
        """Rows of the chunks in the table of chunks, int64, shape (n,)."""
        return self._table()[:, 0]

    @property
    def places(self) -> Ints:
        """Rows, offset, size and uncompressed size of the chunks, int64, shape (n, 4)."""
        return self._table()[:, 1:_PLACE]

    @property
    def chunk_ids(self) -> npt.NDArray[np.uint8]:
        """Ids of the chunks, uint8, shape (n, 16)."""
        return np.frombuffer(self.ids, np.uint8).reshape(-1, 16)

    @property
    def counts(self) -> Ints:
        """How many rows have a value, int64, shape (n, components)."""
        return self._table()[:, _PLACE + 2 * len(self.timelines) :]

    def times(self, timeline: Timeline) -> Ints:
        """Return the first and last times of the chunks on a timeline, int64, shape (n, 2)."""
        start = _PLACE + 2 * self.timelines.index(timeline)
        return self._table()[:, start : start + 2]

    def part_times(self, component: int, timeline: Timeline) -> tuple[Ints, Ints]:
        """
        Return the times of a component where some rows of a chunk have no value of it.

        :returns: rows in the table of chunks, shape (k,); first and last times, shape (k, 2).
        """
        start = 1 + 2 * self.timelines.index(timeline)
        width = 1 + 2 * len(self.timelines)
        found = [
            np.frombuffer(numbers, np.int64).reshape(-1, width)
            for components, numbers in self.parts.items()
            if component in components
        ]
        if not found:
            return np.empty(0, np.int64), np.empty((0, 2), np.int64)
        table = np.concatenate(found)
        return table[:, 0], table[:, start : start + 2]


class Placements:
    """The chunks of a recording, in the order of the file."""

    def __init__(self) -> None:
        self._kinds: dict[object, ChunkKind] = {}
        self._count = 0

    def __len__(self) -> int:
        """Return how many chunks there are."""
        return self._count

    @property
    def kinds(self) -> list[ChunkKind]:
        """The chunks by what they consist of; the first kind has the first chunk."""
        return list(self._kinds.values())

    def add(self, facts: ChunkFacts, offset: int, size: int) -> None:
        """
        Take a chunk.

        :param offset: in the file, of its payload.
        :param size: of its payload.
        """
        timelines = tuple(facts.times)
        key = facts.entity_path, timelines, facts.descriptors
        kind = self._kinds.get(key)
        if kind is None:
            kind = ChunkKind(facts.entity_path, timelines, facts.components)
            self._kinds[key] = kind
        kind.add(self._count, facts, offset, size)
        self._count += 1
