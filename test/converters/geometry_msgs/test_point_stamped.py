"""Points in the frame of their header."""

from __future__ import annotations

from test.support.messages import draw, xyz


def test_a_point_per_message() -> None:
    """With a size that is seen from any distance."""
    messages = [{'point': xyz(1, 2, 3)}, {'point': xyz(-1, 0, 0.5)}]
    drawn = draw('geometry_msgs/msg/PointStamped', messages)
    assert drawn.cells('Points3D:positions') == [[[1, 2, 3]], [[-1, 0, 0.5]]]
    assert drawn.static == {'': {'Points3D:radii': [-4]}}
