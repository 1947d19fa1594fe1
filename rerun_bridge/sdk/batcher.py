"""
Rows gather until many of them become one chunk.

To log a row costs an append; everything that needs Arrow is done once for all rows of a chunk, by
the thread that encodes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, row_ids_at
from rerun_bridge.sdk.thread_times import Timelines
from rerun_bridge.sdk.time import TimeColumn, Timeline

__all__ = ['Batch', 'RowBatch']

LOG_TIME = Timeline('log_time')


class Batch(Protocol):
    """
    Things that gather, all of one kind, and become chunks together.

    :ivar size_bytes: about how much memory they take; who appends one adds to it.
    """

    size_bytes: int

    def append(self, item: Any, /) -> None:
        """Take one more."""

    def count(self) -> int:
        """Return how many there are."""

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """
        Yield them as chunks; called once, by the thread that encodes.

        :param rows_if_unsorted: of a chunk whose times go back, at most.
        """


class RowBatch:
    """
    Rows of one entity with the same timelines and components.

    A row is when it was logged, in nanoseconds, its times and its cells. They are kept one after
    the other in one list: a tuple each would be the garbage collector's to look after.

    :param key: the path as it was given, the timelines, the components.
    :param with_log_time: give them the timeline of when they were logged.
    """

    __slots__ = (
        '_components',
        '_path',
        '_timelines',
        '_values',
        '_with_log_time',
        'append',
        'size_bytes',
    )

    def __init__(
        self, key: tuple[str, Timelines, tuple[Component, ...]], with_log_time: bool = True
    ) -> None:
        self._path, self._timelines, self._components = key
        self._with_log_time = with_log_time and not self._timelines.is_static
        self._values: list[Any] = []
        self.append = self._values.extend
        self.size_bytes = 0

    @property
    def _width(self) -> int:
        return 1 + len(self._timelines.timelines) + len(self._components)

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._values) // self._width

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """Yield the rows as one chunk; as several where they are many and not in order."""
        rows = self.count()
        whole = self._chunk(0, rows)
        if rows <= rows_if_unsorted or all(each.is_sorted for each in whole.times):
            yield whole
            return
        for start in range(0, rows, rows_if_unsorted):
            yield self._chunk(start, start + rows_if_unsorted)

    def _chunk(self, start: int, end: int) -> Chunk:
        width, timelines = self._width, self._timelines.timelines
        logged, *columns = [
            self._values[start * width + i : end * width : width] for i in range(width)
        ]
        logged_ns = np.array(logged, np.int64)
        times = [
            TimeColumn(timeline, np.array(values, np.int64))
            for timeline, values in zip(timelines, columns)
        ]
        if self._with_log_time:  # it takes the place of one that a program made itself
            times = [each for each in times if each.timeline.name != LOG_TIME.name]
            times.append(TimeColumn(LOG_TIME, logged_ns))
        cells = columns[len(timelines) :]
        return Chunk(
            new_chunk_id(),
            _parsed(self._path),
            row_ids_at(np.maximum.accumulate(logged_ns)),
            tuple(times),
            tuple([each.rows(column) for each, column in zip(self._components, cells)]),
        )


@lru_cache(maxsize=4096)
def _parsed(path: str) -> EntityPath:
    return EntityPath.parse(path)
