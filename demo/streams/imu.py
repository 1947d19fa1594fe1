"""``/imu/data``: how the robot turns and speeds up, in the steps of a 16-bit sensor."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, vary
from demo.robot import motion, quaternion
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps

__all__ = ['imu']

GRAVITY = 9.80665
GYRO_STEP, ACCELERATION_STEP = 1 / 938.0, GRAVITY / 4096


def imu(scene: Scene, rate_hz: float = 200.0, topic: str = '/imu/data') -> Stream:
    """Return orientation, angular velocity and linear acceleration with their covariances."""
    layout = CdrLayout(
        header('imu_link'),
        vary('orientation', 'f8', 4),
        const('f8', np.diag([1e-4, 1e-4, 4e-4]).ravel()),
        vary('turn', 'f8', 3),
        const('f8', np.diag([4e-6] * 3).ravel()),
        vary('acceleration', 'f8', 3),
        const('f8', np.diag([1e-3] * 3).ravel()),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    moving = motion(t)
    roll, pitch = 0.02 * np.sin(9 * t) * moving.speed, -0.01 * moving.ahead
    turn = random.normal(0, 2e-3, (len(t), 3))
    turn[:, 2] += moving.turn
    acceleration = random.normal(0, 0.02, (len(t), 3))
    acceleration += np.stack([moving.ahead, moving.left, np.full(len(t), GRAVITY)], axis=1)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['orientation'] = quaternion(roll, pitch, moving.pose.yaw)
    rows['turn'] = np.rint(turn / GYRO_STEP) * GYRO_STEP
    rows['acceleration'] = np.rint(acceleration / ACCELERATION_STEP) * ACCELERATION_STEP
    return of_rows(topic, 'sensor_msgs/msg/Imu', times, rows)
