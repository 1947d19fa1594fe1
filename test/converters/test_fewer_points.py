"""Fewer points of a cloud, against Python's own slices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.converters.fewer_points import fewer_points, wants_fewer

POINT = np.dtype({'names': ['x'], 'formats': ['<i4'], 'offsets': [2], 'itemsize': 7})


def _cloud(count: int) -> np.ndarray:
    points = np.zeros(count, POINT)
    points['x'] = np.arange(count)
    return points


@given(st.integers(0, 60), st.none() | st.integers(1, 9), st.none() | st.integers(1, 30))
def test_which_points_are_left(count: int, nth: int | None, most: int | None) -> None:
    """Every n-th, and of these so many, evenly, the first one always among them."""
    options = {'every_nth': nth, 'max_points': most}
    wanted = {key: value for key, value in options.items() if value is not None}
    expected = list(range(count))[:: nth or 1]
    if most is not None and len(expected) > most:
        expected = [expected[i * len(expected) // most] for i in range(most)]
    assert fewer_points(_cloud(count), wanted)['x'].tolist() == expected


def test_clouds_of_rows_with_padding() -> None:
    """Points are counted row after row, whatever lies between the rows."""
    rows = _cloud(12).reshape(3, 4)[:, :3]
    assert fewer_points(rows, {'every_nth': 2})['x'].tolist() == [0, 2, 5, 8, 10]


@pytest.mark.parametrize(
    ('options', 'expected'),
    [
        ({}, False),
        ({'colormap': 'gray'}, False),
        ({'every_nth': 2}, True),
        ({'max_points': 1}, True),
    ],
)
def test_who_wants_fewer(options: dict[str, object], expected: bool) -> None:
    """Other options are no reason to look at the points."""
    assert wants_fewer(options) is expected
