"""``geometry_msgs/msg/Point``: a point; in which frame, the message does not say."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Points3D

__all__ = ['CONVERTER']

RADIUS = np.array([-4], np.float32)
"""Negative: in points of the screen, so that it is seen from any distance."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """One point per message."""
    if context.first:
        yield EntityColumns((Points3D.radii.column(RADIUS),), static=True)
    yield EntityColumns((Points3D.positions.column(columns.vector('')),))


CONVERTER = Converter(
    TypeName('geometry_msgs/msg/Point'),
    convert,
    draws=('x', 'y', 'z'),
    drawn_as='Points3D',
    metres=('x', 'y', 'z'),
)
