"""``sensor_msgs/msg/NavSatFix``: a point on the map of the Earth, and a plot of the altitude."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.plots import line_names, plotted
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import GeoPoints

__all__ = ['CONVERTER']

NO_FIX = -1


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield a point per fix; without one, or with degrees that are none, fields are only kept."""
    degrees = np.stack([columns.numbers('latitude'), columns.numbers('longitude')], axis=1)
    with np.errstate(invalid='ignore'):
        is_fix = (np.abs(degrees) <= (90, 360)).all(axis=1)
    is_fix &= columns.numbers('status.status') != NO_FIX
    offsets = np.zeros(columns.rows + 1, np.int64)
    np.cumsum(is_fix, out=offsets[1:])
    yield EntityColumns((GeoPoints.positions.column(degrees[is_fix], offsets),))
    if context.first:
        yield EntityColumns((line_names(['altitude (m)']),), path=('altitude',), static=True)
    yield EntityColumns((plotted(columns, ['altitude']),), path=('altitude',))


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/NavSatFix'),
    convert,
    draws=('altitude',),
    drawn_as='GeoPoints, plot',
)
