"""Transforms between frames."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz


def test_between_named_frames() -> None:
    """The names are those of the recording."""
    transform = {'translation': xyz(1, 2, 3), 'rotation': quaternion(0, 1, 0, 0)}
    messages = [
        {'header': {'frame_id': 'map'}, 'child_frame_id': 'odom', 'transform': transform},
        {'header': {'frame_id': 'odom'}, 'child_frame_id': 'base', 'transform': transform},
    ]
    drawn = draw('geometry_msgs/msg/TransformStamped', messages)
    assert drawn.cells('Transform3D:translation') == [[[1, 2, 3]]] * 2
    assert drawn.cells('Transform3D:quaternion') == [[[0, 1, 0, 0]]] * 2
    assert drawn.cells('Transform3D:parent_frame') == [['robot/map'], ['robot/odom']]
    assert drawn.cells('Transform3D:child_frame') == [['robot/odom'], ['robot/base']]
