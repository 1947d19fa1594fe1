"""Archetypes of plots."""

from __future__ import annotations

from struct import Struct

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, F64, U8, U32, UTF8
from rerun_bridge.sdk.archetypes.inputs import (
    ColorsLike,
    EnumLike,
    EnumsLike,
    FlagsLike,
    NumbersLike,
    TextsLike,
)
from rerun_bridge.sdk.misuse import forgiving_constructor

__all__ = ['Measurements', 'Scalars', 'SeriesLines', 'SeriesPoints']


class Scalars(Archetype, is_forgiving=True):
    """Numbers to plot, one curve per instance."""

    scalars = Component('Scalar', F64)

    def __init__(self, scalars: NumbersLike) -> None:
        if type(scalars) is float:  # no row is logged more often
            self.cells = {_SCALAR: _DOUBLE(scalars)}
        else:
            self._log_numbers(scalars)

    @forgiving_constructor
    def _log_numbers(self, scalars: NumbersLike) -> None:
        self.cells = {_SCALAR: _SCALAR.cell(scalars)}


_SCALAR, _DOUBLE = Scalars.scalars, Struct('=d').pack


class SeriesLines(Archetype):
    """
    How curves are drawn as lines.

    :param names: of the curves.
    """

    colors = Component('Color', U32)
    widths = Component('StrokeWidth', F32)
    names = Component('Name', UTF8)
    visible_series = Component('Visible', BOOL)
    aggregation_policy = Component('AggregationPolicy', U8)
    interpolation_mode = Component('InterpolationMode', U8)

    def __init__(
        self,
        *,
        colors: ColorsLike | None = None,
        widths: NumbersLike | None = None,
        names: TextsLike | None = None,
        visible_series: FlagsLike | None = None,
        aggregation_policy: EnumLike | None = None,
        interpolation_mode: EnumLike | None = None,
    ) -> None:
        self._log(locals())


class SeriesPoints(Archetype):
    """
    How curves are drawn as points; as circles where nothing is given.

    :param names: of the curves.
    """

    colors = Component('Color', U32)
    markers = Component('MarkerShape', U8)
    names = Component('Name', UTF8)
    visible_series = Component('Visible', BOOL)
    marker_sizes = Component('MarkerSize', F32)

    def __init__(
        self,
        *,
        colors: ColorsLike | None = None,
        markers: EnumsLike | None = None,
        names: TextsLike | None = None,
        visible_series: FlagsLike | None = None,
        marker_sizes: NumbersLike | None = None,
    ) -> None:
        if all(each is None for each in (colors, markers, names, visible_series, marker_sizes)):
            markers = 'Circle'
        self._log(locals())


class Measurements(Archetype):
    """
    Numbers with a unit and an uncertainty, one curve per instance.

    :param names: of the curves.
    """

    values = Component('Scalar', F64)
    variances = Component('Variance', F64)
    units = Component('Unit', UTF8)
    colors = Component('Color', U32)
    widths = Component('StrokeWidth', F32)
    names = Component('Name', UTF8)
    visible_series = Component('Visible', BOOL)
    aggregation_policy = Component('AggregationPolicy', U8)
    interpolation_mode = Component('InterpolationMode', U8)

    def __init__(
        self,
        values: NumbersLike,
        *,
        variances: NumbersLike | None = None,
        units: TextsLike | None = None,
        colors: ColorsLike | None = None,
        widths: NumbersLike | None = None,
        names: TextsLike | None = None,
        visible_series: FlagsLike | None = None,
        aggregation_policy: EnumLike | None = None,
        interpolation_mode: EnumLike | None = None,
    ) -> None:
        self._log(locals())
