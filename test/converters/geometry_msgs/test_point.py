"""Points without a frame."""

from __future__ import annotations

from test.support.messages import draw, xyz


def test_a_point_per_message() -> None:
    """With a size that is seen from any distance."""
    drawn = draw('geometry_msgs/msg/Point', [xyz(1, 2, 3), xyz(-1, 0, 0.5)])
    assert drawn.cells('Points3D:positions') == [[[1, 2, 3]], [[-1, 0, 0.5]]]
    assert drawn.static == {'': {'Points3D:radii': [-4]}}
