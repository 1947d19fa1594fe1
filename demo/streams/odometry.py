"""``/odom`` and ``/cmd_vel``: how the robot is told to move, and where its wheels put it."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, text, vary
from demo.robot import motion, odom_to_base, quaternion
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps

__all__ = ['cmd_vel', 'odometry']


def odometry(scene: Scene, rate_hz: float = 50.0, topic: str = '/odom') -> Stream:
    """Return pose and twist; the covariance of the pose grows as the robot drives."""
    layout = CdrLayout(
        header('odom'),
        text('base_link'),
        vary('position', 'f8', 3),
        vary('orientation', 'f8', 4),
        vary('covariance', 'f8', 36),
        vary('twist', 'f8', 6),
        const('f8', np.diag([1e-3] * 6).ravel()),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    moving, pose = motion(t), odom_to_base(t)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['position'][:, 0], rows['position'][:, 1] = pose.x, pose.y
    rows['orientation'] = quaternion(0.0, 0.0, pose.yaw)
    rows['covariance'][:, ::7] = (1e-3 + 1e-5 * t)[:, None]
    rows['twist'][:, 0] = moving.speed + random.normal(0, 0.01, len(t))
    rows['twist'][:, 5] = moving.turn + random.normal(0, 0.01, len(t))
    return of_rows(topic, 'nav_msgs/msg/Odometry', times, rows)


def cmd_vel(scene: Scene, rate_hz: float = 20.0, topic: str = '/cmd_vel') -> Stream:
    """Return the speed and turn that the controller asks for, a little ahead of what happens."""
    times = scene.times(topic, rate_hz)
    wanted = motion(scene.elapsed_s(times) + 0.15)
    rows = CdrLayout(vary('twist', 'f8', 6)).messages(len(times))
    rows['twist'][:, 0], rows['twist'][:, 5] = wanted.speed.round(3), wanted.turn.round(3)
    return of_rows(topic, 'geometry_msgs/msg/Twist', times, rows)
