"""Points in time: every way people write them, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.time import TimeType
from rerun_bridge.sdk.time_points import (
    LARGEST,
    duration_ns,
    sequence_number,
    time_value,
    time_values,
    timestamp_ns,
)

NEW_YEAR_NS = 1_704_067_200_000_000_000


class PandasTimestamp(datetime):
    """A time with nanoseconds, as pandas has it."""

    def to_datetime64(self) -> np.datetime64:
        """Return all of it."""
        return np.datetime64(NEW_YEAR_NS + 7, 'ns')


@pytest.mark.parametrize(
    ('value', 'nanoseconds'),
    [
        (0, 0),
        (2, 2_000_000_000),
        (-0.5, -500_000_000),
        (np.float32(0.5), 500_000_000),
        (np.int16(3), 3_000_000_000),
        (timedelta(days=1, microseconds=1), 86_400_000_001_000),
        (timedelta(microseconds=-1), -1000),
        (np.timedelta64(7, 'ns'), 7),
        (np.timedelta64(7, 'ms'), 7_000_000),
    ],
)
def test_durations(value: Any, nanoseconds: int) -> None:
    """Numbers are seconds; the others know their unit, exactly."""
    assert duration_ns(value) == nanoseconds


@pytest.mark.parametrize(
    ('value', 'nanoseconds'),
    [
        (1_704_067_200, NEW_YEAR_NS),
        (1_704_067_200.5, NEW_YEAR_NS + 500_000_000),
        (datetime(2024, 1, 1), NEW_YEAR_NS),
        (datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), NEW_YEAR_NS),
        (datetime(2024, 1, 1, 0, 0, 0, 1), NEW_YEAR_NS + 1000),
        (datetime(1969, 12, 31, 23, 59, 59), -1_000_000_000),
        (PandasTimestamp(2024, 1, 1), NEW_YEAR_NS + 7),
        (np.datetime64(NEW_YEAR_NS + 3, 'ns'), NEW_YEAR_NS + 3),
        (np.datetime64('2024-01-01'), NEW_YEAR_NS),
    ],
)
def test_timestamps(value: Any, nanoseconds: int) -> None:
    """Numbers are seconds since 1970, and a time without a zone is in UTC."""
    assert timestamp_ns(value) == nanoseconds


def test_sequences_are_whole_numbers() -> None:
    """Of Python or numpy, as far as 64 bits go."""
    assert sequence_number(np.uint8(5)) == 5
    assert sequence_number(-LARGEST) == -LARGEST


@pytest.mark.parametrize(
    ('function', 'value', 'error'),
    [
        (sequence_number, 1.0, TypeError),
        (sequence_number, 'x', TypeError),
        (sequence_number, LARGEST + 1, ValueError),
        (sequence_number, -LARGEST - 1, ValueError),
        (duration_ns, 'x', TypeError),
        (duration_ns, float('nan'), ValueError),
        (duration_ns, float('inf'), ValueError),
        (duration_ns, 1e12, ValueError),
        (duration_ns, np.timedelta64('NaT'), ValueError),
        (timestamp_ns, 'x', TypeError),
        (timestamp_ns, 1_704_067_200_000.0, ValueError),
        (timestamp_ns, np.datetime64('NaT'), ValueError),
    ],
)
def test_what_is_no_time_is_refused(function: Any, value: Any, error: type[Exception]) -> None:
    """Words, fractions of a count, what does not fit, milliseconds given as seconds."""
    with pytest.raises(error):
        function(value)


def test_a_value_is_of_exactly_one_kind() -> None:
    """The keyword says which."""
    assert time_value(3, None, None) == (TimeType.SEQUENCE, 3)
    assert time_value(None, 3, None) == (TimeType.DURATION, 3_000_000_000)
    assert time_value(None, None, 3) == (TimeType.TIMESTAMP, 3_000_000_000)
    for wrong in ((None, None, None), (1, 2, None)):
        with pytest.raises(ValueError, match='exactly one'):
            time_value(*wrong)


@pytest.mark.parametrize(
    ('given', 'kind', 'values'),
    [
        ((range(3), None, None), TimeType.SEQUENCE, [0, 1, 2]),
        ((np.array([4, 5], np.uint8), None, None), TimeType.SEQUENCE, [4, 5]),
        ((None, [1, timedelta(seconds=2)], None), TimeType.DURATION, [10**9, 2 * 10**9]),
        ((None, np.array([1, 2], 'm8[us]'), None), TimeType.DURATION, [1000, 2000]),
        ((None, np.array([0.5]), None), TimeType.DURATION, [5 * 10**8]),
        ((None, None, [datetime(2024, 1, 1)]), TimeType.TIMESTAMP, [NEW_YEAR_NS]),
        ((None, None, np.array(['2024-01-01'], 'M8[D]')), TimeType.TIMESTAMP, [NEW_YEAR_NS]),
    ],
)
def test_many_times(given: Any, kind: TimeType, values: list[int]) -> None:
    """One by one, or an array of numpy's own times at once."""
    found_kind, found = time_values(*given)
    assert (found_kind, found.tolist(), found.dtype) == (kind, values, np.int64)


def test_many_times_of_no_or_two_kinds_are_refused() -> None:
    """As one by one."""
    with pytest.raises(ValueError, match='exactly one'):
        time_values(None, None, None)
