"""Archetypes of things on the globe."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import F32, STRIP2D_F64, U16, U32, VEC2D

__all__ = ['GeoLineStrings', 'GeoPoints']


class GeoPoints(Archetype):
    """Points on the globe."""

    positions = Component('LatLon', VEC2D)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    class_ids = Component('ClassId', U16)


class GeoLineStrings(Archetype):
    """Lines on the globe."""

    line_strings = Component('GeoLineString', STRIP2D_F64)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
