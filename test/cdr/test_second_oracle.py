"""What rosbags writes is read: an oracle that shares no line with this project."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rosbags.interfaces import Nodetype
from rosbags.typesys import Stores, get_typestore

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, TypeName
from test.support.schemas import batch_with_gaps, rows_of
from test.support.standard_types import definition_of

TYPES = (
    'diagnostic_msgs/msg/DiagnosticArray',
    'nav_msgs/msg/Odometry',
    'nav_msgs/msg/Path',
    'sensor_msgs/msg/BatteryState',
    'sensor_msgs/msg/CameraInfo',
    'sensor_msgs/msg/JointState',
    'sensor_msgs/msg/MultiDOFJointState',
    'sensor_msgs/msg/PointCloud2',
    'shape_msgs/msg/Mesh',
    'tf2_msgs/msg/TFMessage',
    'trajectory_msgs/msg/JointTrajectory',
)
STORE = get_typestore(Stores.ROS2_JAZZY)
LONGEST = 5


class _Maker:
    """Makes messages of any type, and the same values as plain ones."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def single(self, kind: Any) -> tuple[Any, Any]:
        if kind[0] == Nodetype.NAME:
            return self.message(kind[1])
        base = kind[1][0]
        if base == 'string':
            text = 'ä' * int(self.rng.integers(4)) + 'b' * int(self.rng.integers(4))
            return text, text
        value = self.numbers(base, 1)[0].item()
        return value, value

    def numbers(self, base: str, count: int) -> np.ndarray:
        if base == 'bool':
            return self.rng.integers(0, 2, count).astype(np.bool_)
        name = {'byte': 'uint8', 'octet': 'uint8', 'char': 'uint8'}.get(base, base)
        return self.rng.integers(0, 100, count).astype(name)

    def field(self, kind: Any) -> tuple[Any, Any]:
        if kind[0] in (Nodetype.NAME, Nodetype.BASE):
            return self.single(kind)
        item, length = kind[1]
        count = length if kind[0] == Nodetype.ARRAY else int(self.rng.integers(LONGEST))
        if item[0] == Nodetype.BASE and item[1][0] != 'string':
            values = self.numbers(item[1][0], count)
            return values, values.tolist()
        pairs = [self.single(item) for _ in range(count)]
        return [made for made, _ in pairs], [plain for _, plain in pairs]

    def message(self, name: str) -> tuple[Any, dict[str, Any]]:
        _, fields = STORE.fielddefs[name]
        pairs = {field: self.field(kind) for field, kind in fields}
        made = STORE.types[name](**{field: made for field, (made, _) in pairs.items()})
        return made, {field: plain for field, (_, plain) in pairs.items()}


@pytest.mark.parametrize('little', [True, False])
@pytest.mark.parametrize('name', TYPES)
def test_equals_what_rosbags_wrote(name: str, little: bool) -> None:
    """Standard types of every kind of field, in both byte orders."""
    maker = _Maker(len(name))
    pairs = [maker.message(name) for _ in range(20)]
    payloads = [bytes(STORE.serialize_cdr(made, name, little_endian=little)) for made, _ in pairs]
    schema = parse_definition(definition_of(TypeName(name)), TypeName(name))
    batch = batch_with_gaps(Channel(1, '/t', TypeName(name)), payloads, [1] * 20)
    decoded = Decoder(compile_plan(schema)).decode(batch)
    assert not decoded.failures
    assert rows_of(decoded.columns) == [plain for _, plain in pairs]


def test_a_path_of_thousands_of_poses() -> None:
    """2,000 poses in each of three messages, the frames of some longer than of others."""
    name = 'nav_msgs/msg/Path'
    maker = _Maker(1)
    pairs = []
    for length in (2000, 2000, 1999):
        made, plain = maker.message(name)
        poses = [maker.message('geometry_msgs/msg/PoseStamped') for _ in range(length)]
        made.poses, plain['poses'] = [p for p, _ in poses], [p for _, p in poses]
        pairs.append((made, plain))
    payloads = [bytes(STORE.serialize_cdr(made, name)) for made, _ in pairs]
    schema = parse_definition(definition_of(TypeName(name)), TypeName(name))
    batch = batch_with_gaps(Channel(1, '/t', TypeName(name)), payloads, [1] * 3)
    assert rows_of(Decoder(compile_plan(schema)).decode(batch).columns) == [p for _, p in pairs]
