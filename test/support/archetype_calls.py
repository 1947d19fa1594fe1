"""
The same calls for this SDK and the official one: constructors of all archetypes.

Runs in both: it imports nothing of either, and gets its names from ``rr``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np

__all__ = ['CALLS']

RNG = np.random.default_rng(5)
XYZ = RNG.normal(0, 3, (4, 3))
XY = RNG.normal(0, 3, (4, 2))
QUATERNIONS = RNG.normal(0, 1, (4, 4))
GREY = RNG.integers(0, 256, (3, 5), np.uint8)
COLOR = RNG.integers(0, 256, (3, 5, 3), np.uint8)
DEPTH = RNG.integers(0, 5000, (3, 5), np.uint16)
JPEG = b'\xff\xd8\xff\xe0' + bytes(range(30))
PNG = b'\x89PNG\r\n\x1a\n' + bytes(range(30))
LABELS = ['a', 'µ', '', 'dd']


def _axis_angles(rr: Any) -> list[Any]:
    return [
        rr.RotationAxisAngle([1, 0, 0], 0.5),
        rr.RotationAxisAngle(axis=(0, 1, 0), angle=rr.Angle(deg=90)),
        rr.RotationAxisAngle([0, 0, 2.5], degrees=45),
        rr.RotationAxisAngle(np.array([0, 0, 1]), radians=-1),
    ]


def _quaternions(rr: Any) -> list[Any]:
    return [rr.Quaternion(xyzw=each) for each in QUATERNIONS]


CALLS: dict[str, Callable[[Any], Any]] = {
    # numbers of all kinds
    'scalar': lambda rr: rr.Scalars(1.5),
    'scalar_int': lambda rr: rr.Scalars(2**40 + 1),
    'scalar_bool': lambda rr: rr.Scalars(True),
    'scalar_numpy': lambda rr: rr.Scalars(np.float32(0.1)),
    'scalar_list': lambda rr: rr.Scalars([1, 2.5, -3]),
    'scalar_tuple': lambda rr: rr.Scalars((1, 2)),
    'scalar_array': lambda rr: rr.Scalars(np.arange(5, dtype=np.int16)),
    'scalar_infinite': lambda rr: rr.Scalars([float('inf'), -float('inf')]),
    'scalar_empty': lambda rr: rr.Scalars([]),
    'scalar_keyword': lambda rr: rr.Scalars(scalars=3),
    # vectors
    'points': lambda rr: rr.Points3D(XYZ),
    'points_float32': lambda rr: rr.Points3D(XYZ.astype(np.float32)),
    'points_ints': lambda rr: rr.Points3D([[1, 2, 3], [4, 5, 6]]),
    'points_tuples': lambda rr: rr.Points3D([(1, 2, 3.5), (4, 5, 6)]),
    'points_arrays': lambda rr: rr.Points3D([XYZ[0], XYZ[1]]),
    'points_one': lambda rr: rr.Points3D([1, 2, 3]),
    'points_one_array': lambda rr: rr.Points3D(XYZ[0]),
    'points_none': lambda rr: rr.Points3D([]),
    'points_none_array': lambda rr: rr.Points3D(np.zeros((0, 3))),
    'points_fortran': lambda rr: rr.Points3D(np.asfortranarray(XYZ)),
    'points_strided': lambda rr: rr.Points3D(np.zeros((8, 6))[::2, ::2]),
    'points_big_endian': lambda rr: rr.Points3D(XYZ.astype('>f8')),
    'points_all': lambda rr: rr.Points3D(
        positions=XYZ, radii=[0.1, 0.2, 0.3, 0.4], colors=[[255, 0, 0]] * 4, labels=LABELS,
        show_labels=True, point_shading='Flat', class_ids=[1, 2, 3, 4], keypoint_ids=[0, 1, 2, 3],
    ),
    'points_single_values': lambda rr: rr.Points3D(
        XYZ, radii=0.5, colors=0xFF00FF80, labels='one', show_labels=False, class_ids=7
    ),
    'points_keypoints_alone': lambda rr: rr.Points3D(XYZ, keypoint_ids=[1, 2, 3, 4]),
    'points_screen_radii': lambda rr: rr.Points3D(XYZ, radii=rr.Radius.ui_points(5)),
    'points_screen_radii_several': lambda rr: rr.Points3D(XYZ, radii=rr.Radius.ui_points([1, 2])),
    'points_ids_array': lambda rr: rr.Points3D(XYZ, class_ids=np.arange(4, dtype=np.int64)),
    'points_labels_array': lambda rr: rr.Points3D(XYZ, labels=np.array(LABELS)),
    # colours
    'color_rgb': lambda rr: rr.Points3D(XYZ, colors=[255, 128, 0]),
    'color_rgb_tuple': lambda rr: rr.Points3D(XYZ, colors=(255, 128, 0)),
    'color_rgba': lambda rr: rr.Points3D(XYZ, colors=[255, 128, 0, 7]),
    'color_floats': lambda rr: rr.Points3D(XYZ, colors=[0.5, 0.25, 1.0]),
    'color_floats_rgba': lambda rr: rr.Points3D(XYZ, colors=(0.5, 0.25, 1.0, 0.1)),
    'color_number': lambda rr: rr.Points3D(XYZ, colors=0x11223344),
    'color_numbers': lambda rr: rr.Points3D(XYZ, colors=[0x11223344, 0x55667788]),
    'color_numbers_array': lambda rr: rr.Points3D(
        XYZ, colors=np.array([1, 2, 3, 4], np.uint32)
    ),
    'colors_lists': lambda rr: rr.Points3D(XYZ, colors=[[1, 2, 3], [4, 5, 6]]),
    'colors_tuples': lambda rr: rr.Points3D(XYZ, colors=[(1, 2, 3), (4, 5, 6)]),
    'colors_mixed': lambda rr: rr.Points3D(XYZ, colors=[(1, 2, 3), (4, 5, 6, 7)]),
    'colors_bytes': lambda rr: rr.Points3D(XYZ, colors=COLOR.reshape(-1, 3)),
    'colors_bytes_rgba': lambda rr: rr.Points3D(
        XYZ, colors=np.arange(16, dtype=np.uint8).reshape(4, 4)
    ),
    'colors_flat_bytes': lambda rr: rr.Points3D(XYZ, colors=np.arange(8, dtype=np.uint8)),
    'colors_ints': lambda rr: rr.Points3D(XYZ, colors=np.arange(12).reshape(4, 3)),
    'colors_floats': lambda rr: rr.Points3D(XYZ, colors=np.linspace(0, 1, 12).reshape(4, 3)),
    'colors_float32': lambda rr: rr.Points3D(
        XYZ, colors=np.linspace(0, 1, 16, dtype=np.float32).reshape(4, 4)
    ),
    'colors_none': lambda rr: rr.Points3D(XYZ, colors=[]),
    # plane and space
    'points2d': lambda rr: rr.Points2D(
        XY, radii=1, colors=[0, 255, 0], labels=LABELS, show_labels=True, draw_order=3.5,
        class_ids=1, keypoint_ids=[1, 2, 3, 4],
    ),
    'points2d_keypoints_alone': lambda rr: rr.Points2D(XY, keypoint_ids=2),
    'arrows2d': lambda rr: rr.Arrows2D(
        vectors=XY, origins=XY + 1, radii=0.1, colors=0xFF, labels='x', show_labels=True,
        draw_order=1, class_ids=[1, 2, 3, 4],
    ),
    'arrows3d': lambda rr: rr.Arrows3D(
        vectors=XYZ, origins=[0, 0, 0], radii=[0.1], colors=[[1, 2, 3]], labels=LABELS,
        show_labels=False, class_ids=2,
    ),
    'lines2d': lambda rr: rr.LineStrips2D(
        [XY, XY[:2]], radii=0.2, colors=[[1, 2, 3], [4, 5, 6]], labels=['a', 'b'],
        show_labels=True, draw_order=2, class_ids=[1, 2],
    ),
    'lines3d': lambda rr: rr.LineStrips3D(
        [XYZ, XYZ[:3]], radii=[0.2, 0.3], colors=0xFFFFFFFF, labels=['a', 'b'], show_labels=True,
        class_ids=[1, 2],
    ),
    'lines3d_array': lambda rr: rr.LineStrips3D(np.stack([XYZ, XYZ])),
    'lines3d_one_array': lambda rr: rr.LineStrips3D(XYZ),
    'lines3d_lists': lambda rr: rr.LineStrips3D([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [1, 1, 1]]]),
    'lines2d_one_list': lambda rr: rr.LineStrips2D([[1, 2], [3, 4], [5, 6]]),
    'lines3d_ragged': lambda rr: rr.LineStrips3D([[[1, 2, 3]], [[4, 5, 6], [7, 8, 9]]]),
    'splats': lambda rr: rr.GaussianSplats3D(
        XYZ, scales=XYZ, quaternions=QUATERNIONS, colors=[[9, 8, 7, 6]] * 4,
        sh_coefficients=np.linspace(0, 1, 180).reshape(4, 15, 3), spherical_harmonics_degree=3,
    ),
    # shapes
    'boxes2d': lambda rr: rr.Boxes2D(
        half_sizes=XY, centers=XY, radii=0.1, colors=[1, 2, 3], labels=LABELS, show_labels=True,
        draw_order=4, class_ids=3,
    ),
    'boxes2d_mins': lambda rr: rr.Boxes2D(mins=XY, sizes=[[1, 2]] * 4),
    'boxes2d_array': lambda rr: rr.Boxes2D(
        array=[1, 2, 3, 4], array_format=rr.Box2DFormat.XYWH
    ),
    'boxes2d_yxhw': lambda rr: rr.Boxes2D(
        array=[[1, 2, 3, 4]], array_format=rr.Box2DFormat.YXHW
    ),
    'boxes2d_xyxy': lambda rr: rr.Boxes2D(
        array=[[1, 2, 3, 4], [2, 3, 7, 9]], array_format=rr.Box2DFormat.XYXY
    ),
    'boxes2d_yxyx': lambda rr: rr.Boxes2D(
        array=[[1, 2, 3, 4]], array_format=rr.Box2DFormat.YXYX
    ),
    'boxes2d_xcycwh': lambda rr: rr.Boxes2D(
        array=[[1, 2, 3, 4], [5, 6, 7, 8]], array_format=rr.Box2DFormat.XCYCWH
    ),
    'boxes2d_xcycw2h2': lambda rr: rr.Boxes2D(
        array=np.array([[1, 2, 3, 4]]), array_format=rr.Box2DFormat.XCYCW2H2
    ),
    'ellipses2d': lambda rr: rr.Ellipses2D(
        half_sizes=XY, centers=XY, line_radii=0.1, colors=0xFF0000FF, labels=LABELS,
        show_labels=False, draw_order=2, class_ids=[1, 2, 3, 4],
    ),
    'boxes3d': lambda rr: rr.Boxes3D(
        half_sizes=XYZ, centers=XYZ, rotation_axis_angles=_axis_angles(rr),
        quaternions=_quaternions(rr), colors=[1, 2, 3, 4], radii=0.1, fill_mode='solid',
        labels=LABELS, show_labels=True, class_ids=[1, 2, 3, 4],
    ),
    'boxes3d_mins': lambda rr: rr.Boxes3D(mins=XYZ, sizes=[1, 2, 3]),
    'boxes3d_rotations': lambda rr: rr.Boxes3D(
        half_sizes=[1, 1, 1], rotations=rr.RotationAxisAngle([1, 0, 0], 0.5)
    ),
    'boxes3d_rotations_quaternion': lambda rr: rr.Boxes3D(
        half_sizes=[1, 1, 1], rotations=rr.Quaternion(xyzw=[0, 0, 0, 1])
    ),
    'ellipsoids3d': lambda rr: rr.Ellipsoids3D(
        half_sizes=XYZ, centers=XYZ, rotation_axis_angles=_axis_angles(rr),
        quaternions=QUATERNIONS, colors=[[1, 2, 3]], line_radii=0.1, fill_mode=1, labels=LABELS,
        show_labels=True, class_ids=5,
    ),
    'ellipsoids3d_radii': lambda rr: rr.Ellipsoids3D(radii=[1, 2, 3]),
    'cylinders3d': lambda rr: rr.Cylinders3D(
        lengths=[1, 2, 3, 4], radii=0.5, centers=XYZ, rotation_axis_angles=_axis_angles(rr),
        quaternions=QUATERNIONS, colors=[[1, 2, 3]], line_radii=0.1, fill_mode='DenseWireframe',
        labels=LABELS, show_labels=True, class_ids=5,
    ),
    'capsules3d': lambda rr: rr.Capsules3D(
        lengths=[1, 2, 3, 4], radii=[0.5], translations=XYZ, rotation_axis_angles=_axis_angles(rr),
        quaternions=QUATERNIONS, colors=[[1, 2, 3]], line_radii=0.1,
        fill_mode=rr.FillMode.Solid, labels=LABELS, show_labels=True, class_ids=5,
    ),
    # frames and cameras
    'transform': lambda rr: rr.Transform3D(
        translation=[1, 2, 3], quaternion=[0, 0, 0, 1], child_frame='base', parent_frame='odom'
    ),
    'transform_all': lambda rr: rr.Transform3D(
        translation=np.array([1, 2, 3]), rotation_axis_angle=rr.RotationAxisAngle([1, 2, 3], 0.1),
        quaternion=rr.Quaternion(xyzw=[1, 2, 3, 4]), scale=[1, 2, 3],
        mat3x3=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], relation=rr.TransformRelation.ChildFromParent,
    ),
    'transform_rotation': lambda rr: rr.Transform3D(rotation=rr.Quaternion.identity()),
    'transform_rotation_axis': lambda rr: rr.Transform3D(
        rotation=rr.RotationAxisAngle([0, 0, 1], degrees=180)
    ),
    'transform_scale': lambda rr: rr.Transform3D(scale=2),
    'transform_scale_word': lambda rr: rr.Transform3D(scale=rr.Scale3D([1, 2, 3])),
    'transform_flat_matrix': lambda rr: rr.Transform3D(mat3x3=[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    'transform_nothing': lambda rr: rr.Transform3D(translation=(0, 0, 0), relation=1),
    'poses': lambda rr: rr.InstancePoses3D(
        translations=XYZ, rotation_axis_angles=_axis_angles(rr), quaternions=QUATERNIONS,
        scales=XYZ, mat3x3=np.arange(18).reshape(2, 3, 3),
    ),
    'frame': lambda rr: rr.CoordinateFrame('base_link'),
    'axes': lambda rr: rr.TransformAxes3D(0.5, show_frame=True),
    'pinhole': lambda rr: rr.Pinhole(
        image_from_camera=[[500, 0, 320], [0, 501, 240], [0, 0, 1]], resolution=[640, 480],
        camera_xyz=rr.ViewCoordinates.RUB, child_frame='image', parent_frame='camera',
        image_plane_distance=0.5, color=[1, 2, 3], line_width=0.1,
    ),
    'pinhole_focal': lambda rr: rr.Pinhole(focal_length=500, width=640, height=480),
    'pinhole_focal_two': lambda rr: rr.Pinhole(
        focal_length=[500.5, 400], resolution=(640, 480), principal_point=[300, 200]
    ),
    'pinhole_fov': lambda rr: rr.Pinhole(fov_y=0.785, aspect_ratio=1.5),
    'view_coordinates': lambda rr: rr.ViewCoordinates.RIGHT_HAND_Z_UP,
    'view_coordinates_left': lambda rr: rr.ViewCoordinates.LEFT_HAND_X_DOWN,
    'view_coordinates_letters': lambda rr: rr.ViewCoordinates.FLU,
    'view_coordinates_numbers': lambda rr: rr.ViewCoordinates([3, 2, 5]),
    # pictures
    'image_grey': lambda rr: rr.Image(GREY),
    'image_color': lambda rr: rr.Image(COLOR),
    'image_bgr': lambda rr: rr.Image(
        COLOR, color_model='BGR', opacity=0.5, draw_order=1, magnification_filter='linear'
    ),
    'image_model_member': lambda rr: rr.Image(COLOR, rr.ColorModel.BGR),
    'image_unit_axes': lambda rr: rr.Image(COLOR[None, ..., None]),
    'image_rgba_floats': lambda rr: rr.Image(np.linspace(0, 1, 24).reshape(2, 3, 4)),
    'image_bytes': lambda rr: rr.Image(
        bytes=bytes(range(45)), width=5, height=3, color_model='RGB', datatype=np.uint8
    ),
    'image_bytes_named': lambda rr: rr.Image(
        bytes=bytes(range(30)), width=5, height=3, color_model='L',
        datatype=rr.ChannelDatatype.U16,
    ),
    'image_nv12': lambda rr: rr.Image(
        bytes=bytes(24), width=4, height=4, pixel_format=rr.PixelFormat.NV12
    ),
    'segmentation': lambda rr: rr.SegmentationImage(GREY, opacity=0.5, draw_order=2),
    'depth': lambda rr: rr.DepthImage(
        DEPTH, meter=1000, colormap='viridis', depth_range=[0.5, 4000], point_fill_ratio=0.7,
        draw_order=-3, magnification_filter='Nearest',
    ),
    'depth_floats': lambda rr: rr.DepthImage(DEPTH.astype(np.float32)[..., None], colormap=5),
    'encoded_image': lambda rr: rr.EncodedImage(
        contents=JPEG, media_type='image/jpeg', opacity=0.1, draw_order=1,
        magnification_filter=1,
    ),
    'encoded_image_file': lambda rr: rr.EncodedImage(
        contents=io.BytesIO(PNG), media_type=rr.MediaType.PNG
    ),
    'encoded_image_array': lambda rr: rr.EncodedImage(
        contents=np.frombuffer(PNG, np.uint8), media_type='image/png'
    ),
    'encoded_depth': lambda rr: rr.EncodedDepthImage(
        PNG, media_type='image/png', meter=1000, colormap='Turbo', depth_range=(0, 1),
        point_fill_ratio=1, draw_order=2, magnification_filter='Bicubic',
    ),
    # video and sound
    'video_stream': lambda rr: rr.VideoStream(
        codec='h264', sample=bytes(range(9)), is_keyframe=True, opacity=0.5, draw_order=1
    ),
    'video_stream_member': lambda rr: rr.VideoStream(rr.VideoCodec.AV1),
    'video': lambda rr: rr.AssetVideo(contents=b'abc', media_type='video/mp4'),
    'audio': lambda rr: rr.AssetAudio(contents=b'abc', media_type='audio/wav'),
    'video_frame': lambda rr: rr.VideoFrameReference(
        nanoseconds=12345, video_reference='/a/video', opacity=0.5, draw_order=1
    ),
    'video_frame_seconds': lambda rr: rr.VideoFrameReference(seconds=1.25),
    # meshes and maps
    'mesh': lambda rr: rr.Mesh3D(
        vertex_positions=XYZ, triangle_indices=[[0, 1, 2], [1, 2, 3]], vertex_normals=XYZ,
        vertex_colors=COLOR.reshape(-1, 3)[:4], vertex_texcoords=XY, albedo_texture=COLOR,
        albedo_factor=[255, 0, 0, 128], face_rendering='front', class_ids=3,
    ),
    'asset': lambda rr: rr.Asset3D(
        contents=b'glTF1234', media_type='model/gltf-binary', albedo_factor=0xFF0000FF
    ),
    'grid_map': lambda rr: rr.GridMap(
        data=GREY.ravel(), format=rr.ImageFormat(
            width=5, height=3, color_model='L', channel_datatype='U8'
        ),
        cell_size=0.05, translation=[1, 2, 0], quaternion=[0, 0, 0, 1],
        rotation_axis_angle=rr.RotationAxisAngle([0, 0, 1], 1), opacity=0.5, draw_order=1,
        colormap='RvizMap',
    ),
    'voxels': lambda rr: rr.VoxelGridMap(
        [[0, 1, -2], [3, 4, 5]], [0.1, 0.1, 0.2], values=[0.5, 0.7], colors=[[1, 2, 3]] * 2,
        translation=[1, 2, 3], rotation_axis_angle=rr.RotationAxisAngle([0, 0, 1], 1),
        quaternion=[0, 0, 0, 1], opacity=0.5, value_range=[0, 1], colormap='Inferno',
    ),
    'volume': lambda rr: rr.Volume3D(
        np.linspace(0, 1, 24, dtype=np.float32).reshape(2, 3, 4), voxel_size=[1, 2, 3],
        translation=[0, 0, 1], quaternion=[0, 0, 0, 1], value_range=[0, 1], gamma=2.2,
        colormap='Magma', optical_density=0.3,
    ),
    # plots, states, texts
    'series_lines': lambda rr: rr.SeriesLines(
        colors=[[1, 2, 3], [4, 5, 6]], widths=[1, 2], names=['a', 'b'],
        visible_series=[True, False], aggregation_policy='MinMax',
        interpolation_mode='StepAfter',
    ),
    'series_lines_one': lambda rr: rr.SeriesLines(
        colors=0xFF, widths=2, names='a', visible_series=False
    ),
    'series_points': lambda rr: rr.SeriesPoints(
        colors=[1, 2, 3], markers=['Circle', 'cross'], names=['a'], visible_series=True,
        marker_sizes=3,
    ),
    'series_points_default': lambda rr: rr.SeriesPoints(),
    'series_points_member': lambda rr: rr.SeriesPoints(markers=rr.MarkerShape.Asterisk),
    'measurements': lambda rr: rr.Measurements(
        [1, 2], variances=[0.1, 0.2], units=['m', 's'], colors=[[1, 2, 3]] * 2, widths=1,
        names=['a', 'b'], visible_series=[True, True], aggregation_policy=1,
        interpolation_mode=2,
    ),
    'state': lambda rr: rr.StateChange(state='on'),
    'states': lambda rr: rr.StateConfiguration(
        values=['a', 'b'], labels=['A', 'B'], colors=[[1, 2, 3], [4, 5, 6]], visible=[True, False]
    ),
    'text': lambda rr: rr.TextLog('hello µ', level=rr.TextLogLevel.WARN, color=[255, 0, 0]),
    'text_plain': lambda rr: rr.TextLog('hello'),
    'document': lambda rr: rr.TextDocument('# a', media_type=rr.MediaType.MARKDOWN),
    # tensors
    'tensor': lambda rr: rr.Tensor(
        np.arange(24, dtype=np.int64).reshape(2, 3, 4), dim_names=['z', 'y', 'x'],
        value_range=[0, 24],
    ),
    'tensor_plain': lambda rr: rr.Tensor(np.arange(3, dtype=np.float16)),
    'tensor_list': lambda rr: rr.Tensor([[1.5, 2], [3, 4]]),
    'tensor_data': lambda rr: rr.Tensor(rr.TensorData(array=GREY, dim_names=['h', 'w'])),
    'bars': lambda rr: rr.BarChart(
        np.array([1, 5, 2]), color=[1, 2, 3], abscissa=np.array([1.0, 2.0, 4.0]), widths=[1, 1, 2]
    ),
    'bars_list': lambda rr: rr.BarChart([1, 2.5]),
    # the globe, graphs, annotations
    'geo_points': lambda rr: rr.GeoPoints(
        lat_lon=[[50.1, 14.4], [50.2, 14.5]], radii=rr.Radius.ui_points(3), colors=[1, 2, 3],
        class_ids=[1, 2],
    ),
    'geo_lines': lambda rr: rr.GeoLineStrings(
        lat_lon=[[50.1, 14.4], [50.2, 14.5]], radii=2, colors=[[1, 2, 3]]
    ),
    'geo_lines_several': lambda rr: rr.GeoLineStrings(lat_lon=[XY, XY[:2]]),
    'nodes': lambda rr: rr.GraphNodes(
        ['a', 'b'], positions=XY[:2], colors=[[1, 2, 3]] * 2, labels=['A', 'B'], show_labels=True,
        radii=[1, 2],
    ),
    'edges': lambda rr: rr.GraphEdges([('a', 'b'), ('b', 'c')], graph_type='directed'),
    'edges_words': lambda rr: rr.GraphEdges([rr.GraphEdge('a', 'b')]),
    'annotations': lambda rr: rr.AnnotationContext([
        (1, 'red', [255, 0, 0]),
        rr.AnnotationInfo(id=2, label='green', color=(0, 255, 0, 128)),
        rr.ClassDescription(
            info=rr.AnnotationInfo(3),
            keypoint_annotations=[(0, 'head', 0xFF0000FF), 1],
            keypoint_connections=[(0, 1)],
        ),
    ]),
    # of the recording and of MCAP
    'recording_info': lambda rr: rr.RecordingInfo(start_time=123456789, name='a recording'),
    'clear': lambda rr: rr.Clear(recursive=True),
    'clear_flat': lambda rr: rr.Clear.flat(),
    'mcap_schema': lambda rr: rr.McapSchema(id=1, name='a', encoding='ros2msg', data=b'int32 x'),
    'mcap_channel': lambda rr: rr.McapChannel(
        id=1, topic='/a', message_encoding='cdr', metadata={'k': 'v', 'l': 'w'}
    ),
    'mcap_message': lambda rr: rr.McapMessage(b'\0\1\0\0abcd'),
    'mcap_statistics': lambda rr: rr.McapStatistics(
        message_count=1, schema_count=2, channel_count=3, attachment_count=4, metadata_count=5,
        chunk_count=6, message_start_time=7, message_end_time=8,
    ),
    # some fields, none, and fields of one's own
    'some_fields': lambda rr: rr.Points3D.from_fields(radii=[1, 2]),
    'some_fields_alone': lambda rr: rr.Transform3D.from_fields(
        clear_unset=True, translation=[1, 2, 3]
    ),
    'cleared': lambda rr: rr.Boxes3D.cleared(),
    'any_values': lambda rr: rr.AnyValues(
        number=1.5, count=3, text='t', flag=True, blob=b'abc', list=[1, 2], lists=[[1], [2, 3]],
        array=np.arange(3, dtype=np.uint8), floats=np.float32(2), nothing=None,
        when=datetime(2024, 5, 1, 12), structs=[{'a': 1}, {'a': 2}],
    ),
    'dynamic': lambda rr: rr.DynamicArchetype(
        'mine', components={'a': [1.5, 2], 'b': 'text'}
    ).with_component_override('c', 'my.Type', 4),
}  # fmt: skip
