"""``/gps/fix``, ``/battery``, ``/temperature`` and ``/joy``."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, text, vary
from demo.robot import motion, sensor_pose
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps

__all__ = ['battery', 'gps_fix', 'joy', 'temperature']

LATITUDE, LONGITUDE, ALTITUDE_M = 47.37690, 8.54170, 409.0
METRES_PER_DEGREE = 111_320.0


def gps_fix(scene: Scene, rate_hz: float = 5.0, topic: str = '/gps/fix') -> Stream:
    """Return the place on Earth; east is x of the map, north is y."""
    layout = CdrLayout(
        header('gps_link'),
        const('i1', 0),
        const('u2', 1),
        vary('position', 'f8', 3),
        const('f8', np.diag([0.04, 0.04, 0.2]).ravel()),
        const('u1', 2),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    pose = sensor_pose('gps_link', scene.elapsed_s(times))
    noise = random.normal(0, [0.05, 0.05, 0.2], (len(times), 3))
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    east_scale = METRES_PER_DEGREE * np.cos(np.deg2rad(LATITUDE))
    rows['position'][:, 0] = LATITUDE + (pose.y + noise[:, 1]) / METRES_PER_DEGREE
    rows['position'][:, 1] = LONGITUDE + (pose.x + noise[:, 0]) / east_scale
    rows['position'][:, 2] = ALTITUDE_M + noise[:, 2]
    return of_rows(topic, 'sensor_msgs/msg/NavSatFix', times, rows)


def battery(scene: Scene, rate_hz: float = 1.0, cells: int = 6, topic: str = '/battery') -> Stream:
    """Return a pack that empties, with every cell's voltage; the charge is unknown (NaN)."""
    layout = CdrLayout(
        header('base_link'),
        vary('voltage', 'f4'),
        vary('temperature', 'f4'),
        vary('current', 'f4'),
        const('f4', [np.nan, np.nan, 10.0]),
        vary('percentage', 'f4'),
        const('u1', [2, 1, 2, 1]),
        const('u4', cells),
        vary('cells', 'f4', cells),
        const('u4', 0),
        text('bay 1'),
        text('RB-0001'),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    left = np.clip(0.93 - t / 3600, 0.02, 1.0)
    per_cell = 3.4 + 0.8 * left[:, None] + random.normal(0, 0.004, (len(t), cells))
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['voltage'], rows['cells'] = per_cell.sum(axis=1), per_cell
    rows['temperature'] = 28 + 6 * (1 - np.exp(-t / 300))
    rows['current'] = -1.5 - 2 * motion(t).speed
    rows['percentage'] = left
    return of_rows(topic, 'sensor_msgs/msg/BatteryState', times, rows)


def temperature(scene: Scene, rate_hz: float = 2.0, topic: str = '/temperature') -> Stream:
    """Return the temperature of the computer, in °C."""
    layout = CdrLayout(header('base_link'), vary('temperature', 'f8'), const('f8', 0.25))
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t = scene.elapsed_s(times)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['temperature'] = (52 + 4 * np.sin(t / 7) + random.normal(0, 0.2, len(t))).round(2)
    return of_rows(topic, 'sensor_msgs/msg/Temperature', times, rows)


def joy(scene: Scene, rate_hz: float = 20.0, topic: str = '/joy') -> Stream:
    """Return the sticks of the person who drives, and a button now and then."""
    axes, buttons = 6, 12
    layout = CdrLayout(
        header('joy'),
        const('u4', axes),
        vary('axes', 'f4', axes),
        const('u4', buttons),
        vary('buttons', 'i4', buttons),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    wanted = motion(scene.elapsed_s(times) + 0.3)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    rows['axes'][:, 1], rows['axes'][:, 3] = wanted.speed / 2, np.clip(wanted.turn / 2, -1, 1)
    rows['buttons'] = random.random((len(times), buttons)) < 0.01
    return of_rows(topic, 'sensor_msgs/msg/Joy', times, rows)
