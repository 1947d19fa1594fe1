"""Poses in the frame of their header."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz


def test_a_pose_per_message() -> None:
    """On the topic's own entity, which the bridge puts into the frame."""
    pose = {'position': xyz(1, 2, 3), 'orientation': quaternion(0, 0, 1, 0)}
    drawn = draw('geometry_msgs/msg/PoseStamped', [{'pose': pose}, {}])
    assert drawn.cells('InstancePoses3D:translations') == [[[1, 2, 3]], [[0, 0, 0]]]
    assert drawn.cells('InstancePoses3D:quaternions') == [[[0, 0, 1, 0]], [[0, 0, 0, 0]]]
    assert list(drawn.static['']) == ['TransformAxes3D:axis_length']
