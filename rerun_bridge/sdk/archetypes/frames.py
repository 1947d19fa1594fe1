"""Archetypes of coordinate frames, transforms and cameras."""

from __future__ import annotations

import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXES,
    AXIS_ANGLE,
    BOOL,
    F32,
    MAT3,
    U8,
    U32,
    UTF8,
    VEC2,
    VEC3,
    VEC4,
)
from rerun_bridge.sdk.archetypes.inputs import EnumLike, QuaternionLike, VectorLike
from rerun_bridge.sdk.archetypes.rotations import RotationAxisAngle

__all__ = [
    'CoordinateFrame',
    'InstancePoses3D',
    'Pinhole',
    'Transform3D',
    'TransformAxes3D',
    'ViewCoordinates',
]

CHILD_FROM_PARENT = 2


class Transform3D(Archetype):
    """How two frames lie to each other."""

    translation = Component('Translation3D', VEC3)
    rotation_axis_angle = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternion = Component('RotationQuat', VEC4)
    scale = Component('Scale3D', VEC3)
    mat3x3 = Component('TransformMat3x3', MAT3)
    relation = Component('TransformRelation', U8)
    child_frame = Component('TransformFrameId', UTF8)
    parent_frame = Component('TransformFrameId', UTF8)

    def __init__(
        self,
        *,
        translation: VectorLike | None = None,
        rotation: QuaternionLike | RotationAxisAngle | None = None,
        rotation_axis_angle: RotationAxisAngle | None = None,
        quaternion: QuaternionLike | None = None,
        scale: VectorLike | float | None = None,
        mat3x3: npt.ArrayLike | None = None,
        from_parent: bool | None = None,
        relation: EnumLike | None = None,
        child_frame: str | None = None,
        parent_frame: str | None = None,
    ) -> None:
        if isinstance(rotation, RotationAxisAngle):
            rotation_axis_angle = rotation
        elif rotation is not None:
            quaternion = rotation
        if isinstance(scale, (int, float)):
            scale = (scale, scale, scale)
        if from_parent:
            relation = CHILD_FROM_PARENT
        self._log(locals())


class InstancePoses3D(Archetype):
    """Poses of the instances of an entity, in its frame."""

    translations = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    scales = Component('Scale3D', VEC3)
    mat3x3 = Component('TransformMat3x3', MAT3)


class CoordinateFrame(Archetype):
    """The frame an entity is in."""

    frame = Component('TransformFrameId', UTF8)


class TransformAxes3D(Archetype):
    """Makes the axes of transforms and poses visible."""

    axis_length = Component('AxisLength', F32)
    show_frame = Component('ShowLabels', BOOL)


class Pinhole(Archetype):
    """How a camera projects."""

    image_from_camera = Component('PinholeProjection', MAT3)
    resolution = Component('Resolution', VEC2)
    camera_xyz = Component('ViewCoordinates', AXES)
    child_frame = Component('TransformFrameId', UTF8)
    parent_frame = Component('TransformFrameId', UTF8)
    image_plane_distance = Component('ImagePlaneDistance', F32)
    color = Component('Color', U32)
    line_width = Component('Radius', F32)


class ViewCoordinates(Archetype):
    """What the axes of a frame mean."""

    xyz = Component('ViewCoordinates', AXES)
