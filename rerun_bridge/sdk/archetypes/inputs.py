"""The types of what the constructors of archetypes take."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO, TypeAlias

import numpy.typing as npt

from rerun_bridge.sdk.archetypes.rotations import Quaternion, RotationAxisAngle

__all__ = [
    'AxisAnglesLike',
    'BlobLike',
    'ColorLike',
    'ColorsLike',
    'EnumLike',
    'EnumsLike',
    'FlagsLike',
    'NumbersLike',
    'PathLike',
    'QuaternionLike',
    'QuaternionsLike',
    'TextsLike',
    'VectorLike',
    'VectorsLike',
]

NumbersLike: TypeAlias = 'npt.ArrayLike'
"""Shape () or (n,)."""
VectorLike: TypeAlias = 'npt.ArrayLike'
"""Shape (k,)."""
VectorsLike: TypeAlias = 'npt.ArrayLike'
"""Shape (n, k), or (k,) for one."""
FlagsLike: TypeAlias = 'bool | npt.ArrayLike'
TextsLike: TypeAlias = 'str | Sequence[str]'
ColorLike: TypeAlias = 'int | Sequence[int] | Sequence[float] | npt.ArrayLike'
"""0xRRGGBBAA, or RGB or RGBA: whole numbers up to 255, floats up to 1."""
ColorsLike: TypeAlias = 'ColorLike | Sequence[ColorLike]'
"""One or several; shape (n, 3) or (n, 4), or (n,) of 0xRRGGBBAA."""
EnumLike: TypeAlias = 'int | str'
"""A member, its number, or its name in upper or lower case."""
EnumsLike: TypeAlias = 'EnumLike | Sequence[EnumLike] | npt.ArrayLike'
BlobLike: TypeAlias = 'bytes | bytearray | memoryview | npt.ArrayLike | IO[bytes]'
PathLike: TypeAlias = 'str | os.PathLike[str]'
QuaternionLike: TypeAlias = 'Quaternion | npt.ArrayLike'
"""x, y, z, w."""
QuaternionsLike: TypeAlias = 'QuaternionLike | Sequence[Quaternion]'
AxisAnglesLike: TypeAlias = 'RotationAxisAngle | Sequence[RotationAxisAngle]'
