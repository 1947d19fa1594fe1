"""
What the camera sees: brick walls, boxes, a chequered ground and the sky.

The camera is level, so a column of pixels lies in one upright plane: one ray on the plan gives its
distance to the walls, and height and row are proportional. Each pixel gets one of 256 palette
entries: material, tile, shade.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from demo.robot import SENSORS, Pose2D, sensor_pose
from demo.streams.laps import time_of
from demo.world import BOXES, WALLS, Structure, cast

__all__ = ['CameraView', 'View']

HEIGHT_M = SENSORS['camera_link'][1][2]
FOCAL_LENGTH_PER_WIDTH = 0.8
SKY, GROUND, PILLAR, BOX, FENCE = 0, 1, 2, 3, 4
COLORS = [
    (120, 170, 235),
    (120, 125, 115),
    (235, 185, 60),
    (60, 110, 175),
    (190, 85, 65),
    (175, 110, 80),
    (90, 145, 95),
    (150, 100, 160),
]
SHADES = 16


def _palette() -> npt.NDArray[np.uint8]:
    """Return red, green, blue of ``material * 32 + tile * 16 + shade``: shape (256, 3)."""
    light = np.linspace(1.0, 0.35, SHADES)[None, None, :, None]
    tile = np.array([1.0, 0.8])[None, :, None, None]
    colors = np.array(COLORS, np.float64)[:, None, None, :] * light * tile
    entries: npt.NDArray[np.uint8] = np.rint(colors).clip(0, 240).astype(np.uint8).reshape(256, 3)
    return entries


@dataclass(frozen=True)
class View:
    """
    One picture.

    :param rgb: uint8, shape (height, width, 3).
    :param depth_m: float32, shape (height, width): along the optical axis, infinite in the sky.
    """

    rgb: npt.NDArray[np.uint8]
    depth_m: npt.NDArray[np.float32]


class CameraView:
    """
    A pinhole camera without distortion on ``camera_link``.

    :param per_lap: from how many places on a lap it looks; see :mod:`demo.streams.laps`.
    """

    def __init__(self, width: int, height: int, per_lap: int) -> None:
        self.width, self.height, self.per_lap = width, height, per_lap
        self.focal_length_px = FOCAL_LENGTH_PER_WIDTH * width
        self._palette = _palette()
        columns = (np.arange(width) + 0.5 - width / 2) / self.focal_length_px
        self._bearing = -np.arctan(columns)
        self._fall = ((np.arange(height) + 0.5 - height / 2) / self.focal_length_px).astype(
            np.float32
        )[:, None]
        self._horizon = int(np.searchsorted(self._fall[:, 0], 0.0, 'right'))
        self._render = lru_cache(maxsize=4)(self._rendered)

    def at(self, place: int) -> View:
        """Return the picture at a place on the lap."""
        return self._render(place)

    def _rendered(self, place: int) -> View:
        pose = sensor_pose('camera_link', time_of(np.array([place]), self.per_lap))
        depth = np.full((self.height, self.width), np.inf, np.float32)
        entry = np.empty((self.height, self.width), np.uint8)
        entry[:] = np.linspace(0, SHADES // 2, self.height).astype(np.uint8)[:, None]
        self._draw_ground(pose, depth, entry)
        for structure in (WALLS, BOXES):
            self._draw(structure, pose, depth, entry)
        return View(self._palette.take(entry, axis=0), depth)

    def _draw_ground(
        self, pose: Pose2D, depth: npt.NDArray[np.float32], entry: npt.NDArray[np.uint8]
    ) -> None:
        away = np.float32(HEIGHT_M) / self._fall[self._horizon :]
        angle = pose.yaw + self._bearing
        scale = 1 / np.cos(self._bearing)
        x = away * (np.cos(angle) * scale).astype(np.float32) + np.float32(pose.x[0])
        y = away * (np.sin(angle) * scale).astype(np.float32) + np.float32(pose.y[0])
        tile = (np.floor(x).astype(np.int16) + np.floor(y).astype(np.int16)).astype(np.uint8) & 1
        depth[self._horizon :] = away
        entry[self._horizon :] = GROUND * 32 + tile * 16 + _shade(away)

    def _draw(
        self,
        structure: Structure,
        pose: Pose2D,
        depth: npt.NDArray[np.float32],
        entry: npt.NDArray[np.uint8],
    ) -> None:
        angle = pose.yaw + self._bearing
        hits = cast(structure, pose.x, pose.y, angle[None])
        with np.errstate(invalid='ignore', over='ignore'):
            away = (hits.distance_m[0] * np.cos(self._bearing)).astype(np.float32)
            height = np.float32(HEIGHT_M) - self._fall * away
            seen = (away < depth) & (height <= structure.height_m)
        along = np.where(np.isinf(away), 0, hits.distance_m[0]) * (np.cos(angle) + np.sin(angle))
        face = hits.face[0]
        if structure is WALLS:
            material = np.where(face < 8, PILLAR, FENCE + face % 4)
        else:
            material = np.full(self.width, BOX)
        of_column = (material * 32 + _shade(away)).astype(np.uint8)
        with np.errstate(invalid='ignore'):
            brick = np.floor(along * 2).astype(np.int16)[None] + (height * 4).astype(np.int16)
        np.copyto(depth, away[None], where=seen)
        np.copyto(entry, of_column[None] + (brick & 1).astype(np.uint8) * np.uint8(16), where=seen)


def _shade(away: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Return how dark it is at a distance, 0 to 15."""
    shade: npt.NDArray[np.uint8] = np.minimum(away * 1.4, SHADES - 1).astype(np.uint8)
    return shade
