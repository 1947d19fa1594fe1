"""``geometry_msgs/msg/Vector3Stamped``: an arrow in the frame of its header, and a plot."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Arrows3D

__all__ = ['CONVERTER']

FIELDS = ('vector.x', 'vector.y', 'vector.z')


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One arrow per message, a metre long for a length of one, whatever its unit is."""
    if context.first:
        yield EntityColumns((line_names('xyz'),), static=True)
    arrows = Arrows3D.vectors.column(columns.vector('vector'))
    yield EntityColumns((plotted(columns, FIELDS), arrows))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/Vector3Stamped'),
    convert,
    draws=('vector',),
    drawn_as='plot, Arrows3D',
)
