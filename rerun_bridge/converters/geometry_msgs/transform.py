"""``geometry_msgs/msg/Transform``: moves what is below its entity, as it names no frames."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.poses import axes
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Transform3D

__all__ = ['CONVERTER']

AXIS_LENGTH_M = 0.3


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One transform per message, with axes to see it by."""
    if context.first:
        yield EntityColumns((axes(AXIS_LENGTH_M),), static=True)
    yield EntityColumns(
        (
            Transform3D.translation.column(columns.vector('translation')),
            Transform3D.quaternion.column(columns.vector('rotation', 'xyzw')),
        )
    )


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/Transform'),
    convert,
    draws=('translation', 'rotation'),
    drawn_as='Transform3D',
    metres=('translation',),
)
