"""Times on the command line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cli.time_point import (
    TimePoint,
    parse_duration_ns,
    parse_time_point,
    time_range_ns,
)

S = 1_000_000_000


@pytest.mark.parametrize(
    ('text', 'point'),
    [
        ('0', TimePoint(0, True)),
        ('12.5', TimePoint(12_500_000_000, True)),
        ('0.000000001', TimePoint(1, True)),
        ('1699383597.203067508', TimePoint(1_699_383_597_203_067_508, False)),
        ('2023-11-07T18:59:57', TimePoint(1_699_383_597 * S, False)),
        ('2023-11-07T18:59:57Z', TimePoint(1_699_383_597 * S, False)),
        ('2023-11-07 18:59:57.203067508', TimePoint(1_699_383_597_203_067_508, False)),
        ('2023-11-07T18:59:57.2Z', TimePoint(1_699_383_597_200_000_000, False)),
        ('2023-11-07T19:59:57.2+01:00', TimePoint(1_699_383_597_200_000_000, False)),
        ('2023-11-07T19:59:57+01:00', TimePoint(1_699_383_597 * S, False)),
        ('2023-11-07', TimePoint(1_699_315_200 * S, False)),
    ],
)
def test_time_points(text: str, point: TimePoint) -> None:
    """Seconds from the start, Unix seconds, dates."""
    assert parse_time_point(text) == point


@pytest.mark.parametrize(
    'text',
    ['', 'ten', '-1', 'nan', 'inf', '1e99', '2023-13-01', '12:00', '2023-11-07T18:59:57.2x'],
)
def test_nonsense_is_refused(text: str) -> None:
    """What is none of them is a ValueError that repeats it."""
    with pytest.raises(ValueError, match='expected seconds'):
        parse_time_point(text)


@given(st.text(max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """No other error ever comes out."""
    with suppress(ValueError):
        assert -(2**63) <= parse_time_point(text).ns < 2**63


def test_ranges() -> None:
    """Relative times count from the start of the bag; a duration from ``start`` or from there."""
    start, end = parse_time_point('2'), parse_time_point('5')
    assert time_range_ns(None, None, None, 100 * S) == (None, None)
    assert time_range_ns(start, end, None, 100 * S) == (102 * S, 105 * S)
    assert time_range_ns(start, None, 10 * S, 100 * S) == (102 * S, 112 * S)
    assert time_range_ns(None, None, 10 * S, 100 * S) == (None, 110 * S)
    assert time_range_ns(parse_time_point('1699383597'), None, None, 100 * S) == (
        1_699_383_597 * S,
        None,
    )


def test_durations() -> None:
    """Seconds, exactly."""
    assert parse_duration_ns('0.1') == 100_000_000
