"""
Example messages for the golden recordings.

Seeded values for any type, sensible ones where the type needs them.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from rerun_bridge.definitions import FieldType, MessageSchema, parse_definition
from rerun_bridge.definitions.schema import PRIMITIVES
from rerun_bridge.messages import TypeName
from test.support.reference_cdr import encode
from test.support.standard_types import T0_NS, definition_of

__all__ = ['example_messages', 'example_values']

Values = dict[str, Any]


def _number(code: str, rng: np.random.Generator) -> Any:
    dtype = np.dtype(code)
    if dtype.kind == 'f':
        return dtype.type(round(float(rng.normal(0, 2)), 3)).item()
    if dtype.kind == 'b':
        return bool(rng.integers(2))
    return int(rng.integers(0, 100))


def _value(kind: FieldType, schema: MessageSchema, rng: np.random.Generator, depth: int) -> Any:
    if kind.collection != 'none':
        count = kind.length if kind.collection == 'array' else min(kind.length or 3, 3)
        item = FieldType(kind.base, string_bound=kind.string_bound)
        return [_value(item, schema, rng, depth) for _ in range(count)]
    if kind.is_string:
        return f'text {int(rng.integers(100))}'[: kind.string_bound or None]
    if kind.is_primitive:
        return _number(PRIMITIVES[kind.base], rng)
    nested = schema.types[TypeName(kind.base)]
    return {field.name: _value(field.type, schema, rng, depth + 1) for field in nested.fields}


def _stamp(index: int) -> Values:
    ns = T0_NS + index * 10_000_000 - 2_000_000
    return {'sec': ns // 10**9, 'nanosec': ns % 10**9}


def example_values(type_name: TypeName, count: int = 3) -> list[Values]:
    """Return messages as plain values; the same for the same type, always."""
    schema = parse_definition(definition_of(type_name), type_name)
    rng = np.random.default_rng(zlib.crc32(type_name.encode()))
    messages = []
    for index in range(count):
        values = {f.name: _value(f.type, schema, rng, 0) for f in schema.fields}
        if 'header' in values:
            values['header'] = {'stamp': _stamp(index), 'frame_id': 'sensor_link'}
        values.update(SENSIBLE.get(type_name, lambda i, r: {})(index, rng))
        messages.append(values)
    return messages


def example_messages(type_name: TypeName) -> list[bytes]:
    """Return messages as CDR bytes, encapsulation header included."""
    schema = parse_definition(definition_of(type_name), type_name)
    return [encode(schema, values) for values in example_values(type_name)]


# ------------------------------------------------ types whose members must fit each other


def _quaternion(rng: np.random.Generator) -> Values:
    q = rng.normal(size=4)
    return dict(zip('xyzw', (q / np.linalg.norm(q)).tolist()))


def _point(rng: np.random.Generator) -> Values:
    return dict(zip('xyz', rng.normal(0, 2, 3).round(3).tolist()))


def _pose(rng: np.random.Generator) -> Values:
    return {'position': _point(rng), 'orientation': _quaternion(rng)}


def _covariance(rng: np.random.Generator) -> list[float]:
    root = rng.normal(0, 0.1, (6, 6))
    return (root @ root.T).ravel().round(6).tolist()  # type: ignore[no-any-return]


def _image(index: int, rng: np.random.Generator) -> Values:
    pixels = rng.integers(0, 256, 4 * 6 * 3, np.uint8).tolist()
    return {
        'height': 4,
        'width': 6,
        'encoding': 'rgb8',
        'is_bigendian': 0,
        'step': 18,
        'data': pixels,
    }


def _compressed(index: int, rng: np.random.Generator) -> Values:
    head = [0xFF, 0xD8, 0xFF, 0xE0]
    return {
        'format': 'rgb8; jpeg compressed bgr8',
        'data': head + rng.integers(0, 256, 40).tolist() + [0xFF, 0xD9],
    }


def _camera_info(index: int, rng: np.random.Generator) -> Values:
    k = [500.0, 0, 320, 0, 500, 240, 0, 0, 1]
    return {
        'height': 480,
        'width': 640,
        'distortion_model': 'plumb_bob',
        'd': [0.1, 0, 0, 0, 0],
        'k': k,
    }


def _cloud(index: int, rng: np.random.Generator) -> Values:
    points = np.zeros(5, [('xyz', '<f4', 3), ('intensity', '<f4')])
    points['xyz'], points['intensity'] = rng.normal(0, 3, (5, 3)), rng.uniform(0, 100, 5)
    fields = [
        {'name': name, 'offset': 4 * i, 'datatype': 7, 'count': 1}
        for i, name in enumerate(('x', 'y', 'z', 'intensity'))
    ]
    data = np.frombuffer(points.tobytes(), np.uint8).tolist()
    return {
        'height': 1, 'width': 5, 'fields': fields, 'is_bigendian': False,
        'point_step': 16, 'row_step': 80, 'data': data, 'is_dense': True,
    }  # fmt: skip


def _scan(index: int, rng: np.random.Generator) -> Values:
    ranges = [1.0, 2.0, float('inf'), 3.0, float('nan')]
    return {
        'angle_min': -1.0, 'angle_max': 1.0, 'angle_increment': 0.5,
        'range_min': 0.1, 'range_max': 10.0,
        'ranges': ranges, 'intensities': [10.0, 20.0, 0.0, 30.0, 0.0],
    }  # fmt: skip


def _grid(index: int, rng: np.random.Generator) -> Values:
    info = {
        'map_load_time': _stamp(0),
        'resolution': 0.05,
        'width': 4,
        'height': 3,
        'origin': _pose(rng),
    }
    return {'info': info, 'data': rng.choice([-1, 0, 50, 100], 12).tolist()}


def _transform(rng: np.random.Generator, index: int, child: str) -> Values:
    header = {'stamp': _stamp(index), 'frame_id': 'odom'}
    transform = {'translation': _point(rng), 'rotation': _quaternion(rng)}
    return {'header': header, 'child_frame_id': child, 'transform': transform}


def _diagnostics(index: int, rng: np.random.Generator) -> Values:
    values = [{'key': 'temperature', 'value': '41.5'}]
    levels = ((index, 'motor'), (0, 'battery'))
    status = [
        {
            'level': level,
            'name': name,
            'message': f'{name} {level}',
            'hardware_id': 'hw',
            'values': values,
        }
        for level, name in levels
    ]
    return {'status': status}


SENSIBLE: dict[str, Any] = {
    'sensor_msgs/msg/Image': _image,
    'sensor_msgs/msg/CompressedImage': _compressed,
    'sensor_msgs/msg/CameraInfo': _camera_info,
    'sensor_msgs/msg/PointCloud2': _cloud,
    'sensor_msgs/msg/LaserScan': _scan,
    'sensor_msgs/msg/Imu': lambda i, r: {'orientation': _quaternion(r)},
    'sensor_msgs/msg/JointState': lambda i, r: {'name': ['elbow', 'wrist', 'hand']},
    'sensor_msgs/msg/NavSatFix': lambda i, r: {
        'status': {'status': 0, 'service': 1}, 'latitude': 50.08 + i * 1e-5, 'longitude': 14.42,
    },
    'nav_msgs/msg/OccupancyGrid': _grid,
    'nav_msgs/msg/Odometry': lambda i, r: {
        'child_frame_id': 'base_link', 'pose': {'pose': _pose(r), 'covariance': _covariance(r)},
    },
    'geometry_msgs/msg/Pose': lambda i, r: _pose(r),
    'geometry_msgs/msg/PoseStamped': lambda i, r: {'pose': _pose(r)},
    'geometry_msgs/msg/PoseWithCovarianceStamped': lambda i, r: {
        'pose': {'pose': _pose(r), 'covariance': _covariance(r)},
    },
    'tf2_msgs/msg/TFMessage': lambda i, r: {
        'transforms': [_transform(r, i, f'link{k}') for k in range(i + 1)],
    },
    'geometry_msgs/msg/TransformStamped': lambda i, r: _transform(r, i, 'base_link'),
    'rcl_interfaces/msg/Log': lambda i, r: {'stamp': _stamp(i), 'level': 10 * (i + 2)},
    'diagnostic_msgs/msg/DiagnosticArray': _diagnostics,
}  # fmt: skip
