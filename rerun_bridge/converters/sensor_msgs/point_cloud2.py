"""
``sensor_msgs/msg/PointCloud2``: points, coloured by ``rgb`` or as the topic's rule says.

Every other field is a component beside the positions, a value per point in the field's own type.
Points that are not finite stay where they are in the list: a viewer leaves them out, and the
fields stay aligned with the points. Only bytes that belong to no field are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Numbers
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.fewer_points import fewer_points, wants_fewer
from rerun_bridge.converters.point_colors import color_field, colors_by_rule, packed_colors
from rerun_bridge.errors import ConvertError, DecodeError
from rerun_bridge.geometry.point_fields import (
    CloudShape,
    PointField,
    PointLayout,
    Points,
    field_of,
    fill_positions,
    point_layout,
    points_of,
)
from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import dataclass
from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.arrow_lists import constant_offsets, list_array, number_array
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor

__all__ = ['CONVERTER']

ARCHETYPE = 'sensor_msgs.msg.PointCloud2'

RESERVED = (
    'header',
    'height',
    'width',
    'fields',
    'is_bigendian',
    'point_step',
    'row_step',
    'data',
    'is_dense',
)
"""Fields of the message itself: one of a point that is called so becomes ``data.<name>``."""


@dataclass(frozen=True)
class Clouds:
    """
    Clouds of one layout.

    :param points: of each cloud.
    :param offsets: int64, shape (clouds + 1,), where each begins among all points.
    """

    layout: PointLayout
    points: Sequence[Points]
    offsets: npt.NDArray[np.int64]

    def field(self, name: str) -> Numbers:
        """Return a field of all points in native byte order, shape (points,) or (points, k)."""
        number = self.layout.format_of(name)
        native = number.base.newbyteorder('=')
        result = np.empty((int(self.offsets[-1]), *number.shape), native)
        for points, start in zip(self.points, self.offsets.tolist()):
            target = result[start : start + points.size]
            target.reshape(*points.shape, *number.shape)[...] = field_of(points, self.layout, name)
        return result

    def positions(self) -> npt.NDArray[np.float32]:
        """Return the positions of all points, shape (points, 3)."""
        result = np.empty((int(self.offsets[-1]), 3), np.float32)
        for points, start in zip(self.points, self.offsets.tolist()):
            fill_positions(points, self.layout, result[start : start + points.size])
        return result


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield a row per cloud; clouds of another layout become columns of their own."""
    for layout, rows in _layouts(columns):
        clouds = _clouds(columns, layout, rows, context)
        components = _components(clouds, context)
        if components:
            everything = len(rows) == columns.rows
            yield EntityColumns(
                components, rows=None if everything else np.array(rows), in_header_frame=True
            )


def _layouts(columns: Columns) -> list[tuple[PointLayout, Sequence[int]]]:
    """Return the layouts that occur, and the clouds that have each; one for all is the rule."""
    offsets, fields = columns.elements('fields')
    codes, names = fields.strings('name').dictionary
    numbers = [fields.numbers(name) for name in ('offset', 'datatype', 'count')]
    table = np.stack(
        [codes.astype(np.int64), *(column.astype(np.int64) for column in numbers)], axis=1
    )
    steps, endian = columns.numbers('point_step'), columns.numbers('is_bigendian') != 0
    counts = np.diff(offsets)
    keys: dict[tuple[bytes, int, bool], list[int]] = {}
    if (
        columns.rows
        and (counts == counts[0]).all()
        and (steps == steps[0]).all()
        and (endian == endian[0]).all()
    ):
        blocks = table.reshape(columns.rows, -1)
        if (blocks == blocks[0]).all():
            keys[blocks[0].tobytes(), int(steps[0]), bool(endian[0])] = list(range(columns.rows))
    if not keys:
        for row, (start, stop) in enumerate(zip(offsets[:-1].tolist(), offsets[1:].tolist())):
            key = table[start:stop].tobytes(), int(steps[row]), bool(endian[row])
            keys.setdefault(key, []).append(row)
    result: list[tuple[PointLayout, Sequence[int]]] = []
    for key, rows in keys.items():
        try:
            result.append((_layout(names, *key), rows))
        except DecodeError as error:
            raise ConvertError(error.message, row=rows[0]) from error
    return result


