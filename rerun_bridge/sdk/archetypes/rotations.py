"""Rotations and angles: the words that archetypes take beside plain numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['Angle', 'Quaternion', 'RotationAxisAngle', 'told_apart']


class Angle:
    """
    An angle.

    :param rad: in radians.
    :param deg: in degrees; give one of the two.
    """

    __slots__ = ('radians',)

    def __init__(self, rad: float | None = None, deg: float | None = None) -> None:
        if (rad is None) == (deg is None):
            raise ValueError('Angle: give either rad or deg')
        self.radians = float(rad) if rad is not None else math.radians(deg)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        """Return how to make it."""
        return f'Angle(rad={self.radians!r})'

    def __float__(self) -> float:
        """Return it in radians."""
        return self.radians


class Quaternion:
    """
    A rotation.

    :param xyzw: four numbers, the real one last.
    """

    __slots__ = ('xyzw',)

    def __init__(self, *, xyzw: npt.ArrayLike) -> None:
        self.xyzw = np.array(xyzw, np.float32)
        if self.xyzw.shape != (4,):
            raise ValueError(f'Quaternion: shape {self.xyzw.shape}, wanted (4,): x, y, z, w')

    @staticmethod
    def identity() -> Quaternion:
        """Return the one that rotates nothing."""
        return Quaternion(xyzw=[0, 0, 0, 1])

    @staticmethod
    def invalid() -> Quaternion:
        """Return one that is no rotation: what it transforms is not shown."""
        return Quaternion(xyzw=[0, 0, 0, 0])

    def __repr__(self) -> str:
        """Return how to make it."""
        return f'Quaternion(xyzw={self.xyzw.tolist()})'

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return the four numbers."""
        return self.xyzw.astype(dtype or np.float32)

    def __len__(self) -> int:
        """Return 4: numpy 1.21 takes only sequences in a list for parts of one array."""
        return 4

    def __getitem__(self, index: int) -> float:
        """Return one of the numbers."""
        return float(self.xyzw[index])


class RotationAxisAngle:
    """
    A rotation about an axis.

    :param axis: three numbers; of any length but zero.
    :param angle: an ``Angle``, or radians.
    :param radians: instead of ``angle``.
    :param degrees: instead of ``angle``.
    """

    __slots__ = ('angle', 'axis')

    def __init__(
        self,
        axis: npt.ArrayLike,
        angle: Angle | float | None = None,
        *,
        radians: float | None = None,
        degrees: float | None = None,
    ) -> None:
        given = [each for each in (angle, radians, degrees) if each is not None]
        if len(given) != 1:
            raise ValueError('RotationAxisAngle: give one of angle, radians and degrees')
        self.axis = np.array(axis, np.float32)
        if self.axis.shape != (3,):
            raise ValueError(f'RotationAxisAngle: axis of shape {self.axis.shape}, wanted (3,)')
        self.angle = Angle(deg=degrees) if degrees is not None else Angle(rad=float(given[0]))

    def __repr__(self) -> str:
        """Return how to make it."""
        return f'RotationAxisAngle({self.axis.tolist()}, radians={self.angle.radians!r})'


def told_apart(rotations: Any) -> tuple[Any, Any]:
    """Return rotations as those about an axis and as quaternions: one of the two has them all."""
    first = rotations[0] if isinstance(rotations, (list, tuple)) and rotations else rotations
    return (rotations, ()) if isinstance(first, RotationAxisAngle) else ((), rotations)
