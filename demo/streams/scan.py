"""``/scan``: a planar laser with 270° of view, in millimetre steps."""

from __future__ import annotations

import numpy as np

from demo.cdr_layout import CdrLayout, const, header, vary
from demo.robot import LAP_S, sensor_pose
from demo.scene import Scene
from demo.stream import Stream, of_rows, set_stamps
from demo.streams.laps import place_of, time_of
from demo.world import BOXES, WALLS, cast

__all__ = ['scan']

VIEW = np.deg2rad(270.0)
RANGE_MIN_M, RANGE_MAX_M = 0.06, 30.0


def scan(scene: Scene, rate_hz: float = 15.0, beams: int = 540, topic: str = '/scan') -> Stream:
    """Return ranges; infinite through the gate, where nothing is met."""
    step = VIEW / (beams - 1)
    layout = CdrLayout(
        header('laser_link'),
        const('f4', [-VIEW / 2, VIEW / 2, step, 1.7e-5, 1 / rate_hz, RANGE_MIN_M, RANGE_MAX_M]),
        const('u4', beams),
        vary('ranges', 'f4', beams),
        const('u4', 0),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    per_lap = max(1, round(rate_hz * LAP_S))
    places, seen_at = np.unique(place_of(scene.elapsed_s(times), per_lap), return_inverse=True)
    pose = sensor_pose('laser_link', time_of(places, per_lap))
    angles = pose.yaw[:, None] + np.linspace(-VIEW / 2, VIEW / 2, beams)
    ranges = np.minimum(
        *(cast(part, pose.x, pose.y, angles).distance_m for part in (WALLS, BOXES))
    )
    noise = random.normal(0, 0.008, (64, beams)).astype(np.float32)
    rows = layout.messages(len(times))
    set_stamps(rows, times.stamp_ns)
    for first in range(0, len(rows), 64):
        some = seen_at[first : first + 64]
        measured = np.rint((ranges[some] + noise[: len(some)]) * 1000) / 1000
        rows['ranges'][first : first + 64] = np.where(measured > RANGE_MAX_M, np.inf, measured)
    return of_rows(topic, 'sensor_msgs/msg/LaserScan', times, rows)
