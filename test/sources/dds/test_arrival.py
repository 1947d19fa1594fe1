"""Arrival times of messages that are found later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.samples import Samples

MS = 1_000_000
ORIGINS = {1: 'robot', 2: 'other', 3: 'robot'}


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


class Ticks:
    """Looks again and again."""

    def __init__(self) -> None:
        self._arrivals = ArrivalTimes(ORIGINS.__getitem__)
        self._since_ns = 0

    def at(self, now_ms: int, *found: Samples) -> list[list[int]]:
        """Return the times of what is found at a time, in milliseconds."""
        for each in found:
            self._arrivals.learn(each, now_ms * MS)
        since_ns, self._since_ns = self._since_ns, now_ms * MS
        times = [self._arrivals.estimate(each, since_ns, now_ms * MS) for each in found]
        return [(each // MS).tolist() for each in times]


def test_messages_of_a_tick_are_spaced_as_they_were_sent() -> None:
    """The newest one comes when it is found, the others as long before as they were published."""
    assert Ticks().at(125, samples([100, 110, 120])) == [[105, 115, 125]]


def test_the_shortest_way_counts() -> None:
    """A later tick that finds its messages longer after they came knows so."""
    ticks = Ticks()
    ticks.at(101, samples([100]))
    assert ticks.at(140, samples([110, 120])) == [[111, 121]]


def test_clocks_of_robots_differ() -> None:
    """One robot's clock is an hour behind: its messages are not put an hour back."""
    hour_ms, ticks = 3_600_000, Ticks()
    assert ticks.at(115, samples([100 - hour_ms, 110], [1, 2])) == [[115, 115]]
    assert ticks.at(140, samples([120 - hour_ms, 130], [1, 2])) == [[135, 135]]


def test_the_order_of_one_process_is_kept_across_topics() -> None:
    """Its writers share a clock, whichever reader is looked at first."""
    ticks = Ticks()
    assert ticks.at(130, samples([118], [3]), samples([119, 120], [1, 1])) == [[128], [129, 130]]
    assert ticks.at(160, samples([145], [1]), samples([144], [3])) == [[155], [154]]


def test_nothing_comes_before_the_last_look() -> None:
    """A publisher whose clock jumps back does not take the times back."""
    ticks = Ticks()
    ticks.at(100, samples([100]))
    assert ticks.at(150, samples([10, 20])) == [[100, 100]]


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
    looked, last_ms = Ticks(), 0
    for tick, messages in enumerate(ticks, 1):
        published, writers = zip(*messages)
        (times,) = looked.at(tick * 25, samples(published, writers))
        assert times == sorted(times)
        assert last_ms <= times[0]
        assert times[-1] <= tick * 25
        last_ms = times[-1]
