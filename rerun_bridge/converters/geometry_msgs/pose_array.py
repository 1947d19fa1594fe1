"""``geometry_msgs/msg/PoseArray``: a small triad of axes per pose."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.poses import axes, poses
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.1


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """As many poses as a message has; none clears what was there."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M),), static=True)
    offsets, elements = columns.elements('poses')
    yield EntityColumns(poses(elements, '', offsets))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/PoseArray'),
    convert,
    draws=('poses',),
    drawn_as='InstancePoses3D',
    metres=('poses.position',),
)
