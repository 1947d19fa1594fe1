"""``/map``, ``/plan``, ``/goal`` and ``/particles``: what a navigation stack knows and wants."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, stamp, vary
from demo.robot import LAP_S, motion, quaternion
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps
from demo.world import EXTENT_M, occupied

__all__ = ['goal', 'occupancy_map', 'particles', 'plan']

FREE, OCCUPIED, UNKNOWN = 0, 100, -1
MARGIN_M = 1.0


def occupancy_map(scene: Scene, resolution_m: float = 0.05, topic: str = '/map') -> Stream:
    """Return the yard as a grid, once; unknown outside its fence."""
    width, height = (round((extent + 2 * MARGIN_M) / resolution_m) for extent in EXTENT_M)
    origin = [-extent / 2 - MARGIN_M for extent in EXTENT_M]
    layout = CdrLayout(
        header('map'),
        stamp('load '),
        const('f4', resolution_m),
        const('u4', [width, height]),
        const('f8', [*origin, 0, 0, 0, 0, 1]),
        const('u4', width * height),
        vary('data', 'i1', width * height),
    )
    x = np.linspace(origin[0], -origin[0], width)[None]
    y = np.linspace(origin[1], -origin[1], height)[:, None]
    outside = (abs(x) > EXTENT_M[0] / 2) | (abs(y) > EXTENT_M[1] / 2)
    cells = np.where(outside, UNKNOWN, FREE)
    cells[occupied(x, y, 2 * resolution_m)] = OCCUPIED
    times = scene.once()
    rows = layout.messages(1)
    set_stamps(rows, times.stamp_ns)
    set_stamps(rows, times.stamp_ns, 'load ')
    rows['data'] = cells.ravel()
    return of_rows(topic, 'nav_msgs/msg/OccupancyGrid', times, rows, latched=True)


def plan(scene: Scene, rate_hz: float = 1.0, poses: int = 60, topic: str = '/plan') -> Stream:
    """Return the way ahead, 6 seconds of it."""
    one = [
        (header('map', f'{i} '), vary(f'{i} position', 'f8', 3), vary(f'{i} orientation', 'f8', 4))
        for i in range(poses)
    ]
    times = scene.times(topic, rate_hz)
    rows = CdrLayout(header('map'), const('u4', poses), one).messages(len(times))
    set_stamps(rows, times.stamp_ns)
    t = scene.elapsed_s(times)
    for i, ahead_s in enumerate(np.linspace(0, 6, poses)):
        pose = motion(t + ahead_s).pose
        set_stamps(rows, times.stamp_ns, f'{i} ')
        rows[f'{i} position'][:, 0], rows[f'{i} position'][:, 1] = pose.x, pose.y
        rows[f'{i} orientation'] = quaternion(0.0, 0.0, pose.yaw)
    return of_rows(topic, 'nav_msgs/msg/Path', times, rows)


def goal(scene: Scene, rate_hz: float = 0.2, topic: str = '/goal') -> Stream:
    """Return where the robot is to go next: a quarter of a lap ahead."""
    layout = CdrLayout(header('map'), vary('position', 'f8', 3), vary('orientation', 'f8', 4))
    times = scene.times(topic, rate_hz)
    pose = motion(scene.elapsed_s(times) + LAP_S / 4).pose
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['position'][:, 0], rows['position'][:, 1] = pose.x, pose.y
    rows['orientation'] = quaternion(0.0, 0.0, pose.yaw)
    return of_rows(topic, 'geometry_msgs/msg/PoseStamped', times, rows)


def particles(
    scene: Scene, rate_hz: float = 2.0, count: int = 200, topic: str = '/particles'
) -> Stream:
    """Return where localisation thinks the robot may be."""
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    rows = CdrLayout(header('map'), const('u4', count), vary('poses', 'f8', 7 * count)).messages(
        len(times)
    )
    pose = motion(scene.elapsed_s(times)).pose
    poses = np.zeros((len(times), count, 7))
    poses[..., :2] = random.normal(0, 0.08, (len(times), count, 2))
    poses[..., 0] += pose.x[:, None]
    poses[..., 1] += pose.y[:, None]
    poses[..., 3:] = quaternion(
        0.0, 0.0, pose.yaw[:, None] + random.normal(0, 0.06, (len(times), count))
    )
    set_stamps(rows, times.stamp_ns)
    rows['poses'] = poses.reshape(len(times), -1)
    return of_rows(topic, 'geometry_msgs/msg/PoseArray', times, rows)
