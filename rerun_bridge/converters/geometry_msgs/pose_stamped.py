"""``geometry_msgs/msg/PoseStamped``: a triad of axes in the frame of its header."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.poses import axes, poses
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One pose per message."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M),), static=True)
    yield EntityColumns(poses(columns, 'pose'))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/PoseStamped'),
    convert,
    draws=('pose',),
    drawn_as='InstancePoses3D',
    metres=('pose.position',),
)
