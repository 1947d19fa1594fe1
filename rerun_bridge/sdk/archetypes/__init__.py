"""
Rerun's archetypes, and the words they take: each archetype a class with components as attributes.

They are loaded when they are asked for: a conversion needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rerun_bridge.sdk.archetypes.annotations import (
        AnnotationContext,
        AnnotationInfo,
        ClassDescription,
    )
    from rerun_bridge.sdk.archetypes.any_values import AnyBatchValue, AnyValues, DynamicArchetype
    from rerun_bridge.sdk.archetypes.archetype import Archetype, Component, ComponentColumns
    from rerun_bridge.sdk.archetypes.boxes import Box2DFormat
    from rerun_bridge.sdk.archetypes.cameras import Pinhole
    from rerun_bridge.sdk.archetypes.depth_pictures import DepthImage, EncodedDepthImage
    from rerun_bridge.sdk.archetypes.enums import (
        AggregationPolicy,
        ChannelDatatype,
        Colormap,
        ColorModel,
        FillMode,
        GraphType,
        InterpolationMode,
        MagnificationFilter,
        MarkerShape,
        MeshFaceRendering,
        PixelFormat,
        PointShading,
        TransformRelation,
        VideoCodec,
        ViewDir,
    )
    from rerun_bridge.sdk.archetypes.frames import (
        CoordinateFrame,
        InstancePoses3D,
        Transform3D,
        TransformAxes3D,
    )
    from rerun_bridge.sdk.archetypes.geo import GeoLineStrings, GeoPoints
    from rerun_bridge.sdk.archetypes.graphs import GraphEdge, GraphEdges, GraphNodes
    from rerun_bridge.sdk.archetypes.image_format import ImageFormat
    from rerun_bridge.sdk.archetypes.maps import GridMap, VoxelGridMap
    from rerun_bridge.sdk.archetypes.mcap import (
        McapChannel,
        McapMessage,
        McapSchema,
        McapStatistics,
    )
    from rerun_bridge.sdk.archetypes.media_type import MediaType, TextLogLevel
    from rerun_bridge.sdk.archetypes.meshes import Asset3D, Mesh3D
    from rerun_bridge.sdk.archetypes.pictures import EncodedImage, Image, SegmentationImage
    from rerun_bridge.sdk.archetypes.plots import Measurements, Scalars, SeriesLines, SeriesPoints
    from rerun_bridge.sdk.archetypes.recording import Clear, RecordingInfo
    from rerun_bridge.sdk.archetypes.rotations import Angle, Quaternion, RotationAxisAngle
    from rerun_bridge.sdk.archetypes.shapes2d import Boxes2D, Ellipses2D
    from rerun_bridge.sdk.archetypes.shapes3d import Boxes3D, Capsules3D, Cylinders3D, Ellipsoids3D
    from rerun_bridge.sdk.archetypes.sizes import Radius, Scale3D
    from rerun_bridge.sdk.archetypes.spatial2d import Arrows2D, LineStrips2D, Points2D
    from rerun_bridge.sdk.archetypes.spatial3d import (
        Arrows3D,
        GaussianSplats3D,
        LineStrips3D,
        Points3D,
    )
    from rerun_bridge.sdk.archetypes.states import StateChange, StateConfiguration
    from rerun_bridge.sdk.archetypes.tensor_data import TensorData
    from rerun_bridge.sdk.archetypes.tensors import BarChart, Tensor, Volume3D
    from rerun_bridge.sdk.archetypes.texts import TextDocument, TextLog
    from rerun_bridge.sdk.archetypes.videos import (
        AssetAudio,
        AssetVideo,
        VideoFrameReference,
        VideoStream,
    )
    from rerun_bridge.sdk.archetypes.view_coordinates import ViewCoordinates

MODULES = {
    'annotations': 'AnnotationContext AnnotationInfo ClassDescription',
    'any_values': 'AnyBatchValue AnyValues DynamicArchetype',
    'archetype': 'Archetype Component ComponentColumns',
    'boxes': 'Box2DFormat',
    'cameras': 'Pinhole',
    'depth_pictures': 'DepthImage EncodedDepthImage',
    'enums': (
        'AggregationPolicy ChannelDatatype ColorModel Colormap FillMode GraphType '
        'InterpolationMode MagnificationFilter MarkerShape MeshFaceRendering PixelFormat '
        'PointShading TransformRelation VideoCodec ViewDir'
    ),
    'frames': 'CoordinateFrame InstancePoses3D Transform3D TransformAxes3D',
    'geo': 'GeoLineStrings GeoPoints',
    'graphs': 'GraphEdge GraphEdges GraphNodes',
    'image_format': 'ImageFormat',
    'maps': 'GridMap VoxelGridMap',
    'mcap': 'McapChannel McapMessage McapSchema McapStatistics',
    'media_type': 'MediaType TextLogLevel',
    'meshes': 'Asset3D Mesh3D',
    'pictures': 'EncodedImage Image SegmentationImage',
    'plots': 'Measurements Scalars SeriesLines SeriesPoints',
    'recording': 'Clear RecordingInfo',
    'rotations': 'Angle Quaternion RotationAxisAngle',
    'shapes2d': 'Boxes2D Ellipses2D',
    'shapes3d': 'Boxes3D Capsules3D Cylinders3D Ellipsoids3D',
    'sizes': 'Radius Scale3D',
    'spatial2d': 'Arrows2D LineStrips2D Points2D',
    'spatial3d': 'Arrows3D GaussianSplats3D LineStrips3D Points3D',
    'states': 'StateChange StateConfiguration',
    'tensor_data': 'TensorData',
    'tensors': 'BarChart Tensor Volume3D',
    'texts': 'TextDocument TextLog',
    'videos': 'AssetAudio AssetVideo VideoFrameReference VideoStream',
    'view_coordinates': 'ViewCoordinates',
}
"""What is in which module."""

_PLACES = {name: module for module, names in MODULES.items() for name in names.split()}

__all__ = [
    'AggregationPolicy',
    'Angle',
    'AnnotationContext',
    'AnnotationInfo',
    'AnyBatchValue',
    'AnyValues',
    'Archetype',
    'Arrows2D',
    'Arrows3D',
    'Asset3D',
    'AssetAudio',
    'AssetVideo',
    'BarChart',
    'Box2DFormat',
    'Boxes2D',
    'Boxes3D',
    'Capsules3D',
    'ChannelDatatype',
    'ClassDescription',
    'Clear',
    'ColorModel',
    'Colormap',
    'Component',
    'ComponentColumns',
    'CoordinateFrame',
    'Cylinders3D',
    'DepthImage',
    'DynamicArchetype',
    'Ellipses2D',
    'Ellipsoids3D',
    'EncodedDepthImage',
    'EncodedImage',
    'FillMode',
    'GaussianSplats3D',
    'GeoLineStrings',
    'GeoPoints',
    'GraphEdge',
    'GraphEdges',
    'GraphNodes',
    'GraphType',
    'GridMap',
    'Image',
    'ImageFormat',
    'InstancePoses3D',
    'InterpolationMode',
    'LineStrips2D',
    'LineStrips3D',
    'MagnificationFilter',
    'MarkerShape',
    'McapChannel',
    'McapMessage',
    'McapSchema',
    'McapStatistics',
    'Measurements',
    'MediaType',
    'Mesh3D',
    'MeshFaceRendering',
    'Pinhole',
    'PixelFormat',
    'PointShading',
    'Points2D',
    'Points3D',
    'Quaternion',
    'Radius',
    'RecordingInfo',
    'RotationAxisAngle',
    'Scalars',
    'Scale3D',
    'SegmentationImage',
    'SeriesLines',
    'SeriesPoints',
    'StateChange',
    'StateConfiguration',
    'Tensor',
    'TensorData',
    'TextDocument',
    'TextLog',
    'TextLogLevel',
    'Transform3D',
    'TransformAxes3D',
    'TransformRelation',
    'VideoCodec',
    'VideoFrameReference',
    'VideoStream',
    'ViewCoordinates',
    'ViewDir',
    'Volume3D',
    'VoxelGridMap',
]


def __getattr__(name: str) -> Any:
    """Load the module that has it."""
    if name not in _PLACES:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    found = getattr(import_module(f'{__name__}.{_PLACES[name]}'), name)
    globals()[name] = found
    return found
