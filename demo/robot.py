"""
The robot: where it is at any time, its links and joints, and where its sensors sit.

It drives a figure-eight, one lap in :data:`LAP_S`, on two driven wheels, and moves its arm and
head as it goes. Lengths are metres, angles radians; ``base_link`` is on the ground between the
wheels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    'JOINTS',
    'LAP_S',
    'SENSORS',
    'Joint',
    'Motion',
    'Pose2D',
    'joint_angles',
    'map_to_odom',
    'motion',
    'odom_to_base',
    'quaternion',
    'sensor_pose',
]

Floats = npt.NDArray[np.float64]

LAP_S = 20.0
HALF_LENGTH_M, HALF_WIDTH_M = 3.6, 2.2
WHEEL_RADIUS_M, TRACK_M = 0.1, 0.42

OPTICAL = (-0.5, 0.5, -0.5, 0.5)
"""Rotation of an optical frame (z ahead, x right) in its camera's (x ahead, y left)."""

SENSORS: dict[str, tuple[str, tuple[float, float, float], tuple[float, float, float, float]]] = {
    'imu_link': ('base_link', (0.0, 0.0, 0.12), (0, 0, 0, 1)),
    'laser_link': ('base_link', (0.20, 0.0, 0.25), (0, 0, 0, 1)),
    'lidar_link': ('base_link', (0.0, 0.0, 0.60), (0, 0, 0, 1)),
    'gps_link': ('base_link', (-0.15, 0.0, 0.65), (0, 0, 0, 1)),
    'camera_link': ('base_link', (0.22, 0.0, 0.45), (0, 0, 0, 1)),
    'camera_optical_frame': ('camera_link', (0.0, 0.0, 0.0), OPTICAL),
}
"""Frame to parent, translation and rotation (x, y, z, w)."""


@dataclass(frozen=True)
class Pose2D:
    """Positions and headings, shape (n,) each."""

    x: Floats
    y: Floats
    yaw: Floats


@dataclass(frozen=True)
class Motion:
    """
    How the robot moves at given times; arrays of shape (n,).

    :param speed: ahead, m/s.
    :param turn: to the left, rad/s.
    :param ahead: acceleration along the heading, m/s².
    :param left: acceleration across it, m/s².
    """

    pose: Pose2D
    speed: Floats
    turn: Floats
    ahead: Floats
    left: Floats


def motion(t: Floats) -> Motion:
    """
    Return where the robot is and how it moves.

    :param t: seconds since the start, shape (n,).
    """
    w = 2 * np.pi / LAP_S
    a, b = HALF_LENGTH_M, HALF_WIDTH_M
    sin1, cos1, sin2, cos2 = np.sin(w * t), np.cos(w * t), np.sin(2 * w * t), np.cos(2 * w * t)
    vx, vy = a * w * cos1, 2 * b * w * cos2
    ax, ay = -a * w * w * sin1, -4 * b * w * w * sin2
    speed = np.hypot(vx, vy)
    ahead, left = (vx * ax + vy * ay) / speed, (vx * ay - vy * ax) / speed
    pose = Pose2D(a * sin1, b * sin2, np.arctan2(vy, vx))
    return Motion(pose, speed, left / speed, ahead, left)


def quaternion(roll: npt.ArrayLike, pitch: npt.ArrayLike, yaw: npt.ArrayLike) -> Floats:
    """Return rotations x, y, z, w of shape (n, 4)."""
    half = [np.asarray(angle, np.float64) / 2 for angle in (roll, pitch, yaw)]
    (cr, cp, cy), (sr, sp, sy) = (
        [np.cos(angle) for angle in half],
        [np.sin(angle) for angle in half],
    )
    parts = np.broadcast_arrays(
        sr * cp * cy - cr * sp * sy,
        cr * sp * cy + sr * cp * sy,
        cr * cp * sy - sr * sp * cy,
        cr * cp * cy + sr * sp * sy,
    )
    return np.stack(parts, axis=-1)


def map_to_odom(t: Floats) -> Pose2D:
    """Return how far odometry has drifted, as a localisation would estimate it."""
    drift = np.sin(2 * np.pi * t / 90)
    return Pose2D(0.08 * drift, -0.05 * drift, 0.015 * drift)


