"""
``sensor_msgs/msg/Imu``.

Six plots, and the orientation as an axes triad in the sensor's frame.
"""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.converters.poses import axes
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import InstancePoses3D

__all__ = ['CONVERTER']

MOTION = {
    f'{field}.{axis}': f'{name} {axis}'
    for field, name in (
        ('angular_velocity', 'angular velocity'),
        ('linear_acceleration', 'acceleration'),
    )
    for axis in 'xyz'
}
AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Six scalars a row: angular velocity in rad/s, linear acceleration in m/s²."""
    if context.first:
        yield EntityColumns((line_names(list(MOTION.values())), axes(AXIS_LENGTH_M)), static=True)
    yield EntityColumns(
        (
            plotted(columns, MOTION),
            InstancePoses3D.quaternions.column(columns.vector('orientation', 'xyzw')),
        )
    )


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/Imu'),
    convert,
    draws=('orientation', 'angular_velocity', 'linear_acceleration'),
    drawn_as='plot, orientation',
)
