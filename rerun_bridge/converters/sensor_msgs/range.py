"""``sensor_msgs/msg/Range``: a plot, and the outline of the beam, as far as it reached."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.line_strips import line_strips
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.messages import TypeName

__all__ = ['CONVERTER']

ARC = np.linspace(-0.5, 0.5, 7)
"""Directions on the arc at the end of the beam, in fields of view."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield the beam, along x; without an echo, or out of the limits, it has no outline."""
    if context.first:
        yield EntityColumns((line_names(['range (m)']),), path=('range',), static=True)
    reach = columns.numbers('range').astype(np.float64)
    with np.errstate(invalid='ignore'):
        is_echo = np.isfinite(reach) & (reach > 0)
        is_echo &= (reach >= columns.numbers('min_range')) & (
            reach <= columns.numbers('max_range')
        )
        angles = columns.numbers('field_of_view')[:, None] * ARC
        is_echo &= np.isfinite(angles).all(axis=1)
        outline = np.zeros((columns.rows, len(ARC) + 2, 3))
        outline[:, 1:-1, 0] = reach[:, None] * np.cos(angles)
        outline[:, 1:-1, 1] = reach[:, None] * np.sin(angles)
    ends = np.zeros(columns.rows + 1, np.int64)
    np.cumsum(is_echo * outline.shape[1], out=ends[1:])
    strips = line_strips(outline[is_echo].reshape(-1, 3), ends)
    yield EntityColumns((strips,))
    yield EntityColumns((plotted(columns, ['range']),), path=('range',))


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/Range'),
    convert,
    draws=('range',),
    drawn_as='plot, LineStrips3D',
)
