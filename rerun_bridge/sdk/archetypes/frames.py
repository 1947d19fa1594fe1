"""Archetypes of coordinate frames and transforms."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BOOL,
    F32,
    MAT3,
    U8,
    UTF8,
    VEC3,
    VEC4,
)
from rerun_bridge.sdk.archetypes.inputs import (
    AxisAnglesLike,
    EnumLike,
    MatrixLike,
    QuaternionLike,
    QuaternionsLike,
    VectorLike,
    VectorsLike,
)
from rerun_bridge.sdk.archetypes.rotations import RotationAxisAngle
from rerun_bridge.sdk.archetypes.sizes import Scale3D

__all__ = ['CoordinateFrame', 'InstancePoses3D', 'Transform3D', 'TransformAxes3D']

CHILD_FROM_PARENT = 2


class Transform3D(Archetype):
    """
    How two frames lie to each other; what is not given is reset.

    :param rotation: instead of ``quaternion`` or ``rotation_axis_angle``: one of them.
    :param scale: three numbers, or one for all axes.
    :param mat3x3: rotation, scale and shear in one.
    :param relation: whether the transform takes what is in the child frame to the parent's
        (the default) or the other way.
    :param from_parent: the old name for ``relation='ChildFromParent'``.
    :param child_frame: named frame; the entity's own where not given.
    :param parent_frame: named frame; that of the entity above where not given.
    """

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
        scale: VectorLike | Scale3D | float | None = None,
        mat3x3: MatrixLike | None = None,
        from_parent: bool | None = None,
        relation: EnumLike | None = None,
        child_frame: str | None = None,
        parent_frame: str | None = None,
    ) -> None:
        if rotation is not None:
            if quaternion is not None or rotation_axis_angle is not None:
                raise ValueError('Transform3D: rotation beside quaternion or rotation_axis_angle')
            if isinstance(rotation, RotationAxisAngle):
                rotation_axis_angle = rotation
            else:
                quaternion = rotation
        if scale is not None and np.size(scale) == 1:
            scale = Scale3D(scale)
        if from_parent is not None:
            if relation is not None:
                raise ValueError('Transform3D: from_parent is the old name of relation')
            relation = CHILD_FROM_PARENT if from_parent else None
        self._log(locals())


class InstancePoses3D(Archetype):
    """
    Poses of the instances of an entity, in its frame.

    :param mat3x3: rotation, scale and shear in one.
    """

    translations = Component('Translation3D', VEC3)
    rotation_axis_angles = Component('RotationAxisAngle', AXIS_ANGLE)
    quaternions = Component('RotationQuat', VEC4)
    scales = Component('Scale3D', VEC3)
    mat3x3 = Component('TransformMat3x3', MAT3)

    def __init__(
        self,
        *,
        translations: VectorsLike | None = None,
        rotation_axis_angles: AxisAnglesLike | None = None,
        quaternions: QuaternionsLike | None = None,
        scales: VectorsLike | None = None,
        mat3x3: MatrixLike | None = None,
    ) -> None:
        self._log(locals())


class CoordinateFrame(Archetype):
    """
    The frame an entity is in.

    :param frame: its name.
    """

    frame = Component('TransformFrameId', UTF8)

    def __init__(self, frame: str) -> None:
        self._log(locals())


class TransformAxes3D(Archetype):
    """
    Makes the axes of transforms and poses visible.

    :param axis_length: in the units of the scene.
    :param show_frame: whether the frame's name is shown.
    """

    axis_length = Component('AxisLength', F32)
    show_frame = Component('ShowLabels', BOOL)

    def __init__(self, axis_length: float, *, show_frame: bool | None = None) -> None:
        self._log(locals())
