"""Rerun's archetypes: each a class whose attributes are its components."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.frames import (
    CoordinateFrame,
    InstancePoses3D,
    Pinhole,
    Transform3D,
    TransformAxes3D,
    ViewCoordinates,
)
from rerun_bridge.sdk.archetypes.geo import GeoLineStrings, GeoPoints
from rerun_bridge.sdk.archetypes.pictures import (
    DepthImage,
    EncodedDepthImage,
    EncodedImage,
    Image,
    SegmentationImage,
    VideoStream,
)
from rerun_bridge.sdk.archetypes.plots import (
    Scalars,
    SeriesLines,
    SeriesPoints,
    StateChange,
    StateConfiguration,
)
from rerun_bridge.sdk.archetypes.recording import Clear, RecordingInfo
from rerun_bridge.sdk.archetypes.spatial2d import Arrows2D, Boxes2D, LineStrips2D, Points2D
from rerun_bridge.sdk.archetypes.spatial3d import (
    Arrows3D,
    Asset3D,
    Boxes3D,
    Capsules3D,
    Cylinders3D,
    Ellipsoids3D,
    GridMap,
    LineStrips3D,
    Mesh3D,
    Points3D,
    VoxelGridMap,
)
from rerun_bridge.sdk.archetypes.texts import TextDocument, TextLog

__all__ = [
    'Arrows2D',
    'Arrows3D',
    'Asset3D',
    'Boxes2D',
    'Boxes3D',
    'Capsules3D',
    'Clear',
    'CoordinateFrame',
    'Cylinders3D',
    'DepthImage',
    'Ellipsoids3D',
    'EncodedDepthImage',
    'EncodedImage',
    'GeoLineStrings',
    'GeoPoints',
    'GridMap',
    'Image',
    'InstancePoses3D',
    'LineStrips2D',
    'LineStrips3D',
    'Mesh3D',
    'Pinhole',
    'Points2D',
    'Points3D',
    'RecordingInfo',
    'Scalars',
    'SegmentationImage',
    'SeriesLines',
    'SeriesPoints',
    'StateChange',
    'StateConfiguration',
    'TextDocument',
    'TextLog',
    'Transform3D',
    'TransformAxes3D',
    'VideoStream',
    'ViewCoordinates',
    'VoxelGridMap',
]
