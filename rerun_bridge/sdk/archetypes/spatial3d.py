"""Archetypes of points and lines in space."""

from __future__ import annotations

import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    BOOL,
    F32,
    HARMONICS,
    STRIP3,
    U8,
    U16,
    U32,
    UTF8,
    VEC3,
    VEC4,
)
from rerun_bridge.sdk.archetypes.inputs import (
    ColorsLike,
    EnumLike,
    NumbersLike,
    QuaternionsLike,
    StripsLike,
    TextsLike,
    VectorsLike,
)

__all__ = ['Arrows3D', 'GaussianSplats3D', 'LineStrips3D', 'Points3D']


class Points3D(Archetype):
    """
    Points in space.

    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    :param keypoint_ids: of the class in the ``AnnotationContext``.
    """

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
        if class_ids is None and keypoint_ids is not None:
            class_ids = 0
        self._log(locals())


class Arrows3D(Archetype):
    """
    Arrows in space.

    :param origins: where they begin; (0, 0, 0) where not given.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    vectors = Component('Vector3D', VEC3)
    origins = Component('Position3D', VEC3)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        *,
        vectors: VectorsLike,
        origins: VectorsLike | None = None,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class LineStrips3D(Archetype):
    """
    Connected lines in space.

    :param strips: one of shape (points, 3), or several.
    :param radii: in the units of the scene, or ``Radius.ui_points``.
    :param class_ids: of the ``AnnotationContext``, which gives labels and colours.
    """

    strips = Component('LineStrip3D', STRIP3)
    radii = Component('Radius', F32)
    colors = Component('Color', U32)
    labels = Component('Text', UTF8)
    show_labels = Component('ShowLabels', BOOL)
    class_ids = Component('ClassId', U16)

    def __init__(
        self,
        strips: StripsLike,
        *,
        radii: NumbersLike | None = None,
        colors: ColorsLike | None = None,
        labels: TextsLike | None = None,
        show_labels: bool | None = None,
        class_ids: NumbersLike | None = None,
    ) -> None:
        self._log(locals())


class GaussianSplats3D(Archetype):
    """
    A scene of Gaussian splats.

    :param sh_coefficients: of the spherical harmonics; shape (n, 15, 3).
    """

    centers = Component('Position3D', VEC3)
    scales = Component('Scale3D', VEC3)
    quaternions = Component('RotationQuat', VEC4)
    colors = Component('Color', U32)
    sh_coefficients = Component('SphericalHarmonics3Rgb', HARMONICS)
    spherical_harmonics_degree = Component('SphericalHarmonicsDegree', U32)

    def __init__(
        self,
        centers: VectorsLike,
        *,
        scales: VectorsLike | None = None,
        quaternions: QuaternionsLike | None = None,
        colors: ColorsLike | None = None,
        sh_coefficients: npt.ArrayLike | None = None,
        spherical_harmonics_degree: int | None = None,
    ) -> None:
        self._log(locals())
