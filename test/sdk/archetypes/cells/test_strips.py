"""Strips of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import LineStrips2D

STRIPS = LineStrips2D.strips
ONE = [[1, 2], [3, 4], [5, 6]]


@pytest.mark.parametrize(
    ('value', 'wanted'),
    [
        (ONE, [ONE]),
        (np.array(ONE), [ONE]),
        ([ONE, ONE[:1]], [ONE, ONE[:1]]),
        ([np.array(ONE), ONE[:2]], [ONE, ONE[:2]]),
        (np.array([ONE, ONE]), [ONE, ONE]),
        ([(1, 2), (3, 4)], [ONE[:2]]),
        ([np.array([1, 2]), np.array([3, 4])], [ONE[:2]]),
        ([], []),
        ([ONE, []], [ONE, []]),
    ],
    ids=str,
)
def test_one_strip_or_several(value: Any, wanted: Any) -> None:
    """Of lists and arrays, of the same or of different lengths."""
    cell = STRIPS.cell(value)
    lists = STRIPS.rows([cell, None, STRIPS.cell(ONE)]).lists
    lists.to_pyarrow().validate(full=True)
    assert lists.to_pylist() == [wanted, None, [ONE]]
    assert STRIPS.cell_bytes(cell) == 8 * sum(map(len, wanted))


@pytest.mark.parametrize(
    'value', [[[1, 2, 3]], np.zeros((2, 3, 3)), [[[1, 2]], [[1, 2, 3]]], 'ab']
)
def test_points_of_other_dimensions_are_refused(value: Any) -> None:
    """With the field's name."""
    with pytest.raises((TypeError, ValueError), match='LineStrips2D:strips: '):
        STRIPS.cell(value)
