"""The archetype of cameras."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import AXES, F32, MAT3, U32, UTF8, VEC2
from rerun_bridge.sdk.archetypes.inputs import (
    AxesLike,
    ColorLike,
    MatrixLike,
    NumbersLike,
    VectorLike,
)

__all__ = ['Pinhole']

SMALLEST_HALF_ANGLE = 1e-7


class Pinhole(Archetype):
    """
    How a camera projects.

    Give either the matrix, or a focal length, or ``fov_y`` with ``aspect_ratio``.

    :param image_from_camera: shape (3, 3), row by row.
    :param resolution: width and height; or give these two.
    :param camera_xyz: what the camera's axes mean; RDF where not given.
    :param focal_length: in pixels; one number, or one for x and y each.
    :param principal_point: in pixels; the middle where not given.
    :param fov_y: angle of view from top to bottom, in radians.
    :param aspect_ratio: width by height.
    :param child_frame: named frame of the picture.
    :param parent_frame: named frame of the camera.
    :param image_plane_distance: how far from the camera its picture is drawn.
    """

    image_from_camera = Component('PinholeProjection', MAT3)
    resolution = Component('Resolution', VEC2)
    camera_xyz = Component('ViewCoordinates', AXES)
    child_frame = Component('TransformFrameId', UTF8)
    parent_frame = Component('TransformFrameId', UTF8)
    image_plane_distance = Component('ImagePlaneDistance', F32)
    color = Component('Color', U32)
    line_width = Component('Radius', F32)

    def __init__(
        self,
        *,
        image_from_camera: MatrixLike | None = None,
        resolution: VectorLike | None = None,
        camera_xyz: AxesLike | None = None,
        width: float | None = None,
        height: float | None = None,
        focal_length: NumbersLike | None = None,
        principal_point: VectorLike | None = None,
        fov_y: float | None = None,
        aspect_ratio: float | None = None,
        child_frame: str | None = None,
        parent_frame: str | None = None,
        image_plane_distance: float | None = None,
        color: ColorLike | None = None,
        line_width: float | None = None,
    ) -> None:
        if resolution is None and width is not None and height is not None:
            resolution = (width, height)
        elif resolution is not None and (width is not None or height is not None):
            raise ValueError('Pinhole: resolution beside width and height')
        if image_from_camera is None:
            if fov_y is not None and aspect_ratio is not None:
                focal_length = 0.5 / math.tan(max(fov_y * 0.5, SMALLEST_HALF_ANGLE))
                resolution = (aspect_ratio, 1.0)
            image_from_camera = _projection(focal_length, principal_point, resolution)
        elif any(
            each is not None for each in (focal_length, principal_point, fov_y, aspect_ratio)
        ):
            raise ValueError('Pinhole: image_from_camera says already what else is given')
        self._log(locals())


def _projection(
    focal_length: NumbersLike | None,
    principal_point: VectorLike | None,
    resolution: VectorLike | None,
) -> npt.NDArray[np.float64]:
    """Return the matrix of a camera without skew."""
    if focal_length is None:
        raise ValueError(
            'Pinhole: give image_from_camera, focal_length, or fov_y with aspect_ratio'
        )
    focal = np.asarray(focal_length, np.float64)
    if focal.size not in (1, 2):
        raise ValueError(
            f'Pinhole: focal_length of shape {focal.shape}, wanted one or two numbers'
        )
    if principal_point is None:
        if resolution is None:
            raise ValueError('Pinhole: give principal_point, resolution, or width and height')
        principal_point = np.asarray(resolution, np.float32) / 2
    point = np.asarray(principal_point, np.float64)
    if point.shape != (2,):
        raise ValueError(f'Pinhole: principal_point of shape {point.shape}, wanted (2,)')
    matrix = np.eye(3)
    matrix[[0, 1], [0, 1]] = focal.reshape(-1)
    matrix[:2, 2] = point
    return matrix
