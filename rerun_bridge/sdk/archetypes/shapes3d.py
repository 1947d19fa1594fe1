"""Archetypes of shapes in space."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    AXIS_ANGLE,
    BOOL,
    F32,
    U8,
    U16,
    U32,
    UTF8,
    VEC3,
    VEC4,
)
from rerun_bridge.sdk.archetypes.boxes import halves_and_centers
from rerun_bridge.sdk.archetypes.inputs import (
    AxisAnglesLike,
    ColorsLike,
    EnumLike,
    NumbersLike,
    QuaternionsLike,
    TextsLike,
    VectorsLike,
)
from rerun_bridge.sdk.archetypes.rotations import told_apart

__all__ = ['Boxes3D', 'Capsules3D', 'Cylinders3D', 'Ellipsoids3D']


class Boxes3D(Archetype):
    """
    Boxes in space.

    :param sizes: instead of ``half_sizes``.
    :param mins: corners with the least coordinates, instead of ``centers``.
    :param rotations: instead of ``quaternions`` or ``rotation_axis_angles``: either.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

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

    def __init__(
        self,
        *,
        sizes: VectorsLike | None = None,
        mins: VectorsLike | None = None,
        half_sizes: VectorsLike | None = None,
        centers: VectorsLike | None = None,
        rotation_axis_angles: AxisAnglesLike | None = None,
        quaternions: QuaternionsLike | None = None,
        rotations: AxisAnglesLike | QuaternionsLike | None = None,
        colors: ColorsLike | None = None,
        radii: NumbersLike | None = None,
        fill_mode: EnumLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        half_sizes, centers = halves_and_centers('Boxes3D', half_sizes, sizes, centers, mins)
        if rotations is not None:
            if quaternions is not None or rotation_axis_angles is not None:
                raise ValueError('Boxes3D: rotations beside quaternions or rotation_axis_angles')
            rotation_axis_angles, quaternions = told_apart(rotations)
        self._log(locals())


class Ellipsoids3D(Archetype):
    """
    Ellipsoids in space.

    :param radii: of spheres, instead of ``half_sizes``.
    :param line_radii: of the drawn lines; in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

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

    def __init__(
        self,
        *,
        half_sizes: VectorsLike | None = None,
        radii: NumbersLike | None = None,
        centers: VectorsLike | None = None,
        rotation_axis_angles: AxisAnglesLike | None = None,
        quaternions: QuaternionsLike | None = None,
        colors: ColorsLike | None = None,
        line_radii: NumbersLike | None = None,
        fill_mode: EnumLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        if radii is not None:
            if half_sizes is not None:
                raise ValueError('Ellipsoids3D: radii beside half_sizes')
            half_sizes = np.repeat(np.asarray(radii, np.float32).reshape(-1, 1), 3, axis=1)
        self._log(locals())


class Cylinders3D(Archetype):
    """
    Cylinders in space, along z.

    :param radii: of the cylinders.
    :param line_radii: of the drawn lines; in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

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

    def __init__(
        self,
        *,
        lengths: NumbersLike | None = None,
        radii: NumbersLike | None = None,
        centers: VectorsLike | None = None,
        rotation_axis_angles: AxisAnglesLike | None = None,
        quaternions: QuaternionsLike | None = None,
        colors: ColorsLike | None = None,
        line_radii: NumbersLike | None = None,
        fill_mode: EnumLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class Capsules3D(Archetype):
    """
    Capsules in space, along z.

    :param radii: of the capsules.
    :param translations: where the middle of the lower end is.
    :param line_radii: of the drawn lines; in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

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

    def __init__(
        self,
        *,
        lengths: NumbersLike | None = None,
        radii: NumbersLike | None = None,
        translations: VectorsLike | None = None,
        rotation_axis_angles: AxisAnglesLike | None = None,
        quaternions: QuaternionsLike | None = None,
        colors: ColorsLike | None = None,
        line_radii: NumbersLike | None = None,
        fill_mode: EnumLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())