@lru_cache(maxsize=64)
def _layout(names: tuple[str, ...], described: bytes, step: int, big_endian: bool) -> PointLayout:
    """
    Return a layout.

    :param described: int64, shape (fields, 4): which name, offset, datatype, count.
    :raises DecodeError: there can be no such layout.
    """
    rows = np.frombuffer(described, np.int64).reshape(-1, 4).tolist()
    fields = tuple(PointField(names[code], *rest) for code, *rest in rows)
    return point_layout(fields, step, big_endian)


def _clouds(
    columns: Columns, layout: PointLayout, rows: Sequence[int], context: Context
) -> Clouds:
    """Return the points of some messages that are wanted, still in the payload."""
    data = columns.spans('data')
    fewer = wants_fewer(context.options)
    shapes = [columns.numbers(name)[rows].tolist() for name in ('width', 'height', 'row_step')]
    points = []
    for row, width, height, row_step in zip(rows, *shapes):
        try:
            cloud = points_of(
                data.row(row).view(np.uint8), layout, CloudShape(width, height, row_step)
            )
        except DecodeError as error:
            raise ConvertError(error.message, row=row) from error
        points.append(fewer_points(cloud, context.options) if fewer else cloud)
    offsets = np.cumsum([0, *(cloud.size for cloud in points)])
    return Clouds(layout, points, offsets)


def _components(clouds: Clouds, context: Context) -> tuple[ComponentColumn, ...]:
    names = dict.fromkeys(clouds.layout.names)
    components = []
    if clouds.layout.has_positions:
        positions = clouds.positions()
        components.append(Points3D.positions.column(positions, clouds.offsets))
        for i, axis in enumerate('xyz'):
            if axis in names and not _loses_precision(clouds, axis, positions[:, i]):
                del names[axis]
        packed = _packed_color(clouds.layout, context)
        colors = _colors(clouds, packed, context)
        if colors is not None:
            components.append(Points3D.colors.column(colors, clouds.offsets))
            names.pop(packed, None)
    components += [_kept(clouds, name) for name in names]
    return tuple(components)


def _loses_precision(clouds: Clouds, axis: str, drawn: npt.NDArray[np.float32]) -> bool:
    """Tell whether a float32 moves any point by more than a millimetre."""
    number = clouds.layout.format_of(axis)
    if number.itemsize < 4 or number == np.dtype(np.float32).newbyteorder(number.byteorder):
        return False
    exact = clouds.field(axis).astype(np.float64)
    with np.errstate(invalid='ignore'):
        return bool((np.abs(exact - drawn) > 1e-3).any())


def _packed_color(layout: PointLayout, context: Context) -> str:
    """Return the field with packed colours that is to be drawn, or an empty name."""
    wanted = color_field(context.options)
    for name in ('rgb', 'rgba') if wanted is None else (wanted,):
        if name in ('rgb', 'rgba') and name in layout.names:
            number = layout.format_of(name)
            if number.itemsize == 4 and not number.shape:
                return name
    return ''


def _colors(clouds: Clouds, packed: str, context: Context) -> npt.NDArray[np.uint32] | None:
    """Return a colour per point, or None for points in the viewer's own colour."""
    if packed:
        return packed_colors(clouds.field(packed), has_alpha=packed == 'rgba')
    name = color_field(context.options)
    if name is None or name not in clouds.layout.names or clouds.layout.format_of(name).shape:
        return None
    values = clouds.field(name)
    bounds = clouds.offsets.tolist()
    parts = [colors_by_rule(values[a:b], context.options) for a, b in zip(bounds, bounds[1:])]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _kept(clouds: Clouds, name: str) -> ComponentColumn:
    """Return a field as a component: a value, or a list of values, per point."""
    values = clouds.field(name)
    items = number_array(values.reshape(-1))
    if values.ndim > 1:
        items = list_array(items, constant_offsets(*values.shape))
    called = name
    if not name or name.partition('.')[0] in RESERVED:
        called = f'data.{name or clouds.layout.names.index(name)}'
    descriptor = ComponentDescriptor(f'{ARCHETYPE}:{called}', ARCHETYPE)
    return ComponentColumn(descriptor, list_array(items, clouds.offsets))


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/PointCloud2'),
    convert,
    draws=('data',),
    drawn_as='Points3D',
)
