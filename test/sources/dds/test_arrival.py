"""Arrival times of messages that are found later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.samples import Samples

MS = 1_000_000


def samples(published_ms: Sequence[float], writers: Sequence[int] | None = None) -> Samples:
    """Return messages without bytes."""
    count = len(published_ms)
    none = np.zeros(count, np.int64)
    return Samples(
        (np.array(published_ms) * MS).astype(np.int64),
        np.array(writers or [1] * count, np.uint64),
        np.empty(0, np.uint8),
        none,
        none,
    )


def test_messages_of_a_tick_are_spaced_as_they_were_sent() -> None:
    """The newest one comes when it is found, the others as long before as they were published."""
    arrivals = ArrivalTimes(0)
    assert arrivals.estimate(samples([100, 110, 120]), 125 * MS).tolist() == [
        105 * MS,
        115 * MS,
        125 * MS,
    ]


def test_the_shortest_way_counts() -> None:
    """A later tick that finds its messages longer after they came knows so."""
    arrivals = ArrivalTimes(0)
    arrivals.estimate(samples([100]), 101 * MS)
    assert arrivals.estimate(samples([110, 120]), 140 * MS).tolist() == [111 * MS, 121 * MS]


def test_clocks_of_robots_differ() -> None:
    """One writer's clock is an hour behind: its messages are not put an hour back."""
    hour_ms = 3_600_000
    arrivals = ArrivalTimes(100 * MS)
    found = arrivals.estimate(samples([100 - hour_ms, 110], [1, 2]), 115 * MS)
    assert found.tolist() == [115 * MS, 115 * MS]
    found = arrivals.estimate(samples([120 - hour_ms, 130], [1, 2]), 140 * MS)
    assert found.tolist() == [135 * MS, 135 * MS]


def test_nothing_comes_before_the_last_look() -> None:
    """A publisher whose clock jumps back does not take the times back."""
    arrivals = ArrivalTimes(0)
    arrivals.estimate(samples([100]), 100 * MS)
    assert arrivals.estimate(samples([10, 20]), 150 * MS).tolist() == [100 * MS, 100 * MS]


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(-(10**6), 10**6), st.integers(1, 3)), min_size=1, max_size=5
        ),
        max_size=8,
    )
)
def test_times_never_fall_and_never_lie_ahead(ticks: list[list[tuple[int, int]]]) -> None:
    """Whatever publishers say."""
    arrivals, last_ns = ArrivalTimes(0), 0
    for tick, messages in enumerate(ticks, 1):
        now_ns = tick * 25 * MS
        published, writers = zip(*messages)
        times = arrivals.estimate(samples(published, writers), now_ns).tolist()
        assert times == sorted(times)
        assert last_ns <= times[0]
        assert times[-1] <= now_ns
        last_ns = times[-1]
