"""
ROS 2 in the Rerun Viewer: this is what programs use that log directly.

::

    import rerun_bridge as rr

    rr.init('my_robot', spawn=True)
    rr.log('world/points', rr.Points3D([[0, 0, 0], [1, 1, 1]]))

Everything is loaded when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rerun_bridge import blueprint as blueprint
    from rerun_bridge.bridge import Bridge as Bridge
    from rerun_bridge.live import LiveBridge as LiveBridge
    from rerun_bridge.ros_log import log_cdr as log_cdr
    from rerun_bridge.sdk.api import (
        binary_stream,
        connect,
        connect_grpc,
        disable_timeline,
        disconnect,
        escape_entity_path_part,
        flush,
        get_application_id,
        get_data_recording,
        get_global_data_recording,
        get_recording_id,
        get_thread_local_data_recording,
        init,
        is_enabled,
        log,
        memory_recording,
        new_entity_path,
        new_recording,
        reset_time,
        save,
        send_blueprint,
        send_columns,
        send_property,
        send_recording_name,
        serve,
        serve_grpc,
        set_global_data_recording,
        set_sinks,
        set_thread_local_data_recording,
        set_time,
        set_time_nanos,
        set_time_seconds,
        set_time_sequence,
        show,
        spawn,
        stdout,
    )
    from rerun_bridge.sdk.archetypes import (
        AggregationPolicy,
        Angle,
        AnnotationContext,
        AnnotationInfo,
        AnyBatchValue,
        AnyValues,
        Archetype,
        Arrows2D,
        Arrows3D,
        Asset3D,
        AssetAudio,
        AssetVideo,
        BarChart,
        Box2DFormat,
        Boxes2D,
        Boxes3D,
        Capsules3D,
        ChannelDatatype,
        ClassDescription,
        Clear,
        Colormap,
        ColorModel,
        Component,
        ComponentColumns,
        CoordinateFrame,
        Cylinders3D,
        DepthImage,
        DynamicArchetype,
        Ellipses2D,
        Ellipsoids3D,
        EncodedDepthImage,
        EncodedImage,
        FillMode,
        GaussianSplats3D,
        GeoLineStrings,
        GeoPoints,
        GraphEdge,
        GraphEdges,
        GraphNodes,
        GraphType,
        GridMap,
        Image,
        ImageFormat,
        InstancePoses3D,
        InterpolationMode,
        LineStrips2D,
        LineStrips3D,
        MagnificationFilter,
        MarkerShape,
        McapChannel,
        McapMessage,
        McapSchema,
        McapStatistics,
        Measurements,
        MediaType,
        Mesh3D,
        MeshFaceRendering,
        Pinhole,
        PixelFormat,
        Points2D,
        Points3D,
        PointShading,
        Quaternion,
        Radius,
        RecordingInfo,
        RotationAxisAngle,
        Scalars,
        Scale3D,
        SegmentationImage,
        SeriesLines,
        SeriesPoints,
        StateChange,
        StateConfiguration,
        Tensor,
        TensorData,
        TextDocument,
        TextLog,
        TextLogLevel,
        Transform3D,
        TransformAxes3D,
        TransformRelation,
        VideoCodec,
        VideoFrameReference,
        VideoStream,
        ViewCoordinates,
        ViewDir,
        Volume3D,
        VoxelGridMap,
    )
    from rerun_bridge.sdk.binary_stream import BinaryStream
    from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
    from rerun_bridge.sdk.entity_path import EntityPath
    from rerun_bridge.sdk.memory_recording import MemoryRecording
    from rerun_bridge.sdk.recording import RecordingStream
    from rerun_bridge.sdk.script import script_add_args, script_setup, script_teardown
    from rerun_bridge.sdk.sinks import FileSink, MemorySink
    from rerun_bridge.sdk.sinks.live import StreamSink
    from rerun_bridge.sdk.sinks.server import ServerSink
    from rerun_bridge.sdk.sinks.server.grpc_sink import GrpcSink
    from rerun_bridge.sdk.text_log_handler import LoggingHandler
    from rerun_bridge.sdk.time import TimeColumn

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
    'BinaryStream',
    'Box2DFormat',
    'Boxes2D',
    'Boxes3D',
    'Bridge',
    'Capsules3D',
    'ChannelDatatype',
    'ClassDescription',
    'Clear',
    'ColorModel',
    'Colormap',
    'Component',
    'ComponentColumn',
    'ComponentColumns',
    'ComponentDescriptor',
    'CoordinateFrame',
    'Cylinders3D',
    'DepthImage',
    'DynamicArchetype',
    'Ellipses2D',
    'Ellipsoids3D',
    'EncodedDepthImage',
    'EncodedImage',
    'EntityPath',
    'FileSink',
    'FillMode',
    'GaussianSplats3D',
    'GeoLineStrings',
    'GeoPoints',
    'GraphEdge',
    'GraphEdges',
    'GraphNodes',
    'GraphType',
    'GridMap',
    'GrpcSink',
    'Image',
    'ImageFormat',
    'InstancePoses3D',
    'InterpolationMode',
    'LineStrips2D',
    'LineStrips3D',
    'LiveBridge',
    'LoggingHandler',
    'MagnificationFilter',
    'MarkerShape',
    'McapChannel',
    'McapMessage',
    'McapSchema',
    'McapStatistics',
    'Measurements',
    'MediaType',
    'MemoryRecording',
    'MemorySink',
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
    'RecordingStream',
    'RotationAxisAngle',
    'Scalars',
    'Scale3D',
    'SegmentationImage',
    'SeriesLines',
    'SeriesPoints',
    'ServerSink',
    'StateChange',
    'StateConfiguration',
    'StreamSink',
    'Tensor',
    'TensorData',
    'TextDocument',
    'TextLog',
    'TextLogLevel',
    'TimeColumn',
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
    'binary_stream',
    'blueprint',
    'connect',
    'connect_grpc',
    'disable_timeline',
    'disconnect',
    'escape_entity_path_part',
    'flush',
    'get_application_id',
    'get_data_recording',
    'get_global_data_recording',
    'get_recording_id',
    'get_thread_local_data_recording',
    'init',
    'is_enabled',
    'log',
    'log_cdr',
    'memory_recording',
    'new_entity_path',
    'new_recording',
    'reset_time',
    'save',
    'script_add_args',
    'script_setup',
    'script_teardown',
    'send_blueprint',
    'send_columns',
    'send_property',
    'send_recording_name',
    'serve',
    'serve_grpc',
    'set_global_data_recording',
    'set_sinks',
    'set_thread_local_data_recording',
    'set_time',
    'set_time_nanos',
    'set_time_seconds',
    'set_time_sequence',
    'show',
    'spawn',
    'stdout',
]

_PLACES = {
    'BinaryStream': 'binary_stream',
    'ComponentColumn': 'component',
    'ComponentDescriptor': 'component',
    'EntityPath': 'entity_path',
    'FileSink': 'sinks',
    'GrpcSink': 'sinks.server.grpc_sink',
    'LoggingHandler': 'text_log_handler',
    'MemoryRecording': 'memory_recording',
    'MemorySink': 'sinks',
    'RecordingStream': 'recording',
    'ServerSink': 'sinks.server',
    'StreamSink': 'sinks.live',
    'TimeColumn': 'time',
    'script_add_args': 'script',
    'script_setup': 'script',
    'script_teardown': 'script',
}
"""What is neither an archetype nor a function of ``api``."""

_ABOVE_THE_SDK = {
    'Bridge': 'rerun_bridge.bridge',
    'LiveBridge': 'rerun_bridge.live',
    'log_cdr': 'rerun_bridge.ros_log',
}


def __getattr__(name: str) -> Any:
    """Load what has a name; those of archetypes are in capitals."""
    if name not in __all__:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    if name == 'blueprint':
        return import_module('rerun_bridge.blueprint')
    if name in _ABOVE_THE_SDK:
        found = getattr(import_module(_ABOVE_THE_SDK[name]), name)
    else:
        place = _PLACES.get(name) or ('archetypes' if name[0].isupper() else 'api')
        found = getattr(import_module(f'rerun_bridge.sdk.{place}'), name)
        if place in ('api', 'recording'):
            _take_messages()
    globals()[name] = found
    return found


def _take_messages() -> None:
    """Have ``log`` take ROS messages, of which the SDK knows nothing."""
    foreign, ros_log = import_module('rerun_bridge.sdk.foreign'), 'rerun_bridge.ros_log'
    if not foreign.is_registered(_log_message):
        foreign.register(lambda kind: import_module(ros_log).is_message_type(kind), _log_message)


def _log_message(*arguments: Any) -> None:
    import_module('rerun_bridge.ros_log').log_message(*arguments)


def __dir__() -> list[str]:
    """List what there is, also what is not loaded yet."""
    return sorted({*globals(), *__all__})
