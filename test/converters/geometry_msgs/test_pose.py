"""Poses without a frame."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz


def test_a_pose_per_message() -> None:
    """The numbers as they were sent, and axes to see them by, once."""
    pose = {'position': xyz(1, 2, 3), 'orientation': quaternion(0, 0, 0.6, 0.8)}
    drawn = draw('geometry_msgs/msg/Pose', [pose, {}], [pose])
    assert drawn.cells('InstancePoses3D:translations') == [[[1, 2, 3]], [[0, 0, 0]], [[1, 2, 3]]]
    turns = drawn.cells('InstancePoses3D:quaternions')
    assert turns[1] == [[0, 0, 0, 0]]
    assert [round(x, 6) for x in turns[0][0]] == [0, 0, 0.6, 0.8]
    assert list(drawn.static['']) == ['TransformAxes3D:axis_length']
    assert sum(part.static for part in drawn.parts) == 1
