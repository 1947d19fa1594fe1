"""Archetypes of maps."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BLOB,
    F32,
    IMAGE_FORMAT,
    U8,
    U32,
    VEC2D,
    VEC3,
    VEC4,
    VOXEL,
)
from rerun_bridge.sdk.archetypes.image_format import ImageFormat
from rerun_bridge.sdk.archetypes.inputs import (
    BlobLike,
    ColorsLike,
    EnumLike,
    NumbersLike,
    QuaternionLike,
    VectorLike,
    VectorsLike,
)
from rerun_bridge.sdk.archetypes.rotations import RotationAxisAngle

__all__ = ['GridMap', 'VoxelGridMap']


class GridMap(Archetype):
    """
    A map of cells in a plane.

    :param data: the cells, row by row; of any shape.
    :param format: how ``data`` is to be read.
    :param cell_size: in the units of the scene.
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    data = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    cell_size = Component('CellSize', F32)
    translation = Component('Translation3D', VEC3)
    rotation_axis_angle = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternion = Component('RotationQuat', VEC4)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    colormap = Component('Colormap', U8)

    def __init__(
        self,
        *,
        data: BlobLike,
        format: ImageFormat,  # noqa: A002 - its name in rerun-sdk
        cell_size: float,
        translation: VectorLike | None = None,
        rotation_axis_angle: RotationAxisAngle | None = None,
        quaternion: QuaternionLike | None = None,
        opacity: float | None = None,
        draw_order: float | None = None,
        colormap: EnumLike | None = None,
    ) -> None:
        if isinstance(data, np.ndarray):
            data = data.tobytes()
        self._log(locals())


class VoxelGridMap(Archetype):
    """
    A map of cells in space.

    :param voxel_indices: of the cells that are something; shape (n, 3).
    :param voxel_size: in the units of the scene; shape (3,).
    :param values: one for each cell, shown as a colour.
    :param colors: one for each cell, instead.
    :param opacity: 0 to 1.
    :param value_range: what the colours span.
    """

    voxel_indices = Component('VoxelIndex', VOXEL)
    voxel_size = Component('VoxelSize', VEC3)
    values = Component('VoxelValue', F32)
    colors = Component('Color', U32)
    translation = Component('Translation3D', VEC3)
    rotation_axis_angle = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternion = Component('RotationQuat', VEC4)
    opacity = Component('Opacity', F32)
    value_range = Component('ValueRange', VEC2D)
    colormap = Component('Colormap', U8)

    def __init__(
        self,
        voxel_indices: VectorsLike,
        voxel_size: VectorLike,
        *,
        values: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        translation: VectorLike | None = None,
        rotation_axis_angle: RotationAxisAngle | None = None,
        quaternion: QuaternionLike | None = None,
        opacity: float | None = None,
        value_range: VectorLike | None = None,
        colormap: EnumLike | None = None,
    ) -> None:
        self._log(locals())
