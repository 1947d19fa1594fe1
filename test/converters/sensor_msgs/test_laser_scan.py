"""Scans, against a loop over beams."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.converters.sensor_msgs import laser_scan
from rerun_bridge.converters.sensor_msgs.laser_scan import CONVERTER
from rerun_bridge.geometry.colormaps import colors
from test.support.message_columns import cells_of, columns_of, context_of

NAMES = ('angle_min', 'angle_increment', 'range_min', 'range_max')


def scan(
    ranges: list[float],
    start: float = -1.0,
    step: float = 0.5,
    low: float = 0.1,
    high: float = 10.0,
) -> dict[str, Any]:
    """Return a message."""
    numbers = {name: np.float32(value) for name, value in zip(NAMES, (start, step, low, high))}
    intensities = np.arange(len(ranges), dtype='<f4')
    return {**numbers, 'ranges': np.array(ranges, '<f4'), 'intensities': intensities}


def slow(message: dict[str, Any]) -> list[list[float]]:
    """Return the points of a scan, beam by beam."""
    points = []
    start, step, low, high = (float(message[name]) for name in NAMES)
    if not high > low:
        low, high = 0.0, math.inf
    for beam, distance in enumerate(message['ranges'].tolist()):
        if low <= distance <= high and distance < math.inf:
            angle = start + beam * step
            points.append([distance * math.cos(angle), distance * math.sin(angle), 0.0])
    return points


def drawn(*messages: dict[str, Any], **options: object) -> Any:
    """Return what messages become."""
    context = context_of('sensor_msgs/msg/LaserScan', **options)
    (part,) = CONVERTER.convert(columns_of(messages), None, context)
    assert part.in_header_frame
    return cells_of(part)


def check(*messages: dict[str, Any]) -> None:
    """Compare all points with those of the loop."""
    found = drawn(*messages)['Points3D:positions']
    assert len(found) == len(messages)
    for points, message in zip(found, messages):
        expected = slow(message)
        assert len(points) == len(expected)
        if expected:
            np.testing.assert_allclose(points, expected, rtol=2e-6, atol=1e-6)


def test_scans_of_one_kind() -> None:
    """Infinite, out of range, and what is no number are left out."""
    check(scan([1, 2, math.inf, 3]), scan([0.05, 4, math.nan, 11]), scan([-math.inf, -1, 0.1, 10]))


def test_scans_of_many_kinds() -> None:
    """Other angles, other numbers of beams, none at all."""
    check(scan([1, 2, 3]), scan([1, 2, 3], start=0.3), scan([4, 5, 6], step=-0.1))
    check(scan([1, 2, 3]), scan([]), scan([4.0] * 7, start=0.1, step=0.2), scan([math.nan]))
    check(scan([]), scan([]))


def test_limits_that_exclude_each_other() -> None:
    """A scanner that says nothing sensible about its range gets all that is finite."""
    check(scan([1, 200, math.inf], low=0, high=0), scan([1, 200, math.inf], low=math.nan))


def test_angles_that_are_no_numbers() -> None:
    """Points in no direction are as many as there are ranges, and no error."""
    for start, step in ((math.inf, 0.1), (math.nan, 0.1), (0.0, math.inf), (3e38, 3e38)):
        for messages in ([scan([1, 2], start, step)], [scan([1, 2], start, step), scan([1])]):
            assert len(drawn(*messages)['Points3D:positions'][0]) == 2


def test_no_upper_limit() -> None:
    """An infinite limit does not make infinite points."""
    check(scan([1, math.inf, 3e38], high=math.inf))


def test_colour_by_intensity() -> None:
    """Colours follow their points."""
    cells = drawn(scan([1, math.inf, 2, 3]), color_field='intensity', colormap='gray')
    assert cells['Points3D:colors'] == [colors(np.array([0.0, 2, 3]), 'gray').tolist()]
    assert 'Points3D:colors' not in drawn(scan([1]))


@pytest.mark.parametrize('at_once', [1, 5, 7, 1000])
def test_scans_are_drawn_some_at_a_time(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are room for, and wherever one of another kind stands."""
    monkeypatch.setattr(laser_scan, 'AT_ONCE', at_once)
    rng = np.random.default_rng(3)
    even = [scan(rng.uniform(0, 12, 6).tolist()) for _ in range(9)]
    check(*even)
    check(*even, scan([1, 2, 3], high=2), *even)
    check(*even, scan([3.0] * 6, low=4), scan([3.0] * 6, start=2), scan([3.0] * 6, high=2))


RANGES = st.lists(st.floats(width=32), max_size=6)


@given(
    st.lists(
        st.tuples(RANGES, st.floats(-7, 7, width=32), st.floats(-1, 1, width=32)),
        min_size=1,
        max_size=4,
    )
)
def test_any_scans(scans: list[tuple[list[float], float, float]]) -> None:
    """Any numbers in any shape are what the loop makes of them."""
    check(*(scan(ranges, start, step, 0.0, 1e6) for ranges, start, step in scans))
