"""Every message has a time on every timeline; a zero stamp takes the log time."""

from __future__ import annotations

import numpy as np

from rerun_bridge.messages import Channel, MessageBatch, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.row_times import on_one_clock, row_times

LOG = np.array([100, 200, 300], np.int64)


def batch(publish: np.ndarray | None) -> MessageBatch:
    """Return three messages without bytes."""
    nothing = np.zeros(3, np.int64)
    channel = Channel(1, '/t', TypeName('p/msg/T'))
    return MessageBatch(channel, LOG, publish, np.zeros(0, np.uint8), nothing, nothing)


def test_stamps_where_there_are_any() -> None:
    """The header's stamp is the ROS time, but for zero stamps."""
    columns = row_times(batch(LOG - 1), np.array([90, 0, 290], np.int64)).columns()
    assert [column.timeline.name for column in columns] == ['log_time', 'publish_time', 'ros_time']
    assert columns[2].values.tolist() == [90, 200, 290]
    assert columns[1].values.tolist() == [99, 199, 299]


def test_no_stamps_and_no_publish_times() -> None:
    """A type without a header has the log time; an unknown publish time has no timeline."""
    columns = row_times(batch(None), None).columns()
    assert [column.timeline.name for column in columns] == ['log_time', 'ros_time']
    assert columns[1].values.tolist() == LOG.tolist()


def test_rows_with_stamps_of_their_own() -> None:
    """Several rows of one message have its log time and their own stamps."""
    rows, stamps = np.array([0, 0, 2]), np.array([95, 0, 280], np.int64)
    columns = row_times(batch(None), None).columns(rows, stamps)
    assert columns[0].values.tolist() == [100, 100, 300]
    assert columns[1].values.tolist() == [95, 100, 280]


def test_a_simulation() -> None:
    """What has no stamp has the simulation's time, rows with stamps of their own too."""
    simulated = replace(batch(None), clock_times_ns=np.array([1, 2, 3], np.int64))
    times = row_times(simulated, None)
    assert times.columns()[1].values.tolist() == [1, 2, 3]
    assert times.columns()[0].values.tolist() == LOG.tolist()
    assert row_times(simulated, np.array([7, 0, 9])).columns()[1].values.tolist() == [7, 2, 9]
    own = times.columns(np.array([2, 2]), np.array([8, 0], np.int64))
    assert own[1].values.tolist() == [8, 3]


def test_stamps_of_the_wall_clock_in_a_simulation() -> None:
    """Years from the simulation's time, and nearer to the log time; others are left alone."""
    day = 86_400_000_000_000
    wall = replace(batch(None), log_times_ns=LOG + 1000 * day)
    simulated = replace(wall, clock_times_ns=np.array([5, 6, 7], np.int64))
    stamps = np.array([1000 * day + 90, 0, 300 * day], np.int64)
    found, count = on_one_clock(simulated, stamps)
    assert (found.tolist(), count) == ([5, 0, 300 * day], 1)
    found, count = on_one_clock(wall, stamps)
    assert (found.tolist(), count) == (stamps.tolist(), 0)


def test_that_times_are_in_order_is_found_out_once() -> None:
    """Whole columns are known to be; those of chosen rows are looked at."""
    times, columns = row_times(batch(LOG - 1), None).looked_at()
    assert times.in_order
    assert all(column.is_sorted for column in (*columns, *times.columns()))
    back = times.columns(np.array([2, 0]))
    assert not any(column.is_sorted for column in back)
    times, columns = row_times(batch(None), np.array([9, 5, 7], np.int64)).looked_at()
    assert not times.in_order
    assert [column.is_sorted for column in columns] == [True, False]
