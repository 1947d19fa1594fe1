"""The robot moves as its numbers say."""

from __future__ import annotations

import numpy as np

from demo.robot import (
    HALF_LENGTH_M,
    JOINTS,
    LAP_S,
    WHEEL_RADIUS_M,
    joint_angles,
    map_to_odom,
    motion,
    odom_to_base,
    quaternion,
)

T = np.linspace(0.3, 2.5 * LAP_S, 400)
STEP_S = 1e-5


def test_speed_turn_and_acceleration_are_the_derivatives_of_the_pose() -> None:
    """What the IMU and the wheels measure belongs to where the robot is."""
    now, before, after = motion(T), motion(T - STEP_S), motion(T + STEP_S)
    dx = (after.pose.x - before.pose.x) / (2 * STEP_S)
    dy = (after.pose.y - before.pose.y) / (2 * STEP_S)
    turned = np.angle(np.exp(1j * (after.pose.yaw - before.pose.yaw)))
    np.testing.assert_allclose(now.speed, np.hypot(dx, dy), atol=1e-6)
    np.testing.assert_allclose(now.turn, turned / (2 * STEP_S), atol=1e-5)
    np.testing.assert_allclose(now.ahead, (after.speed - before.speed) / (2 * STEP_S), atol=1e-5)
    np.testing.assert_allclose(now.left, now.speed * now.turn, atol=1e-9)


def test_the_robot_is_back_after_a_lap_and_stays_in_the_yard() -> None:
    """Laps repeat, so what a sensor saw at a place holds for all laps."""
    first, second = motion(T).pose, motion(T + LAP_S).pose
    np.testing.assert_allclose([first.x, first.y], [second.x, second.y], atol=1e-9)
    assert abs(first.x).max() <= HALF_LENGTH_M


def test_odometry_and_its_correction_make_the_true_pose() -> None:
    """Frame map to odom, then odom to base_link, is where the robot is."""
    odom, base, true = map_to_odom(T), odom_to_base(T), motion(T).pose
    x = odom.x + np.cos(odom.yaw) * base.x - np.sin(odom.yaw) * base.y
    y = odom.y + np.sin(odom.yaw) * base.x + np.cos(odom.yaw) * base.y
    np.testing.assert_allclose([x, y], [true.x, true.y], atol=1e-12)


def test_wheels_roll_the_way_the_robot_goes() -> None:
    """Both wheels together turn by the length of the way, and continue over laps."""
    names = [joint.name for joint in JOINTS]
    wheels = joint_angles(T)[
        :, [names.index('left_wheel_joint'), names.index('right_wheel_joint')]
    ]
    rate = np.gradient(wheels.mean(axis=1), T)[1:-1]
    np.testing.assert_allclose(rate * WHEEL_RADIUS_M, motion(T).speed[1:-1], atol=0.02)


def test_quaternions_are_unit_and_turn_as_said() -> None:
    """A yaw of 90° is x, y, z, w = 0, 0, √½, √½."""
    np.testing.assert_allclose(quaternion(0, 0, np.pi / 2), [0, 0, 0.5**0.5, 0.5**0.5], atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(quaternion(T, T / 2, -T), axis=1), 1.0)
