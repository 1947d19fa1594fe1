"""
Run by the judge's Python.

Compares every field of every message of a bag with a recording made of it.

``compare_bag.py BAG RECORDING`` reads the bag with rosbags and the recording with rerun's own
reader, and prints one JSON object: how many values were compared per topic, and the first
differences. A field is looked for

* among the reflected components ``<pkg>.msg.<Type>:<path>`` of the topic's entity, exactly, or
* where :data:`DRAWN` says that the drawn components carry it, after the rounding of the component.

Anything that is found in neither place counts as a difference.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from rerun.chunk import RrdReader
from rosbags.highlevel import AnyReader, AnyReaderError
from rosbags.typesys import Stores, get_typestore

Cell = Any
"""A row's list of instances as Python values, or None."""


class Entity:
    """
    The rows of one entity by component, in the order they were logged.

    Held values filled in.
    """

    def __init__(self) -> None:
        self.cells: dict[str, list[Cell]] = defaultdict(list)

    def add(self, batch: pa.RecordBatch) -> None:
        """
        Append the rows of a chunk.

        A component with nulls has one value, which stands for all rows.
        """
        for field, column in zip(batch.schema, batch.columns):
            if (field.metadata or {}).get(b'rerun:kind') != b'data':
                continue
            cells = cells_of(column)
            if column.null_count:
                values = [cell for cell in cells if cell is not None]
                cells = [values[0]] * len(cells)
            self.cells[field.metadata[b'rerun:component'].decode()].extend(cells)


