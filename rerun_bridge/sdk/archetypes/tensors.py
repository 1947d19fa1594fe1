"""Archetypes of numbers in any number of dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import F32, TENSOR, U8, U32, VEC2D, VEC3, VEC4
from rerun_bridge.sdk.archetypes.inputs import (
    ColorLike,
    EnumLike,
    NumbersLike,
    QuaternionLike,
    TensorLike,
    VectorLike,
)
from rerun_bridge.sdk.archetypes.tensor_data import TensorData

__all__ = ['BarChart', 'Tensor', 'Volume3D']


class Tensor(Archetype):
    """
    Numbers in any number of dimensions.

    :param dim_names: of the dimensions.
    :param value_range: what the colours span.
    """

    data = Component('TensorData', TENSOR)
    value_range = Component('ValueRange', VEC2D)

    def __init__(
        self,
        data: TensorLike | None = None,
        *,
        dim_names: Sequence[str] | None = None,
        value_range: VectorLike | None = None,
    ) -> None:
        if data is None:
            raise ValueError('Tensor:data: None, wanted an array')
        if dim_names is not None:
            data = TensorData(array=data, dim_names=dim_names)
        self._log(locals())


class BarChart(Archetype):
    """
    Bars, one for each value.

    :param abscissa: where the bars stand; 0, 1, 2 … where not given.
    :param widths: of the bars; 1 where not given.
    """

    values = Component('TensorData', TENSOR)
    color = Component('Color', U32)
    abscissa = Component('TensorData', TENSOR)
    widths = Component('Length', F32)

    def __init__(
        self,
        values: TensorLike,
        *,
        color: ColorLike | None = None,
        abscissa: TensorLike | None = None,
        widths: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class Volume3D(Archetype):
    """
    Numbers that fill a box, shown as a fog of colours.

    :param values: shape (z, y, x).
    :param voxel_size: shape (3,).
    :param value_range: what the colours span.
    """

    values = Component('TensorData', TENSOR)
    voxel_size = Component('VoxelSize', VEC3)
    translation = Component('Translation3D', VEC3)
    quaternion = Component('RotationQuat', VEC4)
    value_range = Component('ValueRange', VEC2D)
    gamma = Component('GammaCorrection', F32)
    colormap = Component('Colormap', U8)
    optical_density = Component('OpticalDensity', F32)

    def __init__(
        self,
        values: TensorLike,
        *,
        voxel_size: VectorLike | None = None,
        translation: VectorLike | None = None,
        quaternion: QuaternionLike | None = None,
        value_range: VectorLike | None = None,
        gamma: float | None = None,
        colormap: EnumLike | None = None,
        optical_density: float | None = None,
    ) -> None:
        self._log(locals())
