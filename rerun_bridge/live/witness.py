"""A recording that keeps nothing but what it takes to say what is wrong with a topic."""

from __future__ import annotations

import numpy as np

from rerun_bridge.row_times import LOG_TIME, ROS_TIME
from rerun_bridge.sdk.archetypes import CoordinateFrame
from rerun_bridge.sdk.chunk import Chunk

__all__ = ['Seen', 'Witness']

FRAME = CoordinateFrame.frame.descriptor


class Seen:
    """
    What was seen of an entity and those below it.

    :ivar frames: that its rows are in.
    :ivar ahead_ns: how far its stamps are ahead of the log time, at the median of the last chunk;
        None where it has no times.
    """

    def __init__(self) -> None:
        self.frames: set[str] = set()
        self.ahead_ns: int | None = None


class Witness:
    """Looks at chunks as they come."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], Seen] = {}

    def send_chunk(self, chunk: Chunk) -> None:
        """Note times and frames."""
        seen = self._seen.setdefault(tuple(map(str, chunk.entity_path.parts)), Seen())
        times = {column.timeline: column.values for column in chunk.times}
        if ROS_TIME in times and LOG_TIME in times:
            seen.ahead_ns = int(np.median(times[ROS_TIME] - times[LOG_TIME]))
        for column in chunk.components:
            if column.descriptor == FRAME:
                seen.frames.update(*filter(None, column.lists.to_pylist()))

    def seen(self, parts: tuple[str, ...]) -> Seen:
        """Return what was seen of an entity and those below it."""
        found = Seen()
        for path, each in self._seen.items():
            if path[: len(parts)] == parts:
                found.frames |= each.frames
                if found.ahead_ns is None:
                    found.ahead_ns = each.ahead_ns
        return found
