"""The types of what the constructors of archetypes take."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from typing import IO, Any

    import numpy as np
    import numpy.typing as npt

    from rerun_bridge.sdk.archetypes.annotations import AnnotationInfo, ClassDescription
    from rerun_bridge.sdk.archetypes.archetype import Archetype
    from rerun_bridge.sdk.archetypes.rotations import Quaternion, RotationAxisAngle
    from rerun_bridge.sdk.archetypes.tensor_data import TensorData

__all__ = [
    'AnnotationLike',
    'AnnotationsLike',
    'AxesLike',
    'AxisAnglesLike',
    'BlobLike',
    'ColorLike',
    'ColorsLike',
    'CountsLike',
    'EnumLike',
    'EnumsLike',
    'FlagsLike',
    'MatrixLike',
    'NumbersLike',
    'PairsLike',
    'PathLike',
    'QuaternionLike',
    'QuaternionsLike',
    'StripsLike',
    'TensorLike',
    'TextsLike',
    'TimeLike',
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
MatrixLike: TypeAlias = 'npt.ArrayLike'
"""Shape (3, 3) or (n, 3, 3), row by row."""
AxesLike: TypeAlias = 'Archetype | Sequence[EnumLike]'
"""One of the constants of ``ViewCoordinates``, or a ``ViewDir`` per axis."""
StripsLike: TypeAlias = 'npt.ArrayLike | Sequence[npt.ArrayLike]'
"""One of shape (points, k), or a sequence of such."""
TensorLike: TypeAlias = 'TensorData | npt.ArrayLike'
TimeLike: TypeAlias = 'int | datetime | timedelta | np.datetime64 | np.timedelta64'
"""Numbers are nanoseconds."""
EnumLike: TypeAlias = 'int | str'
"""A member, its number, or its name in upper or lower case."""
EnumsLike: TypeAlias = 'EnumLike | Sequence[EnumLike] | npt.ArrayLike'
BlobLike: TypeAlias = 'bytes | bytearray | memoryview | npt.ArrayLike | IO[bytes]'
PathLike: TypeAlias = 'str | os.PathLike[str]'
QuaternionLike: TypeAlias = 'Quaternion | npt.ArrayLike'
"""x, y, z, w."""
QuaternionsLike: TypeAlias = 'QuaternionLike | Sequence[Quaternion]'
AxisAnglesLike: TypeAlias = 'RotationAxisAngle | Sequence[RotationAxisAngle]'
PairsLike: TypeAlias = 'Mapping[str, str] | Sequence[tuple[str, str]] | tuple[str, str]'
CountsLike: TypeAlias = 'Mapping[int, int] | Sequence[tuple[int, int]]'
AnnotationLike: TypeAlias = 'ClassDescription | AnnotationInfo | Sequence[Any] | int'
AnnotationsLike: TypeAlias = 'AnnotationLike | Sequence[AnnotationLike]'