def odom_to_base(t: Floats) -> Pose2D:
    """Return where odometry believes the robot is: ``map_to_odom`` and this make the true pose."""
    pose, odom = motion(t).pose, map_to_odom(t)
    dx, dy = pose.x - odom.x, pose.y - odom.y
    cos, sin = np.cos(odom.yaw), np.sin(odom.yaw)
    return Pose2D(cos * dx + sin * dy, cos * dy - sin * dx, pose.yaw - odom.yaw)


def sensor_pose(frame: str, t: Floats) -> Pose2D:
    """Return the true pose of a sensor that sits on ``base_link`` and looks ahead."""
    pose = motion(t).pose
    _, (x, y, _), _ = SENSORS[frame]
    cos, sin = np.cos(pose.yaw), np.sin(pose.yaw)
    return Pose2D(pose.x + cos * x - sin * y, pose.y + sin * x + cos * y, pose.yaw)


@dataclass(frozen=True)
class Joint:
    """
    A link that turns about an axis of its parent.

    :param origin: of the child in its parent.
    :param axis: 0, 1 or 2 for x, y or z.
    :param swing: centre, amplitude and turns per lap; None for a wheel.
    """

    name: str
    parent: str
    child: str
    origin: tuple[float, float, float]
    axis: int
    swing: tuple[float, float, int] | None = None


JOINTS = (
    Joint('left_wheel_joint', 'base_link', 'left_wheel', (0, TRACK_M / 2, WHEEL_RADIUS_M), 1),
    Joint('right_wheel_joint', 'base_link', 'right_wheel', (0, -TRACK_M / 2, WHEEL_RADIUS_M), 1),
    Joint('head_pan_joint', 'base_link', 'head_pan', (0.05, 0, 0.7), 2, (0, 0.9, 2)),
    Joint('head_tilt_joint', 'head_pan', 'head_tilt', (0, 0, 0.06), 1, (0.1, 0.3, 3)),
    Joint('shoulder_pan_joint', 'base_link', 'shoulder', (-0.1, 0, 0.35), 2, (0.3, 1.2, 1)),
    Joint('shoulder_lift_joint', 'shoulder', 'upper_arm', (0, 0, 0.08), 1, (0.2, 0.5, 2)),
    Joint('elbow_joint', 'upper_arm', 'forearm', (0, 0, 0.30), 1, (1.2, 0.6, 2)),
    Joint('wrist_1_joint', 'forearm', 'wrist_1', (0, 0, 0.25), 1, (-0.4, 0.7, 3)),
    Joint('wrist_2_joint', 'wrist_1', 'wrist_2', (0, 0, 0.08), 2, (0, 1.0, 2)),
    Joint('wrist_3_joint', 'wrist_2', 'wrist_3', (0, 0, 0.08), 1, (0, 0.8, 4)),
    Joint('left_finger_joint', 'wrist_3', 'left_finger', (0, 0.02, 0.06), 0, (0.2, 0.2, 5)),
    Joint('right_finger_joint', 'wrist_3', 'right_finger', (0, -0.02, 0.06), 0, (-0.2, 0.2, 5)),
)


def _wheel_angle(t: Floats, side: float) -> Floats:
    """Integrate the speed of a wheel: a lap by the trapezoidal rule, then laps on laps."""
    grid = np.linspace(0, LAP_S, 2001)
    lap = motion(grid)
    rate = (lap.speed + side * lap.turn * TRACK_M / 2) / WHEEL_RADIUS_M
    step = (rate[1:] + rate[:-1]) / 2 * np.diff(grid)
    angle = np.concatenate([[0.0], np.cumsum(step)])
    laps, rest = np.divmod(t, LAP_S)
    return np.asarray(laps * angle[-1] + np.interp(rest, grid, angle), np.float64)


def joint_angles(t: Floats) -> Floats:
    """Return the angle of each of :data:`JOINTS`: shape (n, joints)."""
    angles = np.empty((len(t), len(JOINTS)))
    for column, joint in enumerate(JOINTS):
        if joint.swing is None:
            angles[:, column] = _wheel_angle(t, -1.0 if joint.origin[1] > 0 else 1.0)
        else:
            centre, amplitude, turns = joint.swing
            angles[:, column] = centre + amplitude * np.sin(2 * np.pi * turns * t / LAP_S + column)
    return angles
