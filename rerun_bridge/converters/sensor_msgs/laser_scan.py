"""``sensor_msgs/msg/LaserScan``: points in a plane; ranges and intensities are kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.cdr.columns import offsets_of
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.point_colors import color_field, colors_by_rule
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Points3D

__all__ = ['CONVERTER']

Floats = npt.NDArray[np.float32]

POINT = np.dtype('V12')
"""Three float32 as one value: numpy picks such values far faster than rows of an array."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield a point per measurement; those out of range, infinite or not a number are none."""
    spans = columns.spans('ranges')
    ranges = spans.values.astype(np.float32, copy=False)
    if len(spans) and (spans.counts == spans.counts[0]).all():
        ranges = ranges.reshape(len(spans), -1)
    is_point = _in_range(columns, ranges, spans.counts)
    points = np.zeros((*ranges.shape, 3), np.float32)
    with np.errstate(invalid='ignore', over='ignore'):
        for axis, direction in enumerate(_directions(columns, ranges, spans.counts)):
            np.multiply(ranges, direction, out=points[..., axis])
    where = is_point.reshape(-1)
    offsets = _offsets(is_point, spans.offsets)
    drawn = points.view(POINT).reshape(-1)[where].view(np.float32).reshape(-1, 3)
    components = [Points3D.positions.column(drawn, offsets)]
    if color_field(context.options) in ('intensity', 'intensities'):
        intensities = columns.spans('intensities')
        if (intensities.counts == spans.counts).all():
            colors = colors_by_rule(intensities.values[where], context.options)
            components.append(Points3D.colors.column(colors, offsets))
    yield EntityColumns(tuple(components), in_header_frame=True)


def _offsets(
    is_point: npt.NDArray[np.bool_], scans: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """
    Return where each scan's points begin among all points: int64, shape (scans + 1,).

    :param scans: where each scan's measurements begin among all.
    """
    if is_point.ndim == 1:
        return np.searchsorted(np.flatnonzero(is_point), scans)
    return offsets_of(np.count_nonzero(is_point, axis=1))


def _in_range(
    columns: Columns, ranges: Floats, counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Tell which ranges are within the scanner's limits; contradicting limits are none."""
    low, high = (columns.numbers(f'range_{end}').astype(np.float32) for end in ('min', 'max'))
    makes_sense = high > low
    low = _per_beam(np.where(makes_sense, low, 0), ranges, counts)
    high = _per_beam(np.where(makes_sense, high, np.inf), ranges, counts)
    return (ranges >= low) & (ranges <= np.minimum(high, np.finfo(np.float32).max))


def _directions(
    columns: Columns, ranges: Floats, counts: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return cosine and sine of every beam, in a shape that broadcasts with the ranges."""
    start, step = columns.numbers('angle_min'), columns.numbers('angle_increment')
    if ranges.ndim == 2 and (start == start[0]).all() and (step == step[0]).all():
        return _table(float(start[0]), float(step[0]), ranges.shape[1])
    beam = np.arange(ranges.shape[-1], dtype=np.float64)
    if ranges.ndim == 1:
        beam -= np.repeat(np.cumsum(counts) - counts, counts)
    with np.errstate(invalid='ignore', over='ignore'):
        angles = beam * _per_beam(step.astype(np.float64), ranges, counts)
        angles += _per_beam(start.astype(np.float64), ranges, counts)
        return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def _per_beam(
    values: npt.NDArray[np.floating], ranges: Floats, counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.floating]:
    return values[:, None] if ranges.ndim == 2 else np.repeat(values, counts)


@lru_cache(maxsize=16)
def _table(start: float, step: float, beams: int) -> tuple[Floats, Floats]:
    """Return cosine and sine of the beams of a scanner, which are the same in every scan."""
    with np.errstate(invalid='ignore', over='ignore'):
        angles = start + step * np.arange(beams)
        return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


CONVERTER = Converter(
    TypeName('sensor_msgs/msg/LaserScan'),
    convert,
    draws=(),
    drawn_as='Points3D',
)
