"""Forces and torques."""

from __future__ import annotations

from test.support.messages import draw, xyz


def test_plots_and_arrow() -> None:
    """A plot per unit; 50 N are an arrow of a metre."""
    wrench = {'force': xyz(50, 0, -100), 'torque': xyz(0.1, 0.2, 0.3)}
    drawn = draw('geometry_msgs/msg/WrenchStamped', [{'wrench': wrench}])
    assert drawn.cells('Scalars:scalars', 'force') == [[50, 0, -100]]
    assert drawn.cells('Scalars:scalars', 'torque') == [[0.1, 0.2, 0.3]]
    assert drawn.cells('Arrows3D:vectors') == [[[1, 0, -2]]]
    assert drawn.static['torque']['SeriesLines:names'] == ['x (N·m)', 'y (N·m)', 'z (N·m)']
