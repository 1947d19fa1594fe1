"""``geometry_msgs/msg/TransformStamped``: a transform between named frames, as in ``/tf``."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.transforms import transform_components
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One transform per message."""
    yield EntityColumns(transform_components(columns, context))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/TransformStamped'),
    convert,
    draws=('child_frame_id', 'transform'),
    drawn_as='Transform3D',
    metres=('transform.translation',),
)
