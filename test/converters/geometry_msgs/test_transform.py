"""Transforms without frames."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz


def test_a_transform_per_message() -> None:
    """Of the entity, with axes."""
    message = {'translation': xyz(1, 2, 3), 'rotation': quaternion(0, 1, 0, 0)}
    drawn = draw('geometry_msgs/msg/Transform', [message])
    assert drawn.cells('Transform3D:translation') == [[[1, 2, 3]]]
    assert drawn.cells('Transform3D:quaternion') == [[[0, 1, 0, 0]]]
    assert list(drawn.static['']) == ['TransformAxes3D:axis_length']
