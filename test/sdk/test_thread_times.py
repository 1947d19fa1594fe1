"""What a thread has set."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.thread_times import NO_TIMES, STATIC, ThreadTimes
from rerun_bridge.sdk.time import Timeline, TimeType


def test_timelines_are_in_the_order_of_their_names() -> None:
    """And there is one object for the same ones, whichever came first."""
    first, second = ThreadTimes(), ThreadTimes()
    first.set('b', TimeType.SEQUENCE, 1)
    first.set('a', TimeType.DURATION, 2)
    second.set('a', TimeType.DURATION, 3)
    second.set('b', TimeType.SEQUENCE, 4)
    assert first.timelines is second.timelines
    assert first.timelines.timelines == (
        Timeline('a', TimeType.DURATION),
        Timeline('b', TimeType.SEQUENCE),
    )
    assert list(first.values.values()) == [2, 1]


def test_a_time_is_replaced_removed_and_cleared() -> None:
    """What is not there can be removed, too."""
    times = ThreadTimes()
    times.set('a', TimeType.SEQUENCE, 1)
    times.set('a', TimeType.SEQUENCE, 2)
    times.set('b', TimeType.SEQUENCE, 3)
    times.remove('a')
    times.remove('unknown')
    assert times.values == {'b': 3}
    times.clear()
    assert times.timelines is NO_TIMES
    assert not times.values
    assert STATIC.is_static
    assert not NO_TIMES.is_static


@pytest.mark.parametrize('name', ['', 5, None])
def test_a_timeline_has_a_name(name: object) -> None:
    """Viewers refuse an empty one."""
    with pytest.raises(ValueError, match='wanted a name'):
        ThreadTimes().set(name, TimeType.SEQUENCE, 1)  # type: ignore[arg-type]
