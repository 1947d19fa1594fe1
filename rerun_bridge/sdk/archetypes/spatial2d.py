"""Archetypes of things in a picture."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, STRIP2, U16, U32, UTF8, VEC2

__all__ = ['Arrows2D', 'Boxes2D', 'LineStrips2D', 'Points2D']


class Points2D(Archetype):
    """Points in a picture."""

    positions = Component('Position2D', VEC2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)
    keypoint_ids = Component('KeypointId', U16)


class Boxes2D(Archetype):
    """Boxes in a picture."""

    half_sizes = Component('HalfSize2D', VEC2)
    centers = Component('Position2D', VEC2)
    colors = Component('Color', U32)
    radii = Component('Radius', F32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)


class Arrows2D(Archetype):
    """Arrows in a picture."""

    vectors = Component('Vector2D', VEC2)
    origins = Component('Position2D', VEC2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)


class LineStrips2D(Archetype):
    """Connected lines in a picture."""

    strips = Component('LineStrip2D', STRIP2)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    draw_order = Component('DrawOrder', F32)
    class_ids = Component('ClassId', U16)
