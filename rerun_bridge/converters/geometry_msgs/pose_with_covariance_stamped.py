"""``geometry_msgs/msg/PoseWithCovarianceStamped``: axes, and an ellipsoid of 2 sigma around."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.poses import HELD, axes, ellipsoid_look, ellipsoids, poses
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One pose per message; the covariance itself, with that of the orientation, is kept."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M), ellipsoid_look()), static=True)
    yield EntityColumns((*poses(columns, 'pose.pose'), *ellipsoids(columns, 'pose')), held=HELD)


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/PoseWithCovarianceStamped'),
    convert,
    draws=('pose.pose',),
    drawn_as='InstancePoses3D, Ellipsoids3D',
    metres=('pose.pose.position',),
)
