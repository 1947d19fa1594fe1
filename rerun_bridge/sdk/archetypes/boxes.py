"""Boxes, said in many ways: all become half sizes and centres."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.inputs import VectorsLike

__all__ = ['Box2DFormat', 'boxes_in', 'halves_and_centers']

Floats: TypeAlias = 'npt.NDArray[np.floating[Any]]'


class Box2DFormat(Enum):
    """What the four numbers of a box are: corners, centre, size."""

    XYWH = 'XYWH'
    YXHW = 'YXHW'
    XYXY = 'XYXY'
    YXYX = 'YXYX'
    XCYCWH = 'XCYCWH'
    XCYCW2H2 = 'XCYCW2H2'


def halves_and_centers(
    name: str,
    half_sizes: VectorsLike | None,
    sizes: VectorsLike | None,
    centers: VectorsLike | None,
    mins: VectorsLike | None,
) -> tuple[VectorsLike | None, VectorsLike | None]:
    """
    Return half sizes and centers of boxes.

    :param name: of the archetype, for errors.
    :raises ValueError: there is too much, or too little.
    """
    if sizes is not None:
        if half_sizes is not None:
            raise ValueError(f'{name}: sizes beside half_sizes')
        half_sizes = np.asarray(sizes, np.float32) / 2
    if mins is not None:
        if centers is not None:
            raise ValueError(f'{name}: mins beside centers')
        if half_sizes is None:
            raise ValueError(f'{name}: mins need sizes or half_sizes')
        centers = np.asarray(mins, np.float32) + np.asarray(half_sizes, np.float32)
    return half_sizes, centers


def boxes_in(array: npt.ArrayLike, form: Box2DFormat | None) -> tuple[Floats, Floats]:
    """
    Return half sizes and centers of boxes.

    :param array: shape (n, 4) or (4,).
    :raises ValueError: it is of another shape, or the form is missing.
    """
    if form is None:
        raise ValueError('Boxes2D: array needs array_format')
    boxes = np.asarray(array, np.float32)
    if boxes.size and boxes.shape[-1] != 4:
        raise ValueError(f'Boxes2D:half_sizes: array of shape {boxes.shape}, wanted (n, 4)')
    boxes = boxes.reshape(-1, 4)
    form = Box2DFormat(form)
    if form in (Box2DFormat.YXHW, Box2DFormat.YXYX):
        boxes = boxes[:, [1, 0, 3, 2]]
    first, second = boxes[:, :2], boxes[:, 2:]
    if form in (Box2DFormat.XYXY, Box2DFormat.YXYX):
        centers = (first + second) / 2
        return second - centers, centers
    if form is Box2DFormat.XCYCW2H2:
        return second, first
    halves = second / 2
    return halves, first if form is Box2DFormat.XCYCWH else first + halves
