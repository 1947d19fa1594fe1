"""Imu: six plots with names, and the orientation."""

from __future__ import annotations

from test.support.messages import draw, quaternion, xyz

IMU = 'sensor_msgs/msg/Imu'


def test_six_scalars_and_an_orientation() -> None:
    """Angular velocity, then acceleration; the names are static and given once."""
    message = {
        'orientation': quaternion(0, 0, 0.5, 0.5),
        'angular_velocity': xyz(1, 2, 3),
        'linear_acceleration': xyz(4, 5, 6),
    }
    drawn = draw(IMU, [message, message], [message])
    assert drawn.cells('Scalars:scalars') == [[1, 2, 3, 4, 5, 6]] * 3
    assert drawn.cells('InstancePoses3D:quaternions') == [[[0, 0, 0.5, 0.5]]] * 3
    names = drawn.static['']['SeriesLines:names']
    assert (names[0], names[3], len(names)) == ('angular velocity x', 'acceleration x', 6)
    assert sum(part.static for part in drawn.parts) == 1
