"""Which messages are kept at a rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.thinning import Thinning

START_NS = 1_700_000_000_000_000_000
S = 1_000_000_000


def _times(rate_hz: float, seconds: float, jitter_s: float = 0.0) -> np.ndarray:
    count = int(rate_hz * seconds)
    jitter = np.random.default_rng(1).uniform(-jitter_s, jitter_s, count)
    return np.sort(START_NS + ((np.arange(count) / rate_hz + jitter) * S).astype(np.int64))


def _kept_slowly(times: list[int], max_hz: float) -> list[int]:
    """Return the rows that are kept, one message after the other."""
    period, kept = max(int(S / max_hz), 1), []
    last, due = None, 0
    for row, time in enumerate(times):
        is_new = last is None or time < last - period
        if not is_new and time < due - period // 2:
            continue
        if is_new or time >= due + period // 2:
            due = time
        kept.append(row)
        last, due = time, due + period
    return kept


@pytest.mark.parametrize(
    ('rate_hz', 'max_hz'), [(30, 10), (30, 20), (100, 7), (1000, 50), (10, 10), (9, 10)]
)
def test_the_rate_holds_on_the_average(rate_hz: float, max_hz: float) -> None:
    """No more than was asked for, and no less where there is more."""
    kept = Thinning(max_hz).kept(_times(rate_hz, 100, jitter_s=0.2 / rate_hz))
    assert len(kept) == pytest.approx(100 * min(rate_hz, max_hz), abs=2)


def test_a_topic_of_just_this_rate_is_kept_whole() -> None:
    """Jitter makes no holes."""
    times = _times(10, 100, jitter_s=0.045)
    assert len(Thinning(10).kept(times)) == len(times)


def test_a_clock_that_is_set_back_starts_anew() -> None:
    """A loop of a bag is kept like its first round."""
    times = _times(30, 2)
    thinning = Thinning(10)
    first = thinning.kept(times)
    assert thinning.kept(times).tolist() == first.tolist()


@given(
    st.lists(st.integers(0, 3 * S), max_size=60),
    st.floats(0.5, 200),
    st.integers(1, 60),
    st.booleans(),
)
def test_batches_make_no_difference(
    offsets: list[int], max_hz: float, size: int, in_order: bool
) -> None:
    """However messages are batched, those are kept that one by one would be."""
    times = np.array(sorted(offsets) if in_order else offsets, np.int64) + START_NS
    thinning, rows = Thinning(max_hz), []
    for start in range(0, len(times), size):
        rows += (thinning.kept(times[start : start + size]) + start).tolist()
    assert rows == _kept_slowly(times.tolist(), max_hz)
