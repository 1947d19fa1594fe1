"""Vectors in the frame of their header."""

from __future__ import annotations

from test.support.messages import draw, xyz


def test_arrow_and_plot() -> None:
    """The plot has the numbers in full, the arrow as 32-bit numbers."""
    drawn = draw('geometry_msgs/msg/Vector3Stamped', [{'vector': xyz(0.1, 0.5, -2)}])
    assert drawn.cells('Scalars:scalars') == [[0.1, 0.5, -2]]
    ((arrow,),) = drawn.cells('Arrows3D:vectors')
    assert arrow[1:] == [0.5, -2]
    assert drawn.static == {'': {'SeriesLines:names': ['x', 'y', 'z']}}
