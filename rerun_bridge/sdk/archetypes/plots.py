"""Archetypes of plots and states."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, F64, U8, U32, UTF8
from rerun_bridge.sdk.archetypes.inputs import NumbersLike

__all__ = ['Scalars', 'SeriesLines', 'SeriesPoints', 'StateChange', 'StateConfiguration']


class Scalars(Archetype):
    """Numbers to plot, one curve per instance."""

    scalars = Component('Scalar', F64)

    def __init__(self, scalars: NumbersLike) -> None:
        self.cells = {Scalars.scalars: Scalars.scalars.cell(scalars)}  # the most frequent of all


class SeriesLines(Archetype):
    """How curves are drawn as lines."""

    colors = Component('Color', U32)
    widths = Component('StrokeWidth', F32)
    names = Component('Name', UTF8)
    visible_series = Component('Visible', BOOL)
    aggregation_policy = Component('AggregationPolicy', U8)
    interpolation_mode = Component('InterpolationMode', U8)


class SeriesPoints(Archetype):
    """How curves are drawn as points."""

    colors = Component('Color', U32)
    markers = Component('MarkerShape', U8)
    names = Component('Name', UTF8)
    visible_series = Component('Visible', BOOL)
    marker_sizes = Component('MarkerSize', F32)


class StateChange(Archetype):
    """The state something is in from now on."""

    state = Component('Text', UTF8)


class StateConfiguration(Archetype):
    """How states are named and coloured."""

    values = Component('Text', UTF8)
    labels = Component('Text', UTF8)
    colors = Component('Color', U32)
    visible = Component('Visible', BOOL)
