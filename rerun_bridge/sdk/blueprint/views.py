"""The kinds of views."""

from __future__ import annotations

from rerun_bridge.sdk.blueprint.layout import View

__all__ = [
    'BarChartView',
    'DataframeView',
    'GraphView',
    'MapView',
    'Spatial2DView',
    'Spatial3DView',
    'StateTimelineView',
    'TensorView',
    'TextDocumentView',
    'TextLogView',
    'TimeSeriesView',
]


class BarChartView(View):
    """Bars."""

    class_identifier = 'BarChart'


class DataframeView(View):
    """The values in a table."""

    class_identifier = 'Dataframe'


class GraphView(View):
    """Nodes and edges."""

    class_identifier = 'Graph'


class MapView(View):
    """Positions on a map of the world."""

    class_identifier = 'Map'


class Spatial2DView(View):
    """Pictures, and what is in their plane."""

    class_identifier = '2D'


class Spatial3DView(View):
    """What is in space."""

    class_identifier = '3D'


class StateTimelineView(View):
    """States over time."""

    class_identifier = 'StateTimeline'


class TensorView(View):
    """Slices of tensors."""

    class_identifier = 'Tensor'


class TextDocumentView(View):
    """A text to read."""

    class_identifier = 'TextDocument'


class TextLogView(View):
    """Lines of a log."""

    class_identifier = 'TextLog'


class TimeSeriesView(View):
    """Numbers over time."""

    class_identifier = 'TimeSeries'
