"""Archetypes of things on the globe."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import F32, STRIP2D_F64, U16, U32, VEC2D
from rerun_bridge.sdk.archetypes.inputs import ColorsLike, NumbersLike, StripsLike, VectorsLike

__all__ = ['GeoLineStrings', 'GeoPoints']


class GeoPoints(Archetype):
    """
    Points on the globe.

    :param lat_lon: in degrees; shape (n, 2), latitude first.
    :param radii: in metres, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    positions = Component('LatLon', VEC2D)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        *,
        lat_lon: VectorsLike,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals(), positions=lat_lon)


class GeoLineStrings(Archetype):
    """
    Lines on the globe.

    :param lat_lon: in degrees; one of shape (points, 2), or several.
    :param radii: in metres, or ``Radius.ui_points``.
    """

    line_strings = Component('GeoLineString', STRIP2D_F64)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)

    def __init__(
        self,
        *,
        lat_lon: StripsLike,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
    ) -> None:
        self._log(locals(), line_strings=lat_lon)
