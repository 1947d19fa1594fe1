"""Lines through points."""

from __future__ import annotations

import numpy as np

from rerun_bridge.converters.line_strips import line_strips


def test_a_strip_per_row() -> None:
    """A row without points has no strip, wherever it is."""
    points = np.arange(12.0).reshape(4, 3)
    offsets = np.array([0, 0, 1, 1, 4, 4])
    cells = line_strips(points, offsets).lists.to_pylist()
    assert cells == [[], [points[:1].tolist()], [], [points[1:].tolist()], []]


def test_no_rows_and_no_points() -> None:
    """Empty batches and batches of empty rows."""
    none = np.empty((0, 3))
    assert line_strips(none, np.array([0])).lists.to_pylist() == []
    assert line_strips(none, np.array([0, 0, 0])).lists.to_pylist() == [[], []]
