"""Archetypes of points and lines in a picture."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, STRIP2, U16, U32, UTF8, VEC2
from rerun_bridge.sdk.archetypes.inputs import (
    ColorsLike,
    NumbersLike,
    StripsLike,
    TextsLike,
    VectorsLike,
)

__all__ = ['Arrows2D', 'LineStrips2D', 'Points2D']


class Points2D(Archetype):
    """
    Points in a picture.

    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param draw_order: higher is drawn above.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    :param keypoint_ids: of the class in the ``AnnotationContext``.
    """

    positions = Component('Position2D', VEC2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)
    keypoint_ids = Component('KeypointId', U16)

    def __init__(
        self,
        positions: VectorsLike,
        *,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        draw_order: NumbersLike | None = None,
        class_ids: NumbersLike | None = None,
        keypoint_ids: NumbersLike | None = None,
    ) -> None:
        if class_ids is None and keypoint_ids is not None:
            class_ids = 0
        self._log(locals())


class Arrows2D(Archetype):
    """
    Arrows in a picture.

    :param origins: where they begin; (0, 0) where not given.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param draw_order: higher is drawn above.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    vectors = Component('Vector2D', VEC2)
    origins = Component('Position2D', VEC2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        *,
        vectors: VectorsLike,
        origins: VectorsLike | None = None,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        draw_order: float | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class LineStrips2D(Archetype):
    """
    Connected lines in a picture.

    :param strips: one of shape (points, 2), or several.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param draw_order: higher is drawn above.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    strips = Component('LineStrip2D', STRIP2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        strips: StripsLike,
        *,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        draw_order: float | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())
