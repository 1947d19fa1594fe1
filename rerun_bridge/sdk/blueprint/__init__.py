"""Blueprints: which views a viewer shows, and how they are laid out."""

from __future__ import annotations

from rerun_bridge.sdk.blueprint.layout import (
    Blueprint,
    BlueprintLike,
    BlueprintPanel,
    Container,
    Grid,
    Horizontal,
    Panel,
    SelectionPanel,
    Tabs,
    TimePanel,
    Vertical,
    View,
)
from rerun_bridge.sdk.blueprint.views import (
    BarChartView,
    DataframeView,
    GraphView,
    MapView,
    Spatial2DView,
    Spatial3DView,
    StateTimelineView,
    TensorView,
    TextDocumentView,
    TextLogView,
    TimeSeriesView,
)

__all__ = [
    'BarChartView',
    'Blueprint',
    'BlueprintLike',
    'BlueprintPanel',
    'Container',
    'DataframeView',
    'GraphView',
    'Grid',
    'Horizontal',
    'MapView',
    'Panel',
    'SelectionPanel',
    'Spatial2DView',
    'Spatial3DView',
    'StateTimelineView',
    'Tabs',
    'TensorView',
    'TextDocumentView',
    'TextLogView',
    'TimePanel',
    'TimeSeriesView',
    'Vertical',
    'View',
]
