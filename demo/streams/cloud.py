"""``/points``: a spinning lidar, 22 bytes a point as a Velodyne driver gives them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from demo.cdr_layout import CdrLayout, const, header, text, vary
from demo.robot import SENSORS, sensor_pose
from demo.scene import Scene
from demo.stream import Stream, set_stamps
from demo.world import BOXES, WALLS, cast

__all__ = ['cloud']

Floats = npt.NDArray[np.float32]

FIELDS = (
    ('x', '<f4', 0),
    ('y', '<f4', 4),
    ('z', '<f4', 8),
    ('intensity', '<f4', 12),
    ('ring', '<u2', 16),
    ('time', '<f4', 18),
)
DATATYPES = {'<f4': 7, '<u2': 4}
POINT = np.dtype(
    {
        'names': [name for name, _, _ in FIELDS],
        'formats': [code for _, code, _ in FIELDS],
        'offsets': [offset for _, _, offset in FIELDS],
        'itemsize': 22,
    }
)
HEIGHT_M = SENSORS['lidar_link'][1][2]
VIEW_UP, VIEW_DOWN = np.deg2rad(15.0), np.deg2rad(-25.0)
GROUND, WALL, PILLAR, BOX = 40.0, 130.0, 230.0, 190.0
"""How well each reflects, in steps of the sensor."""


class _Lidar:
    """What a turn of the lidar sees: rays of shape (turns, rings)."""

    def __init__(self, rings: int, per_ring: int) -> None:
        self.turn = np.linspace(np.pi, -np.pi, per_ring, endpoint=False)
        self.slope = np.tan(np.linspace(VIEW_DOWN, VIEW_UP, rings, dtype=np.float32))[None]
        with np.errstate(divide='ignore'):
            self.ground = np.where(self.slope < 0, -np.float32(HEIGHT_M) / self.slope, np.inf)
        self.cos, self.sin = (f(self.turn).astype(np.float32)[:, None] for f in (np.cos, np.sin))

    def plan_distance(self, t: float) -> tuple[Floats, Floats]:
        """Return how far on the plan each ray goes, infinite into the sky, and what reflects."""
        pose = sensor_pose('lidar_link', np.array([t]))
        distance = np.broadcast_to(self.ground, (len(self.turn), self.slope.shape[1])).copy()
        reflects = np.full(distance.shape, GROUND, np.float32)
        for structure, value in ((WALLS, WALL), (BOXES, BOX)):
            hits = cast(structure, pose.x, pose.y, pose.yaw[:, None] + self.turn)
            away = hits.distance_m[0][:, None]
            of_face = (
                np.where(hits.face[0] < 8, PILLAR, value)
                if structure is WALLS
                else np.full(len(self.turn), value)
            )
            with np.errstate(invalid='ignore'):
                met = (away < distance) & (away * self.slope <= structure.height_m - HEIGHT_M)
            np.copyto(distance, away, where=met)
            np.copyto(reflects, of_face[:, None].astype(np.float32), where=met)
        return distance, reflects


def cloud(
    scene: Scene,
    rate_hz: float = 10.0,
    rings: int = 16,
    per_ring: int = 1800,
    topic: str = '/points',
) -> Stream:
    """Return points of walls, boxes and ground; NaN where a ray meets the sky."""
    count = rings * per_ring
    fields = [
        (text(name), const('u4', at), const('u1', DATATYPES[code]), const('u4', 1))
        for name, code, at in FIELDS
    ]
    layout = CdrLayout(
        header('lidar_link'),
        const('u4', [1, count, len(fields)]),
        fields,
        const('u1', 0),
        const('u4', [POINT.itemsize, POINT.itemsize * count, POINT.itemsize * count]),
        vary('data', 'u1', POINT.itemsize * count),
        const('u1', 0),
    )
    times, random = scene.times(topic, rate_hz), scene.random(topic)
    t, lidar, row = scene.elapsed_s(times), _Lidar(rings, per_ring), layout.messages(1)
    noise = random.normal(0, 0.015, (8, per_ring, rings)).astype(np.float32)
    points = row['data'].view(POINT).reshape(per_ring, rings)
    points['ring'] = np.arange(rings)
    points['time'] = np.linspace(0, 1 / rate_hz, per_ring, endpoint=False)[:, None]

    def message(i: int) -> bytes:
        distance, reflects = lidar.plan_distance(float(t[i]))
        distance += np.roll(noise[i % 8], 131 * i, axis=0)
        distance[np.isinf(distance)] = np.nan
        points['x'], points['y'] = distance * lidar.cos, distance * lidar.sin
        points['z'] = distance * lidar.slope
        points['intensity'] = np.rint(reflects - 4 * distance)
        set_stamps(row, times.stamp_ns[i : i + 1])
        return row.tobytes()

    return Stream(topic, 'sensor_msgs/msg/PointCloud2', times, message)
