"""Archetypes of meshes."""

from __future__ import annotations

import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    BLOB,
    IMAGE_FORMAT,
    TRIANGLE,
    U8,
    U16,
    U32,
    UTF8,
    VEC2,
    VEC3,
)
from rerun_bridge.sdk.archetypes.image_format import format_of, pixels_of
from rerun_bridge.sdk.archetypes.inputs import (
    BlobLike,
    ColorLike,
    ColorsLike,
    EnumLike,
    NumbersLike,
    PathLike,
    VectorsLike,
)
from rerun_bridge.sdk.archetypes.media_type import file_of

__all__ = ['Asset3D', 'Mesh3D']


class Mesh3D(Archetype):
    """
    A triangle mesh.

    :param triangle_indices: shape (n, 3); three vertices in a row where not given.
    :param vertex_texcoords: shape (n, 2): where in the texture each vertex is.
    :param albedo_texture: a picture, shape (height, width, channels).
    :param albedo_factor: a colour that all others are multiplied with.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

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

    def __init__(
        self,
        *,
        vertex_positions: VectorsLike,
        triangle_indices: VectorsLike | None = None,
        vertex_normals: VectorsLike | None = None,
        vertex_colors: ColorsLike | None = None,
        vertex_texcoords: VectorsLike | None = None,
        albedo_texture: npt.ArrayLike | None = None,
        albedo_factor: ColorLike | None = None,
        face_rendering: EnumLike | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        if albedo_texture is None:
            self._log(locals(), albedo_texture_buffer=None, albedo_texture_format=None)
            return
        texture = pixels_of(albedo_texture, 'Mesh3D:albedo_texture_buffer')
        made = format_of(texture)
        self._log(locals(), albedo_texture_buffer=texture.tobytes(), albedo_texture_format=made)


class Asset3D(Archetype):
    """
    A mesh in a file format: glTF, OBJ, STL.

    :param path: of the file.
    :param contents: what is in the file; instead of ``path``.
    :param media_type: found out where not given.
    :param albedo_factor: a colour that all others are multiplied with.
    """

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    albedo_factor = Component('AlbedoFactor', U32)

    def __init__(
        self,
        *,
        path: PathLike | None = None,
        contents: BlobLike | None = None,
        media_type: str | None = None,
        albedo_factor: ColorLike | None = None,
    ) -> None:
        blob, media_type = file_of('Asset3D', path, contents, media_type)
        self._log(locals())
