"""
Rerun's archetypes: each a class whose attributes are its components.

They are loaded when they are asked for: a conversion needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rerun_bridge.sdk.archetypes.archetype import Archetype, Component, ComponentColumns
    from rerun_bridge.sdk.archetypes.depth_pictures import DepthImage, EncodedDepthImage
    from rerun_bridge.sdk.archetypes.frames import (
        CoordinateFrame,
        InstancePoses3D,
        Pinhole,
        Transform3D,
        TransformAxes3D,
        ViewCoordinates,
    )
    from rerun_bridge.sdk.archetypes.geo import GeoLineStrings, GeoPoints
    from rerun_bridge.sdk.archetypes.media_type import MediaType
    from rerun_bridge.sdk.archetypes.pictures import EncodedImage, Image, SegmentationImage
    from rerun_bridge.sdk.archetypes.plots import (
        Scalars,
        SeriesLines,
        SeriesPoints,
        StateChange,
        StateConfiguration,
    )
    from rerun_bridge.sdk.archetypes.recording import Clear, RecordingInfo
    from rerun_bridge.sdk.archetypes.rotations import Angle, Quaternion, RotationAxisAngle
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
    from rerun_bridge.sdk.archetypes.videos import (
        AssetAudio,
        AssetVideo,
        VideoFrameReference,
        VideoStream,
    )

MODULES = {
    'archetype': 'Archetype Component ComponentColumns',
    'depth_pictures': 'DepthImage EncodedDepthImage',
    'frames': (
        'CoordinateFrame InstancePoses3D Pinhole Transform3D TransformAxes3D ViewCoordinates'
    ),
    'geo': 'GeoLineStrings GeoPoints',
    'media_type': 'MediaType',
    'pictures': 'EncodedImage Image SegmentationImage',
    'plots': 'Scalars SeriesLines SeriesPoints StateChange StateConfiguration',
    'recording': 'Clear RecordingInfo',
    'rotations': 'Angle Quaternion RotationAxisAngle',
    'spatial2d': 'Arrows2D Boxes2D LineStrips2D Points2D',
    'spatial3d': (
        'Arrows3D Asset3D Boxes3D Capsules3D Cylinders3D Ellipsoids3D GridMap LineStrips3D Mesh3D '
        'Points3D VoxelGridMap'
    ),
    'texts': 'TextDocument TextLog',
    'videos': 'AssetAudio AssetVideo VideoFrameReference VideoStream',
}
"""What is in which module."""

_PLACES = {name: module for module, names in MODULES.items() for name in names.split()}

__all__ = [
    'Angle',
    'Archetype',
    'Arrows2D',
    'Arrows3D',
    'Asset3D',
    'AssetAudio',
    'AssetVideo',
    'Boxes2D',
    'Boxes3D',
    'Capsules3D',
    'Clear',
    'Component',
    'ComponentColumns',
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
    'MediaType',
    'Mesh3D',
    'Pinhole',
    'Points2D',
    'Points3D',
    'Quaternion',
    'RecordingInfo',
    'RotationAxisAngle',
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
    'VideoFrameReference',
    'VideoStream',
    'ViewCoordinates',
    'VoxelGridMap',
]


def __getattr__(name: str) -> Any:
    """Load the module that has an archetype."""
    if name not in _PLACES:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    found = getattr(import_module(f'{__name__}.{_PLACES[name]}'), name)
    globals()[name] = found
    return found
