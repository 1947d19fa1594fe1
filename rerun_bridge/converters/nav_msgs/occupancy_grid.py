"""``nav_msgs/msg/OccupancyGrid``: a map on the ground, in the colours that RViz gives it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.image_formats import picture_formats
from rerun_bridge.errors import ConvertError
from rerun_bridge.geometry.quaternions import unit_quaternions
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import GridMap
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['CONVERTER']

RVIZ_MAP, RVIZ_COSTMAP = 10, 11
GRAY, UINT8 = 1, 6
"""Rerun's numbers of its enums ``Colormap``, ``ColorModel``, ``ChannelDatatype``."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Yield a grid per message; none where it has no cells.

    Rerun's first row is the top one, that of ROS the bottom one.
    """
    if context.first:
        yield EntityColumns(_look('costmap' in context.channel.topic), static=True)
    grids, pictures = [], []
    cells = columns.spans('data')
    sizes = zip(columns.numbers('info.height').tolist(), columns.numbers('info.width').tolist())
    for row, (height, width) in enumerate(sizes):
        if int(cells.counts[row]) != height * width:
            raise ConvertError(
                f'{cells.counts[row]} cells in a grid of {width} x {height}', row=row
            )
        if height * width:
            grids.append(cells.row(row).view(np.uint8).reshape(height, width)[::-1].reshape(-1))
            pictures.append((width, height))
    has_cells = cells.counts > 0
    offsets = np.concatenate(([0], np.cumsum(has_cells)))
    turns = unit_quaternions(columns.vector('info.origin.orientation', 'xyzw')[has_cells])
    origins = columns.vector('info.origin.position')[has_cells]
    components = (
        GridMap.data.column(grids, offsets),
        GridMap.format.column(picture_formats(pictures, None, GRAY, UINT8), offsets),
        GridMap.cell_size.column(columns.numbers('info.resolution')[has_cells], offsets),
        GridMap.translation.column(origins, offsets),
        GridMap.quaternion.column(turns, offsets),
    )
    held = frozenset(column.descriptor.component for column in components[1:])
    yield EntityColumns(components, held=held)


def _look(is_costmap: bool) -> tuple[ComponentColumn, ...]:
    """Return colours; a costmap is above a map, which is seen through it."""
    return (
        GridMap.colormap.column(np.array([RVIZ_COSTMAP if is_costmap else RVIZ_MAP], np.uint8)),
        GridMap.opacity.column(np.array([0.7 if is_costmap else 1.0], np.float32)),
        GridMap.draw_order.column(np.array([1.0 if is_costmap else 0.0], np.float32)),
    )


CONVERTER = Converter(
    TypeName('nav_msgs/msg/OccupancyGrid'),
    convert,
    draws=('data',),
    drawn_as='GridMap',
)
