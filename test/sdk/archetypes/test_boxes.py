"""Boxes, said in many ways."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes.boxes import Box2DFormat, boxes_in, halves_and_centers


@pytest.mark.parametrize(
    ('form', 'numbers'),
    [
        ('XYWH', [10, 20, 6, 8]),
        ('YXHW', [20, 10, 8, 6]),
        ('XYXY', [10, 20, 16, 28]),
        ('YXYX', [20, 10, 28, 16]),
        ('XCYCWH', [13, 24, 6, 8]),
        ('XCYCW2H2', [13, 24, 3, 4]),
    ],
)
def test_the_same_box_in_every_format(form: str, numbers: list[int]) -> None:
    """Each box keeps its own numbers among several."""
    halves, centers = boxes_in([numbers, [0, 0, 0, 0], numbers], Box2DFormat(form))
    assert halves.tolist() == [[3, 4], [0, 0], [3, 4]]
    assert centers.tolist() == [[13, 24], [0, 0], [13, 24]]
    assert np.array_equal(boxes_in(numbers, Box2DFormat(form)), ([[3, 4]], [[13, 24]]))


def test_no_boxes() -> None:
    """An empty list clears."""
    halves, centers = boxes_in([], Box2DFormat.XYWH)
    assert halves.shape == centers.shape == (0, 2)


def test_an_array_of_another_shape_or_without_format() -> None:
    """Is refused."""
    with pytest.raises(ValueError, match=r'array of shape \(1, 3\), wanted \(n, 4\)'):
        boxes_in([[1, 2, 3]], Box2DFormat.XYWH)
    with pytest.raises(ValueError, match='array needs array_format'):
        boxes_in([[1, 2, 3, 4]], None)


def test_sizes_and_corners() -> None:
    """Half sizes, and centres in the middle."""
    halves, centers = halves_and_centers('A', None, [2, 4, 6], None, [[0, 0, 0], [1, 1, 1]])
    assert np.array_equal(halves, [1, 2, 3])  # type: ignore[arg-type]
    assert np.array_equal(centers, [[1, 2, 3], [2, 3, 4]])  # type: ignore[arg-type]
    assert halves_and_centers('A', [1, 2], None, None, None) == ([1, 2], None)


@pytest.mark.parametrize(
    ('given', 'words'),
    [
        (([1], [1], None, None), 'A: sizes beside half_sizes'),
        (([1], None, [1], [1]), 'A: mins beside centers'),
        ((None, None, None, [1]), 'A: mins need sizes'),
    ],
)
def test_too_much_or_too_little(given: Any, words: str) -> None:
    """One of two is ignored silently nowhere."""
    with pytest.raises(ValueError, match=words):
        halves_and_centers('A', *given)
