"""The three timelines of every message: when it was measured, logged and published."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import dataclass, replace
from rerun_bridge.sdk.time import TimeColumn, Timeline

__all__ = ['LOG_TIME', 'PUBLISH_TIME', 'ROS_TIME', 'RowTimes', 'on_one_clock', 'row_times']

DAY_NS = 86_400_000_000_000

ROS_TIME = Timeline('ros_time')
LOG_TIME = Timeline('log_time')
PUBLISH_TIME = Timeline('publish_time')


@dataclass(frozen=True)
class RowTimes:
    """
    Times of the messages of a batch.

    :param publish_ns: None where the source knows no publish times.
    :param came_ns: when they came, by the clock that their stamps are of.
    :param in_order: on no timeline is one before the one before it.
    """

    ros_ns: npt.NDArray[np.int64]
    log_ns: npt.NDArray[np.int64]
    publish_ns: npt.NDArray[np.int64] | None
    came_ns: npt.NDArray[np.int64]
    in_order: bool = False

    def looked_at(self) -> tuple[RowTimes, tuple[TimeColumn, ...]]:
        """Return the same times, known to be in order if they are, and as columns."""
        columns = self.columns()
        if self.in_order or not all(column.is_sorted for column in columns):
            return self, columns
        return replace(self, in_order=True), columns

    def run(self, start: int, stop: int) -> RowTimes:
        """Return the times of some of the messages, which are in order."""
        publish_ns = self.publish_ns
        return RowTimes(
            self.ros_ns[start:stop],
            self.log_ns[start:stop],
            None if publish_ns is None else publish_ns[start:stop],
            self.came_ns[start:stop],
            True,
        )

    def columns(
        self,
        rows: npt.NDArray[np.int64] | None = None,
        stamps_ns: npt.NDArray[np.int64] | None = None,
    ) -> tuple[TimeColumn, ...]:
        """
        Return the times of rows as columns, sorted by the timelines' names.

        :param rows: the message of each row; None when row ``i`` is message ``i``.
        :param stamps_ns: the rows' own stamps; zero takes when the message came.
        """
        at = slice(None) if rows is None else rows
        column = TimeColumn.in_order if self.in_order and rows is None else TimeColumn
        times = [column(LOG_TIME, self.log_ns[at])]
        if self.publish_ns is not None:
            times.append(column(PUBLISH_TIME, self.publish_ns[at]))
        if stamps_ns is None:
            return (*times, column(ROS_TIME, self.ros_ns[at]))
        ros_ns = np.where(stamps_ns, stamps_ns, self.came_ns[at])
        return (*times, TimeColumn(ROS_TIME, ros_ns))


def row_times(batch: MessageBatch, stamps_ns: npt.NDArray[np.int64] | None) -> RowTimes:
    """
    Return the times of a batch.

    :param stamps_ns: of the headers; None where the type has none. Then, and where one is zero,
        it is when the message came: its log time, or that of a simulation's clock.
    """
    log_ns, clock_ns = batch.log_times_ns, batch.clock_times_ns
    came_ns = log_ns if clock_ns is None else clock_ns
    ros_ns = came_ns if stamps_ns is None else np.where(stamps_ns, stamps_ns, came_ns)
    return RowTimes(ros_ns, log_ns, batch.publish_times_ns, came_ns)


def on_one_clock(
    batch: MessageBatch, stamps_ns: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], int]:
    """
    Return stamps that are all of a simulation, where there is one, and how many were not.

    Nodes that do not know of ``/clock`` stamp with the wall clock; when the message came counts.
    """
    clock_ns = batch.clock_times_ns
    if clock_ns is None:
        return stamps_ns, 0
    off_ns = np.abs(stamps_ns - clock_ns)
    foreign = (off_ns > DAY_NS) & (np.abs(stamps_ns - batch.log_times_ns) < off_ns)
    foreign &= stamps_ns != 0
    return np.where(foreign, clock_ns, stamps_ns), int(foreign.sum())
