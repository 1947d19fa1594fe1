"""``geometry_msgs/msg/Pose``: a triad of axes."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.poses import axes, poses
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One pose per message, in no frame but that of its entity."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M),), static=True)
    yield EntityColumns(poses(columns, ''))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/Pose'),
    convert,
    draws=('position', 'orientation'),
    drawn_as='InstancePoses3D',
    metres=('position',),
)
