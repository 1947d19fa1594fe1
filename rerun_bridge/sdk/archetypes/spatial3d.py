"""Archetypes of things in space."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BLOB,
    BOOL,
    F32,
    IMAGE_FORMAT,
    STRIP3,
    TRIANGLE,
    U8,
    U16,
    U32,
    UTF8,
    VEC2,
    VEC2D,
    VEC3,
    VEC4,
    VOXEL,
)
from rerun_bridge.sdk.archetypes.inputs import (
    ColorsLike,
    EnumLike,
    NumbersLike,
    TextsLike,
    VectorsLike,
)

__all__ = [
    'Arrows3D',
    'Asset3D',
    'Boxes3D',
    'Capsules3D',
    'Cylinders3D',
    'Ellipsoids3D',
    'GridMap',
    'LineStrips3D',
    'Mesh3D',
    'Points3D',
    'VoxelGridMap',
]


class Points3D(Archetype):
    """Points in space."""

    positions = Component('Position3D', VEC3)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    point_shading = Component('PointShading', U8)
    class_ids = Component('ClassId', U16)
    keypoint_ids = Component('KeypointId', U16)

    def __init__(
        self,
        positions: VectorsLike,
        *,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        point_shading: EnumLike | None = None,
        class_ids: NumbersLike | None = None,
        keypoint_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class Arrows3D(Archetype):
    """Arrows in space."""

    vectors = Component('Vector3D', VEC3)
    origins = Component('Position3D', VEC3)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class Boxes3D(Archetype):
    """Boxes in space."""

    half_sizes = Component('HalfSize3D', VEC3)
    centers = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    colors = Component('Color', U32)
    radii = Component('Radius', F32)
    fill_mode = Component('FillMode', U8)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class Ellipsoids3D(Archetype):
    """Ellipsoids in space."""

    half_sizes = Component('HalfSize3D', VEC3)
    centers = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    colors = Component('Color', U32)
    line_radii = Component('Radius', F32)
    fill_mode = Component('FillMode', U8)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class Cylinders3D(Archetype):
    """Cylinders in space, along z."""

    lengths = Component('Length', F32)
    radii = Component('Radius', F32)
    centers = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    colors = Component('Color', U32)
    line_radii = Component('Radius', F32)
    fill_mode = Component('FillMode', U8)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class Capsules3D(Archetype):
    """Capsules in space, along z."""

    lengths = Component('Length', F32)
    radii = Component('Radius', F32)
    translations = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    colors = Component('Color', U32)
    line_radii = Component('Radius', F32)
    fill_mode = Component('FillMode', U8)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class LineStrips3D(Archetype):
    """Connected lines in space."""

    strips = Component('LineStrip3D', STRIP3)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)


class Mesh3D(Archetype):
    """A triangle mesh."""

    vertex_positions = Component('Position3D', VEC3)
    triangle_indices = Component('TriangleIndices', TRIANGLE)
    vertex_normals = Component('Vector3D', VEC3)
    vertex_colors = Component('Color', U32)
    vertex_texcoords = Component('Texcoord2D', VEC2)
    albedo_factor = Component('AlbedoFactor', U32)
    face_rendering = Component('MeshFaceRendering', U8)
    albedo_texture_buffer = Component('ImageBuffer', BLOB)
    albedo_texture_format = Component('ImageFormat', IMAGE_FORMAT)
    class_ids = Component('ClassId', U16)


class Asset3D(Archetype):
    """A mesh in a file format: glTF, OBJ, STL."""

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    albedo_factor = Component('AlbedoFactor', U32)


class GridMap(Archetype):
    """A map of cells in a plane."""

    data = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    cell_size = Component('CellSize', F32)
    translation = Component('Translation3D', VEC3)
    rotation_axis_angle = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternion = Component('RotationQuat', VEC4)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    colormap = Component('Colormap', U8)


class VoxelGridMap(Archetype):
    """A map of cells in space."""

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
