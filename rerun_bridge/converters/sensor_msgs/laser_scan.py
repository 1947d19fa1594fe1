"""``sensor_msgs/msg/LaserScan``: points in a plane; ranges and intensities are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns
from rerun_bridge.cdr.columns import offsets_of
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.converters.point_colors import color_field, colors_by_rule
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.scattered import scattered_vectors

__all__ = ['CONVERTER']

Floats = npt.NDArray[np.float32]
Float = TypeVar('Float', bound=np.floating)

POINT = np.dtype('V12')
"""Three float32 as one value: numpy picks such values far faster than rows of an array."""
AT_ONCE = 32 * 1024
"""So many points take 400 KB."""


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """Yield a point per measurement; those out of range, infinite or not a number are none."""
    spans = columns.spans('ranges')
    ranges = spans.values.astype(np.float32, copy=False)
    if len(spans) and (spans.counts == spans.counts[0]).all():
        ranges = ranges.reshape(len(spans), -1)
    limits = _limits(columns, ranges, spans.counts)
    directions = _directions(columns, ranges, spans.counts)
    with np.errstate(invalid='ignore', over='ignore'):
        points, is_point = _points(ranges, limits, directions)
    offsets = _offsets(is_point, spans.offsets)
    positions = scattered_vectors(Points3D.positions.arrow_type, points)
    components = [Points3D.positions.column(positions, offsets)]
    if color_field(context.options) in ('intensity', 'intensities'):
        intensities = columns.spans('intensities')
        if (intensities.counts == spans.counts).all():
            found = intensities.values[is_point.reshape(-1)]
            components.append(
                Points3D.colors.column(colors_by_rule(found, context.options), offsets)
            )
    yield EntityColumns(tuple(components), in_header_frame=True)


def _points(
    ranges: Floats, limits: Sequence[Floats], directions: Sequence[Floats]
) -> tuple[list[npt.NDArray[np.void]], npt.NDArray[np.bool_]]:
    """
    Return the points of the measurements that are within limits, in parts, and which are.

    A few scans at a time, so that what is made on the way is in the cache when it is used. The
    parts stay apart: to copy them together takes half as long as to make them.

    :param ranges: in metres, shape (scans, beams), or (measurements,) where scans differ.
    :param limits: low and high, in a shape that broadcasts with the ranges.
    :param directions: cosine and sine, likewise.
    """
    shape = ranges.shape
    low, high, cosine, sine = (np.broadcast_to(each, shape) for each in (*limits, *directions))
    is_point, points = np.empty(shape, np.bool_), []
    step = max(1, AT_ONCE * len(ranges) // max(1, ranges.size))
    room = np.zeros((min(step, len(ranges)), *shape[1:], 3), np.float32)
    for first in range(0, len(ranges), step):
        part = slice(first, first + step)
        some, is_one = ranges[part], is_point[part]
        np.greater_equal(some, low[part], out=is_one)
        is_one &= some <= high[part]
        made = room[: len(some)]
        np.multiply(some, cosine[part], out=made[..., 0])
        np.multiply(some, sine[part], out=made[..., 1])
        points.append(made.view(POINT)[..., 0][is_one])
    return points, is_point


def _offsets(
    is_point: npt.NDArray[np.bool_], scans: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """
    Return where each scan's points begin among all points: int64, shape (scans + 1,).

    :param scans: where each scan's measurements begin among all.
    """
    if is_point.ndim == 1:
        return np.searchsorted(np.flatnonzero(is_point), scans)
    return offsets_of(is_point.view(np.uint8).sum(axis=1, dtype=np.uint32))


def _limits(
    columns: Columns, ranges: Floats, counts: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return the lowest and the highest range; those that contradict each other are none."""
    low, high = (columns.numbers(f'range_{end}').astype(np.float32) for end in ('min', 'max'))
    makes_sense = high > low
    low, high = np.where(makes_sense, low, 0), np.where(makes_sense, high, np.inf)
    high = np.minimum(high, np.finfo(np.float32).max)
    if (low == low[:1]).all() and (high == high[:1]).all():
        return low[:1], high[:1]  # comparing with one number is twice as fast
    return _per_beam(low, ranges, counts), _per_beam(high, ranges, counts)


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
    values: npt.NDArray[Float], ranges: Floats, counts: npt.NDArray[np.int64]
) -> npt.NDArray[Float]:
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
