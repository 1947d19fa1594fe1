"""Archetypes of shapes in a picture."""

from __future__ import annotations

import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, U16, U32, UTF8, VEC2
from rerun_bridge.sdk.archetypes.boxes import Box2DFormat, boxes_in, halves_and_centers
from rerun_bridge.sdk.archetypes.inputs import ColorsLike, NumbersLike, TextsLike, VectorsLike

__all__ = ['Boxes2D', 'Ellipses2D']


class Boxes2D(Archetype):
    """
    Boxes in a picture.

    :param sizes: instead of ``half_sizes``.
    :param mins: corners at the top left, instead of ``centers``.
    :param array: instead of sizes and places: shape (n, 4).
    :param array_format: what the four numbers in ``array`` are.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param draw_order: higher is drawn above.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    half_sizes = Component('HalfSize2D', VEC2)
    centers = Component('Position2D', VEC2)
    colors = Component('Color', U32)
    radii = Component('Radius', F32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        *,
        sizes: VectorsLike | None = None,
        mins: VectorsLike | None = None,
        half_sizes: VectorsLike | None = None,
        centers: VectorsLike | None = None,
        array: npt.ArrayLike | None = None,
        array_format: Box2DFormat | None = None,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        draw_order: NumbersLike | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        if array is not None:
            if any(each is not None for each in (sizes, mins, half_sizes, centers)):
                raise ValueError('Boxes2D: array beside sizes or places')
            half_sizes, centers = boxes_in(array, array_format)
        else:
            half_sizes, centers = halves_and_centers('Boxes2D', half_sizes, sizes, centers, mins)
        self._log(locals())


class Ellipses2D(Archetype):
    """
    Ellipses in a picture.

    :param line_radii: of the drawn lines; in the units of the scene, or ``Radius.ui_points``.
    :param draw_order: higher is drawn above.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    half_sizes = Component('HalfSize2D', VEC2)
    centers = Component('Position2D', VEC2)
    colors = Component('Color', U32)
    line_radii = Component('Radius', F32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        *,
        half_sizes: VectorsLike | None = None,
        centers: VectorsLike | None = None,
        line_radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        draw_order: NumbersLike | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())
