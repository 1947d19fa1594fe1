"""Poses as axes, and the covariances of their positions as ellipsoids around them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.cdr.columns import offsets_of
from rerun_bridge.geometry.covariance import position_ellipsoids
from rerun_bridge.geometry.quaternions import conjugates, products, unit_quaternions
from rerun_bridge.sdk.archetypes import Ellipsoids3D, InstancePoses3D, TransformAxes3D
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['HELD', 'axes', 'ellipsoid_look', 'ellipsoids', 'poses']

SIGMAS = 2.0
"""How far an ellipsoid reaches: along each axis the position is within it 95 times of 100."""

PURPLE = 0xCC33CC4C

HELD = frozenset(
    field.descriptor.component for field in (Ellipsoids3D.half_sizes, Ellipsoids3D.quaternions)
)
"""Components of ellipsoids that often are the same in all messages."""


def _below(path: str, name: str) -> str:
    return f'{path}.{name}' if path else name


def poses(
    columns: Columns, path: str, offsets: np.ndarray | None = None
) -> tuple[ComponentColumn, ...]:
    """
    Return an instance pose per ``geometry_msgs/msg/Pose``, with the numbers as they were sent.

    A quaternion that is no rotation, such as 0, 0, 0, 0, is the identity to the viewer.

    :param path: of the pose; ``''`` where the columns are poses.
    :param offsets: which poses belong to each row; None for one a row.
    """
    positions = columns.vector(_below(path, 'position'))
    orientations = columns.vector(_below(path, 'orientation'), 'xyzw')
    return (
        InstancePoses3D.translations.column(positions, offsets),
        InstancePoses3D.quaternions.column(orientations, offsets),
    )


def axes(length_m: float) -> ComponentColumn:
    """Return, as one row, that every pose is drawn as a triad of axes."""
    return TransformAxes3D.axis_length.column(np.array([length_m], np.float32))


def ellipsoid_look() -> ComponentColumn:
    """Return, as one row, how ellipsoids look."""
    return Ellipsoids3D.colors.column(np.array([PURPLE], np.uint32))


def ellipsoids(columns: Columns, path: str) -> tuple[ComponentColumn, ...]:
    """
    Return where the position of each pose is within 2 standard deviations.

    The viewer moves and turns all of an entity by its instance pose. A covariance does not turn
    with the pose, it is in the frame of the header; so the ellipsoid is turned back first.

    :param path: of a ``geometry_msgs/msg/PoseWithCovariance``.
    """
    found = position_ellipsoids(columns.numbers(f'{path}.covariance'), SIGMAS)
    drawn: slice | npt.NDArray[np.bool_] = slice(None)
    offsets: npt.NDArray[np.int64] | None = None
    if not found.is_drawn.all():
        drawn, offsets = found.is_drawn, offsets_of(found.is_drawn)
    components = [Ellipsoids3D.half_sizes.column(found.half_sizes[drawn], offsets)]
    if found.quaternions is not None:
        orientations = columns.vector(f'{path}.pose.orientation', 'xyzw')[drawn]
        back = conjugates(unit_quaternions(orientations))
        turns = products(back, found.quaternions[drawn])
        components.append(Ellipsoids3D.quaternions.column(turns, offsets))
    return tuple(components)
