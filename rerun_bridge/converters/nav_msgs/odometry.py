"""``nav_msgs/msg/Odometry``: the pose as axes in an ellipsoid of 2 sigma, the twist as a plot."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.converters.poses import HELD, axes, ellipsoid_look, ellipsoids, poses
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.3
TWIST = {
    f'twist.twist.{part}.{axis}': f'{part} {axis} ({unit})'
    for part, unit in (('linear', 'm/s'), ('angular', 'rad/s'))
    for axis in 'xyz'
}


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield the pose, and the twist on an entity of its own: a plot of it shows no covariances."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M), ellipsoid_look()), static=True)
        yield EntityColumns((line_names(list(TWIST.values())),), path=('twist',), static=True)
    yield EntityColumns((*poses(columns, 'pose.pose'), *ellipsoids(columns, 'pose')), held=HELD)
    yield EntityColumns((plotted(columns, list(TWIST)),), path=('twist',))


CONVERTER = Converter(
    TypeName('nav_msgs/msg/Odometry'),
    convert,
    draws=('pose.pose', 'twist.twist'),
    drawn_as='InstancePoses3D, Ellipsoids3D, plot',
    metres=('pose.pose.position',),
)
