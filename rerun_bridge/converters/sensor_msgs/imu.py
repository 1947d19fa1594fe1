"""
``sensor_msgs/msg/Imu``.

Six plots, and the orientation as an axes triad in the sensor's frame.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import InstancePoses3D, Scalars, SeriesLines, TransformAxes3D

__all__ = ['CONVERTER']

NAMES = [
    f'{quantity} {axis}' for quantity in ('angular velocity', 'acceleration') for axis in 'xyz'
]
AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Six scalars a row: angular velocity in rad/s, linear acceleration in m/s²."""
    if context.first:
        names = SeriesLines.names.column(NAMES, np.array([0, len(NAMES)]))
        axes = TransformAxes3D.axis_length.column(np.array([AXIS_LENGTH_M], np.float32))
        yield EntityColumns((names, axes), static=True)
    motion = np.empty((columns.rows, 6))
    motion[:, :3] = columns.vector('angular_velocity')
    motion[:, 3:] = columns.vector('linear_acceleration')
    yield EntityColumns(
        (
            Scalars.scalars.column(motion.reshape(-1), np.arange(columns.rows + 1) * 6),
            InstancePoses3D.quaternions.column(columns.vector('orientation', 'xyzw')),
        )
    )


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/Imu'),
    convert,
    draws=('orientation', 'angular_velocity', 'linear_acceleration'),
    drawn_as='plot, orientation',
)
