"""Timelines and the times of a chunk's rows."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rerun_bridge.nouns import dataclass

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


@dataclass(frozen=True)
class TimeColumn:
    """
    The times of the rows of a chunk on one timeline.

    :param values: int64, shape (rows,).
    """

    timeline: Timeline
    values: npt.NDArray[np.int64]

    @cached_property
    def is_sorted(self) -> bool:
        """Whether no value is below the one before it."""
        return bool((self.values[1:] >= self.values[:-1]).all())
