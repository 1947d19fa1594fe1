"""Sizes: scales, and radii in metres or in points of the screen."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['Radius', 'Scale3D']


class Radius:
    """What radii are measured in; a plain number is in the units of the scene."""

    @staticmethod
    def ui_points(radii: npt.ArrayLike) -> npt.NDArray[np.float32]:
        """Return radii that are points of the screen, however far away: negative ones."""
        return -np.abs(np.asarray(radii, np.float32))


class Scale3D:
    """
    How much larger something becomes.

    :param uniform_or_per_axis: one number for all axes, or three.
    """

    __slots__ = ('scale',)

    def __init__(self, uniform_or_per_axis: npt.ArrayLike = 1.0) -> None:
        given = np.asarray(uniform_or_per_axis, np.float32)
        if given.size not in (1, 3):
            raise ValueError(f'Scale3D: shape {given.shape}, wanted one number or (3,)')
        self.scale = np.broadcast_to(given.reshape(-1), (3,))

    def __repr__(self) -> str:
        """Return how to make it."""
        return f'Scale3D({self.scale.tolist()})'

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return the three numbers."""
        return self.scale.astype(dtype or np.float32)
