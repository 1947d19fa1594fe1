"""Timelines and the times of a chunk's rows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import cached_property, dataclass

if TYPE_CHECKING:
    from rerun_bridge.sdk.time_points import DurationLike, TimestampLike

__all__ = ['TimeColumn', 'TimeType', 'Timeline']


class TimeType(Enum):
    """How the int64 values of a timeline are read."""

    SEQUENCE = 'sequence'
    DURATION = 'duration'
    TIMESTAMP = 'timestamp'


@dataclass(frozen=True)
class Timeline:
    """
    A named index.

    Durations are nanoseconds, timestamps nanoseconds since the Unix epoch, sequences plain counts.
    """

    name: str
    type: TimeType = TimeType.TIMESTAMP

    def __hash__(self) -> int:
        """Return that of the name: an enum is slow to hash, and a chunk has dozens of look-ups."""
        return hash(self.name)


@dataclass(frozen=True)
class TimeColumn:
    """
    The times of rows on one timeline.

    Programs that have them ready give a :class:`Timeline` and int64 values, shape (rows,); people
    give the name of the timeline and one of the keywords.

    :param sequence: whole numbers.
    :param duration: seconds, or durations of ``datetime`` or numpy.
    :param timestamp: seconds since 1970, or times of ``datetime`` or numpy.
    :raises TypeError: these are no such times.
    :raises ValueError: not exactly one of the keywords is given, or a time does not fit.
    """

    timeline: Timeline
    values: npt.NDArray[np.int64]

    @overload
    def __init__(self, timeline: Timeline, values: npt.NDArray[np.int64]) -> None: ...
    @overload
    def __init__(self, timeline: str, *, sequence: Iterable[int]) -> None: ...
    @overload
    def __init__(self, timeline: str, *, duration: Iterable[DurationLike]) -> None: ...
    @overload
    def __init__(self, timeline: str, *, timestamp: Iterable[TimestampLike]) -> None: ...

    def __init__(
        self,
        timeline: Timeline | str,
        values: npt.NDArray[np.int64] | None = None,
        *,
        sequence: Iterable[int] | None = None,
        duration: Iterable[DurationLike] | None = None,
        timestamp: Iterable[TimestampLike] | None = None,
    ) -> None:
        if isinstance(timeline, str):
            # A conversion never needs it.
            points = import_module('rerun_bridge.sdk.time_points')
            kind, values = points.time_values(sequence, duration, timestamp)
            timeline = Timeline(timeline, kind)
        self.__dict__.update(timeline=timeline, values=values)

    @classmethod
    def in_order(cls, timeline: Timeline, values: npt.NDArray[np.int64]) -> TimeColumn:
        """Return times that are known to be sorted."""
        made = cls.__new__(cls)
        made.__dict__.update(timeline=timeline, values=values, is_sorted=True)
        return made

    @cached_property
    def is_sorted(self) -> bool:
        """Whether no value is below the one before it."""
        return bool((self.values[1:] >= self.values[:-1]).all())
