"""Many poses a message."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz


def test_as_many_poses_as_there_are() -> None:
    """Messages of different lengths; an empty one clears."""
    poses = [{'position': xyz(i, 0, 0), 'orientation': quaternion(0, 0, 0, 1)} for i in range(3)]
    messages = [{'poses': poses[:1]}, {}, {'poses': poses}]
    drawn = draw('geometry_msgs/msg/PoseArray', messages)
    assert drawn.cells('InstancePoses3D:translations') == [
        [[0, 0, 0]],
        [],
        [[0, 0, 0], [1, 0, 0], [2, 0, 0]],
    ]
    assert [len(cell) for cell in drawn.cells('InstancePoses3D:quaternions')] == [1, 0, 3]


def test_only_empty_ones() -> None:
    """A batch without any pose."""
    drawn = draw('geometry_msgs/msg/PoseArray', [{}, {}])
    assert drawn.cells('InstancePoses3D:translations') == [[], []]
