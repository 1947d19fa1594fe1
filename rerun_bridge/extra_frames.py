"""Frames that no message tells, from the configuration, as static chunks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rerun_bridge.converters.image_planes import OPTICAL_AXES, image_plane
from rerun_bridge.frames import ExtraPinhole, ExtraTransform, Frames
from rerun_bridge.sdk.archetypes import Pinhole, Transform3D
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids

__all__ = ['extra_chunks']

CHILD_FROM_PARENT = 2
"""Rerun's number of the member of its enum ``TransformRelation``."""


def extra_chunks(frames: Frames) -> Iterator[Chunk]:
    """Yield a chunk for each; an entity each, because of a static one only the newest counts."""
    for transform in frames.extra_transforms:
        path = EntityPath(('extra_transforms', transform.child_frame))
        yield _chunk(path, _transform(transform))
    for pinhole in frames.extra_pinholes:
        yield _chunk(EntityPath(('extra_pinholes', pinhole.frame_id)), _pinhole(pinhole))


def _chunk(path: EntityPath, components: tuple[ComponentColumn, ...]) -> Chunk:
    return Chunk(new_chunk_id(), path, new_row_ids(1), (), components)


def _transform(extra: ExtraTransform) -> tuple[ComponentColumn, ...]:
    rows = np.array(extra.matrix, np.float32).reshape(3, 4)
    components = [
        Transform3D.translation.column(rows[:, 3].reshape(1, 3)),
        Transform3D.mat3x3.column(rows[:, :3].T.reshape(1, 9)),  # Rerun's are column by column
        Transform3D.parent_frame.column([extra.parent_frame]),
        Transform3D.child_frame.column([extra.child_frame]),
    ]
    if extra.from_parent:
        components.append(Transform3D.relation.column(np.array([CHILD_FROM_PARENT], np.uint8)))
    return tuple(components)


def _pinhole(extra: ExtraPinhole) -> tuple[ComponentColumn, ...]:
    by_columns = np.array(extra.image_from_camera, np.float32).reshape(3, 3).T.reshape(1, 9)
    return (
        Pinhole.image_from_camera.column(by_columns),
        Pinhole.resolution.column(np.array([[extra.width, extra.height]], np.float32)),
        Pinhole.camera_xyz.column(np.array([OPTICAL_AXES], np.uint8)),
        Pinhole.parent_frame.column([extra.frame_id]),
        Pinhole.child_frame.column([image_plane(extra.frame_id)]),
    )