def cells_of(column: pa.Array) -> list[Cell]:
    """Return the instances of each row: numpy arrays for numbers, Python values for the rest."""
    values = column.values
    offsets = np.asarray(column.offsets)
    flat, width = values, ()
    while pa.types.is_fixed_size_list(flat.type):
        width = (*width, flat.type.list_size)
        flat = flat.flatten()
    if pa.types.is_primitive(flat.type) and not pa.types.is_boolean(flat.type):
        numbers = flat.to_numpy(zero_copy_only=False).reshape(-1, *width)
        rows = [numbers[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    elif pa.types.is_list(flat.type) and pa.types.is_primitive(flat.type.value_type):
        inner = np.asarray(flat.offsets)
        numbers = flat.values.to_numpy(zero_copy_only=False)
        lists = [numbers[a:b] for a, b in zip(inner[:-1], inner[1:])]
        rows = [lists[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    else:
        python = values.to_pylist()
        rows = [python[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    return [row if ok else None for row, ok in zip(rows, valid)]


def read_recording(path: str) -> dict[str, Entity]:
    """Return the entities of a recording by path."""
    entities: dict[str, Entity] = defaultdict(Entity)
    batches = [
        (chunk.entity_path, chunk.to_record_batch()) for chunk in RrdReader(path).store().stream()
    ]
    for entity_path, batch in sorted(batches, key=lambda item: item[1].column(0)[0].as_py()):
        entities[entity_path].add(batch)
    return entities


# ------------------------------------------------------------------ what rosbags decodes


def leaves(store: Any, type_name: str, prefix: str = '') -> Iterator[tuple[str, bool]]:
    """Yield the dotted path of every member that is a number or string, through sequences too."""
    for name, (kind, detail) in store.fielddefs[type_name][1]:
        path = prefix + name
        if kind == 1:
            yield path, detail[0] == 'string'
        elif kind == 2:
            yield from leaves(store, detail, path + '.')
        elif detail[0][0] == 1:
            yield path, detail[0][1][0] == 'string'
        else:
            yield from leaves(store, detail[0][1], path + '.')


def value_of(message: Any, path: str) -> Any:
    """Return a member by dotted path; of a sequence of messages a list of its members' values."""
    head, _, rest = path.partition('.')
    value = getattr(message, head)
    if not rest:
        return value
    if isinstance(value, list):
        return [value_of(element, rest) for element in value]
    return value_of(value, rest)


def same(expected: Any, found: Any) -> bool:
    """
    Compare values, numbers after the rounding of the component that holds them.

    NaN equals NaN.
    """
    if isinstance(expected, str) or isinstance(found, str):
        return bool(expected == found)
    if isinstance(expected, list) and expected and isinstance(expected[0], (list, str)):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, list) and expected and isinstance(expected[0], np.ndarray):
        return len(expected) == len(found) and all(map(same, expected, found))
    left, right = np.asarray(expected), np.asarray(found)
    if left.dtype == np.int8 and right.dtype == np.uint8:
        left = left.view(np.uint8)  # a .msg `byte` is an octet; rosbags gives it a sign
    if left.size != right.size:
        return False
    if right.dtype.kind == 'f':
        left = left.astype(right.dtype)
        equal = (left == right.reshape(left.shape)) | (
            np.isnan(left) & np.isnan(right.reshape(left.shape))
        )
        return bool(np.all(equal))
    return bool(np.all(left == right.reshape(left.shape)))


def one(cell: Cell, is_list: bool) -> Any:
    """Return the value of a row: a list as it is, else its only instance."""
    return cell if is_list else cell[0]


# ------------------------------------------------------- where drawn components carry a field

Place = tuple[str, str]
"""The entity below the topic's, and the component."""
Expected = dict[Place, list[Cell]]


def xyz(vector: Any) -> list[float]:
    """Return the numbers of a vector."""
    return [vector.x, vector.y, vector.z]


def xyzw(quaternion: Any) -> list[float]:
    """Return the numbers of a quaternion."""
    return [*xyz(quaternion), quaternion.w]


def each(get: Callable[[Any], Any]) -> Callable[[list[Any]], list[Cell]]:
    """Return what makes one cell per message."""
    return lambda messages: [get(message) for message in messages]


def poses(get: Callable[[Any], Any]) -> dict[Place, Callable[[list[Any]], list[Cell]]]:
    """Return the components of a pose."""
    return {
        ('', 'InstancePoses3D:translations'): each(lambda m: [xyz(get(m).position)]),
        ('', 'InstancePoses3D:quaternions'): each(lambda m: [xyzw(get(m).orientation)]),
    }


def scalars(*fields: str) -> dict[Place, Callable[[list[Any]], list[Cell]]]:
    """Return plots that are called as their fields."""
    return {
        (f'/{field}', 'Scalars:scalars'): each(lambda m, f=field: np.atleast_1d(getattr(m, f)))
        for field in fields
    }


def transforms(messages: list[Any]) -> list[Any]:
    """Return the transforms of all messages."""
    return [transform for message in messages for transform in message.transforms]


def of_transforms(get: Callable[[Any], Any]) -> Callable[[list[Any]], list[Cell]]:
    """Return what makes one cell per transform."""
    return lambda messages: [[get(transform)] for transform in transforms(messages)]


DRAWN: dict[str, tuple[str, dict[Place, Callable[[list[Any]], list[Cell]]]]] = {
    'sensor_msgs/msg/Imu': (
        'orientation angular_velocity linear_acceleration',
        {
            ('', 'Scalars:scalars'): each(
                lambda m: [*xyz(m.angular_velocity), *xyz(m.linear_acceleration)]
            ),
            ('', 'InstancePoses3D:quaternions'): each(lambda m: [xyzw(m.orientation)]),
        },
    ),
    'geometry_msgs/msg/Point': ('x y z', {('', 'Points3D:positions'): each(lambda m: [xyz(m)])}),
    'geometry_msgs/msg/Pose': ('position orientation', poses(lambda m: m)),
    'geometry_msgs/msg/PoseStamped': ('pose', poses(lambda m: m.pose)),
    'geometry_msgs/msg/Twist': (
        'linear angular',
        {
            ('/linear', 'Scalars:scalars'): each(lambda m: xyz(m.linear)),
            ('/angular', 'Scalars:scalars'): each(lambda m: xyz(m.angular)),
        },
    ),
    'nav_msgs/msg/Odometry': (
        'pose.pose twist.twist',
        {
            **poses(lambda m: m.pose.pose),
            ('/twist', 'Scalars:scalars'): each(
                lambda m: [*xyz(m.twist.twist.linear), *xyz(m.twist.twist.angular)]
            ),
        },
    ),
    'sensor_msgs/msg/NavSatFix': ('altitude', scalars('altitude')),
    'sensor_msgs/msg/Range': ('range', scalars('range')),
    'sensor_msgs/msg/Illuminance': ('illuminance', scalars('illuminance')),
    'sensor_msgs/msg/FluidPressure': ('fluid_pressure', scalars('fluid_pressure')),
    'sensor_msgs/msg/MagneticField': (
        'magnetic_field',
        {('/magnetic_field', 'Scalars:scalars'): each(lambda m: xyz(m.magnetic_field))},
    ),
    'sensor_msgs/msg/Joy': ('axes buttons', scalars('axes', 'buttons')),
    'sensor_msgs/msg/BatteryState': (
        'voltage current percentage temperature charge capacity design_capacity '
        'cell_voltage cell_temperature',
        scalars('voltage', 'current', 'percentage', 'temperature', 'cell_voltage'),
    ),
    'sensor_msgs/msg/JointState': (
        'name position velocity effort',
        scalars('position', 'velocity', 'effort'),
    ),
    'sensor_msgs/msg/Image': (
        'data width height',
        {('', 'Image:buffer'): each(lambda m: [m.data])},
    ),
    'sensor_msgs/msg/CompressedImage': (
        'data',
        {('', 'EncodedImage:blob'): each(lambda m: [m.data])},
    ),
    'sensor_msgs/msg/PointCloud2': (
        'data',
        {
            ('', 'Points3D:positions'): each(
                lambda m: np.ndarray(
                    (m.width * m.height, 3), '<f4', m.data.tobytes(), strides=(m.point_step, 4)
                )
            )
        },
    ),
    'tf2_msgs/msg/TFMessage': (
        'transforms',
        {
            ('', 'Transform3D:translation'): of_transforms(lambda t: xyz(t.transform.translation)),
            ('', 'Transform3D:quaternion'): of_transforms(lambda t: xyzw(t.transform.rotation)),
            ('', 'Transform3D:parent_frame'): of_transforms(lambda t: t.header.frame_id),
            ('', 'Transform3D:child_frame'): of_transforms(lambda t: t.child_frame_id),
        },
    ),
    'std_msgs/msg/String': ('data', {('', 'TextLog:text'): each(lambda m: [m.data])}),
    'rcl_interfaces/msg/Log': ('level name msg', {}),
}
"""Type to the fields its drawn components carry, and what those components should hold."""


# ---------------------------------------------------------------------------- the comparison


class Comparison:
    """Counts what is compared, and keeps the first differences."""

    def __init__(self) -> None:
        self.compared: dict[str, int] = defaultdict(int)
        self.differences: list[str] = []

    def check(self, topic: str, what: str, expected: list[Any], found: list[Any] | None) -> None:
        """Compare the values of all messages of a topic."""
        if found is None or len(found) != len(expected):
            rows = 'nothing' if found is None else f'{len(found)} rows'
            self.differences.append(f'{topic} {what}: {rows} for {len(expected)} messages')
            return
        for row, (left, right) in enumerate(zip(expected, found)):
            if not same(left, right):
                self.differences.append(
                    f'{topic} {what}, message {row}: {left!r} became {right!r}'[:300]
                )
                return
        self.compared[topic] += len(expected)


def compare_topic(
    comparison: Comparison,
    store: Any,
    topic: str,
    type_name: str,
    messages: list[Any],
    entities: Any,
) -> None:
    """Compare every field of the messages of one topic."""
    carried, places = DRAWN.get(type_name, ('', {}))
    latched_text = (
        type_name == 'std_msgs/msg/String' and 'TextDocument:text' in entities[topic].cells
    )
    for (child, component), cells in places.items():
        if latched_text:
            component = 'TextDocument:text'
        expected = cells(messages)
        if topic.endswith('tf_static'):
            found = [
                cell
                for transform in transforms(messages)
                for cell in entities[f'{topic}/{transform.child_frame_id}'].cells[component]
            ]
        else:
            expected = [cell for cell in expected if len(cell)]
            cells_found = entities[f'{topic}{child}'].cells.get(component)
            found = (
                None
                if cells_found is None
                else [c for c in cells_found if c is not None and len(c)]
            )
        if expected or found:
            comparison.check(topic, component, expected, found)
    archetype = type_name.replace('/', '.')
    for path, _ in leaves(store, type_name):
        if any(path == name or path.startswith(f'{name}.') for name in carried.split()):
            continue
        if path.startswith(('header.stamp', 'stamp.', 'header.frame_id')):
            continue  # the timelines and the coordinate frame, which tests of their own compare
        expected = [value_of(message, path) for message in messages]
        component = f'{archetype}:{path}'
        found = next(
            (
                entities[topic + child].cells[component]
                for child in ('', '/fields')
                if component in entities[topic + child].cells
            ),
            None,
        )
        if (
            found is not None
            and len(found) < len(expected)
            and all(same(f, found[0]) for f in found)
        ):
            found = found[:1] * len(expected)  # held at the earliest rows alone
        is_list = bool(expected) and isinstance(expected[0], (list, np.ndarray))
        comparison.check(
            topic,
            component,
            expected,
            None if found is None else [one(cell, is_list) for cell in found],
        )


def main(bag: str, recording: str) -> None:
    """Compare a bag with a recording of it and print what was found."""
    comparison = Comparison()
    entities = read_recording(recording)
    path = Path(bag)
    files = [path] if (path / 'metadata.yaml').exists() else sorted(path.glob('*.mcap'))
    files = files or sorted(path.glob('*.db3'))
    skipped = []
    try:
        reader = AnyReader(files, default_typestore=get_typestore(Stores.ROS2_HUMBLE)).__enter__()
    except AnyReaderError as error:
        print(json.dumps({'unreadable': str(error)}))  # for rosbags, that is
        return
    with closing(reader):
        topics: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for connection, _, data in reader.messages():
            try:
                message = reader.deserialize(data, connection.msgtype)
            except KeyError:
                skipped.append(connection.topic)  # rosbags has no definition either
                continue
            topics[connection.topic, connection.msgtype].append(message)
        for (topic, type_name), messages in topics.items():
            compare_topic(comparison, reader.typestore, topic, type_name, messages, entities)
    report = {'compared': comparison.compared, 'differences': comparison.differences}
    print(json.dumps({**report, 'skipped': sorted(set(skipped))}))


if __name__ == '__main__':
    main(*sys.argv[1:])
