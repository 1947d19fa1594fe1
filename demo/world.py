"""
The yard the robot drives in: walls, pillars and boxes, and what a ray of a sensor meets there.

Everything stands upright on the ground and reaches above every sensor. So a ray is solved on the
plan first (:func:`cast`), and its height follows; over what is lower it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ['BOXES', 'EXTENT_M', 'WALLS', 'Hits', 'Structure', 'cast', 'occupied']

Floats = npt.NDArray[np.float64]

EXTENT_M = (12.0, 8.0)
"""Of the yard, along x and y; its centre is the origin of the map."""


@dataclass(frozen=True)
class Structure:
    """
    Upright faces of one height.

    :param rectangles: x0, y0, x1, y1 of each block.
    :param faces: x0, y0, x1, y1 of each face on the plan.
    """

    height_m: float
    rectangles: tuple[tuple[float, float, float, float], ...]
    faces: Floats


def _faces(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float, float, float]]:
    return [(x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)]


def _structure(
    height_m: float, blocks: list[tuple[float, float, float, float]], more: list[tuple[float, ...]]
) -> Structure:
    faces = [face for block in blocks for face in _faces(*block)]
    return Structure(height_m, tuple(blocks), np.array([*faces, *more]))


_GATE = [(6.0, -4.0, 6.0, -1.0), (6.0, 0.6, 6.0, 4.0)]
_FENCE = [(-6.0, -4.0, 6.0, -4.0), (6.0, 4.0, -6.0, 4.0), (-6.0, 4.0, -6.0, -4.0), *_GATE]

WALLS = _structure(2.2, [(-2.7, -0.4, -1.9, 0.4), (1.9, -0.4, 2.7, 0.4)], [*_FENCE])
"""The fence, with an open gate to the east, and a pillar in each loop of the eight."""

BOXES = _structure(
    1.1,
    [
        (-5.6, 2.6, -4.4, 3.6),
        (-0.7, 3.2, 0.9, 3.8),
        (-0.5, -3.8, 0.5, -2.9),
        (4.6, -3.5, 5.6, -2.6),
    ],
    [],
)
"""Lower than the walls, higher than the sensors."""


@dataclass(frozen=True)
class Hits:
    """
    What rays meet on the plan, shape (n, rays).

    :param distance_m: infinite where a ray meets nothing.
    :param face: index of the face; 0 where there is none.
    """

    distance_m: npt.NDArray[np.float32]
    face: npt.NDArray[np.uint8]


def cast(structure: Structure, x: Floats, y: Floats, angles: Floats) -> Hits:
    """
    Return the nearest face of a structure along each ray.

    :param x: of where the rays start, shape (n,).
    :param y: likewise.
    :param angles: of the rays on the plan, shape (n, rays).
    """
    ray_x, ray_y = np.cos(angles, dtype=np.float32), np.sin(angles, dtype=np.float32)
    nearest = np.full(angles.shape, np.inf, np.float32)
    face = np.zeros(angles.shape, np.uint8)
    with np.errstate(divide='ignore', invalid='ignore', over='ignore'):
        for index, (x0, y0, x1, y1) in enumerate(structure.faces.astype(np.float32)):
            to_x, to_y = (x0 - x)[:, None].astype(np.float32), (y0 - y)[:, None].astype(np.float32)
            along_x, along_y = x1 - x0, y1 - y0
            across = ray_x * along_y - ray_y * along_x
            distance = (to_x * along_y - to_y * along_x) / across
            along = (to_x * ray_y - to_y * ray_x) / across
            closer = (distance > 0) & (distance < nearest) & (along >= 0) & (along <= 1)
            np.copyto(nearest, distance, where=closer)
            face[closer] = index
    return Hits(nearest, face)


def occupied(x: Floats, y: Floats, thickness_m: float) -> npt.NDArray[np.bool_]:
    """Tell whether something stands at places on the plan; faces are taken to be that thick."""
    found = np.zeros(np.broadcast(x, y).shape, np.bool_)
    for structure in (WALLS, BOXES):
        for x0, y0, x1, y1 in structure.rectangles:
            found |= (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        for x0, y0, x1, y1 in structure.faces:
            left, right = min(x0, x1) - thickness_m / 2, max(x0, x1) + thickness_m / 2
            low, high = min(y0, y1) - thickness_m / 2, max(y0, y1) + thickness_m / 2
            found |= (x >= left) & (x <= right) & (y >= low) & (y <= high)
    return found
