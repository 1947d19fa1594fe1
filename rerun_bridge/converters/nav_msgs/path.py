"""``nav_msgs/msg/Path``: a line through its positions."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.line_strips import line_strips
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One strip per message, none where the path is empty; stamps and orientations are kept."""
    offsets, elements = columns.elements('poses')
    yield EntityColumns((line_strips(elements.vector('pose.position'), offsets),))


CONVERTER = Converter(
    TypeName('nav_msgs/msg/Path'),
    convert,
    draws=('poses.pose.position',),
    drawn_as='LineStrips3D',
    metres=('poses.pose.position',),
)
