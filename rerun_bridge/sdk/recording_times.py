"""The times of a recording: what kind each timeline has, and what every thread has set."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rerun_bridge.sdk.misuse import MISUSE, misused
from rerun_bridge.sdk.thread_times import ThreadTimes
from rerun_bridge.sdk.time import TimeType
from rerun_bridge.sdk.time_points import LARGEST, SMALLEST, sequence_number, time_value

if TYPE_CHECKING:
    from rerun_bridge.sdk.time_points import DurationLike, TimestampLike

__all__ = ['RecordingTimes']

SEQUENCE = TimeType.SEQUENCE
SINCE_A_START_NS = 10**17
"""Times below, some three years, are no dates that a robot would have."""


class OfThread(threading.local):
    """What the thread that asks has set: its ``times``."""

    def __init__(self) -> None:
        self.times = ThreadTimes()


class RecordingTimes:
    """
    The times of a recording.

    :param kinds: of its timelines.
    """

    def __init__(self, kinds: dict[str, TimeType]) -> None:
        self._kinds = kinds
        self.local = OfThread()
        """For rows, which are many; others ask for :attr:`of_thread`."""

    @property
    def of_thread(self) -> ThreadTimes:
        """What the thread that asks has set."""
        return self.local.times

    def set(
        self,
        timeline: str,
        sequence: int | None = None,
        duration: DurationLike | None = None,
        timestamp: TimestampLike | None = None,
    ) -> None:
        """Set the time of a timeline for this thread; misuse is told."""
        try:
            times = self.local.times
            if (
                type(sequence) is int
                and duration is None
                and timestamp is None
                and SMALLEST <= sequence <= LARGEST
            ):
                kind, value = SEQUENCE, sequence
            else:
                kind, value = time_value(sequence, duration, timestamp)
            if times.kinds.get(timeline) is kind:
                times.values[timeline] = value
            else:
                self.check(timeline, kind)
                times.set(timeline, kind, value)
        except MISUSE as error:
            misused(error, f'set_time({timeline!r})')

    def set_ns(self, timeline: str, nanoseconds: int) -> None:
        """
        Set a time of which only its size tells whether it is since 1970 or since a start.

        :raises TypeError: it is no whole number.
        :raises ValueError: it does not fit, or the timeline has no such times.
        """
        value = sequence_number(nanoseconds)
        kind = self._kinds.get(timeline)
        if kind is None or kind is SEQUENCE:
            is_short = abs(value) < SINCE_A_START_NS
            kind = TimeType.DURATION if is_short else TimeType.TIMESTAMP
        self.check(timeline, kind)
        self.local.times.set(timeline, kind, value)

    def check(self, timeline: str, kind: TimeType) -> None:
        """
        See to it that a timeline has one kind of times: viewers cannot show two.

        :raises ValueError: it has another kind.
        """
        known = self._kinds.setdefault(timeline, kind)
        if known is not kind:
            raise ValueError(
                f'timeline {timeline!r} has {known.value}s and cannot have a {kind.value}'
            )
