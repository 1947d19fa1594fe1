"""Transforms between named frames."""

from __future__ import annotations

from rerun_bridge.converters import Context
from rerun_bridge.converters.transforms import frame_edges, transform_components
from rerun_bridge.messages import Channel, TypeName
from test.support.messages import columns_of_type, quaternion, xyz

TF = TypeName('tf2_msgs/msg/TFMessage')


def stamped(parent: str, child: str, x: float) -> dict[str, object]:
    """Return a transform."""
    transform = {'translation': xyz(x, 0, 0), 'rotation': quaternion(0, 0, 0, 1)}
    return {'header': {'frame_id': parent}, 'child_frame_id': child, 'transform': transform}


COLUMNS = columns_of_type(
    TF,
    [
        {'transforms': [stamped('map', 'odom', 1), stamped('odom', 'base', 2)]},
        {'transforms': [stamped('map', 'odom', 3)]},
    ],
)
CONTEXT = Context(Channel(1, '/tf', TF), frame_name=lambda name: f'r/{name}')


def test_components_of_all_transforms() -> None:
    """Frames by their names in the recording, translation and rotation as float32."""
    components = transform_components(COLUMNS.elements('transforms')[1], CONTEXT)
    rows = [column.lists.to_pylist() for column in components]
    assert rows[0] == [[[1, 0, 0]], [[2, 0, 0]], [[3, 0, 0]]]
    assert rows[1] == [[[0, 0, 0, 1]]] * 3
    assert rows[2] == [['r/map'], ['r/odom'], ['r/map']]
    assert rows[3] == [['r/odom'], ['r/base'], ['r/odom']]


def test_edges_are_distinct_pairs() -> None:
    """Each pair of frames is named once; other types have none."""
    assert frame_edges(COLUMNS, CONTEXT) == {('r/map', 'r/odom'), ('r/odom', 'r/base')}
    other = Context(Channel(1, '/o', TypeName('nav_msgs/msg/Odometry')))
    assert frame_edges(COLUMNS, other) == set()
