"""Clouds of points that are records of named fields: where these are, how to take them out."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import DecodeError
from rerun_bridge.nouns import dataclass

__all__ = [
    'CloudShape',
    'PointField',
    'PointLayout',
    'Points',
    'field_of',
    'fill_positions',
    'point_layout',
    'points_of',
]

Numbers = npt.NDArray[np.generic]
Points = npt.NDArray[np.void]

DATATYPES = {
    1: 'i1', 2: 'u1', 3: 'i2', 4: 'u2', 5: 'i4', 6: 'u4', 7: 'f4', 8: 'f8',
    9: 'i8', 10: 'u8', 11: 'u1',
}  # fmt: skip
"""The numbers in ``sensor_msgs/msg/PointField``; 11 is a bool."""

AXES = ('x', 'y', 'z')

TOGETHER = 'xyz in one piece'
"""Name of an extra field of twelve bytes, which numpy copies far faster than three floats."""

OVERLAP = 4
"""How many fields a byte of a point may be part of: unions are fine, but claims have an end."""


@dataclass(frozen=True)
class PointField:
    """
    One field of a point.

    :param offset: of its first byte in the point.
    :param datatype: a key of :data:`DATATYPES`.
    :param count: of numbers; 0 counts as 1.
    """

    name: str
    offset: int
    datatype: int
    count: int = 1


@dataclass(frozen=True)
class PointLayout:
    """
    The record that a point is.

    :param dtype: structured, of the size of a point, with unique field names.
    :param names: of the fields in the order given; one that comes twice gets a number the second
        time.
    """

    dtype: np.dtype[np.void]
    names: tuple[str, ...]

    def format_of(self, name: str) -> np.dtype[np.generic]:
        """Return the number, or array of numbers, that a field is."""
        return self.dtype[f'f{self.names.index(name)}']

    @property
    def has_positions(self) -> bool:
        """Whether points have at least x and y, one number each; z is 0 without."""
        axes = [axis for axis in AXES if axis in self.names]
        return axes[:2] == ['x', 'y'] and not any(self.format_of(axis).shape for axis in axes)


@dataclass(frozen=True)
class CloudShape:
    """Points of a cloud: how many in a row, how many rows, and bytes from row to row."""

    width: int
    height: int
    row_step: int


@lru_cache(maxsize=64)
def point_layout(fields: tuple[PointField, ...], point_step: int, big_endian: bool) -> PointLayout:
    """
    Return the record of fields.

    :raises DecodeError: a field overruns the point, or has no known datatype.
    """
    if point_step >= 1 << 31:
        raise DecodeError(f'a point of {point_step} bytes')
    seen: Counter[str] = Counter()
    names: list[str] = []
    formats: list[np.dtype[np.generic]] = []
    for field in fields:
        formats.append(_format(field, point_step, big_endian))
        seen[field.name] += 1
        names.append(field.name if seen[field.name] == 1 else f'{field.name} ({seen[field.name]})')
    if sum(dtype.itemsize for dtype in formats) > OVERLAP * point_step:
        raise DecodeError(f'{len(fields)} fields share the {point_step} bytes of a point')
    unique = list(dict.fromkeys(names))
    if len(unique) < len(names):
        raise DecodeError('the names of the fields cannot be told apart')
    offsets = [field.offset for field in fields]
    extra = [] if _together(dict(zip(names, zip(formats, offsets)))) is None else [TOGETHER]
    dtype = np.dtype(
        {
            'names': [*(f'f{i}' for i in range(len(names))), *extra],
            'formats': [*formats, *(['V12'] * len(extra))],
            'offsets': [*offsets, *(offsets[names.index('x')] for _ in extra)],
            'itemsize': max(point_step, 1),
        }
    )
    return PointLayout(dtype, tuple(names))


def points_of(data: npt.NDArray[np.uint8], layout: PointLayout, shape: CloudShape) -> Points:
    """
    Return the points as records, a view, shape (points,) or (height, width).

    :param data: uint8, shape (bytes,).
    :raises DecodeError: there are fewer bytes than the shape needs.
    """
    width, height, step = shape.width, shape.height, layout.dtype.itemsize
    if width * height == 0:
        return np.empty(0, layout.dtype)
    row_bytes = width * step
    row_step = shape.row_step if height > 1 else row_bytes
    needed = row_step * (height - 1) + row_bytes
    if row_step < row_bytes:
        raise DecodeError(f'{width} points of {step} bytes do not fit a row of {row_step}')
    if len(data) < needed:
        raise DecodeError(
            f'{width}x{height} points need {needed} bytes, the cloud has {len(data)}'
        )
    if row_step == row_bytes:
        return data[:needed].view(layout.dtype)
    return np.ndarray((height, width), layout.dtype, data, 0, (row_step, step))


def field_of(points: Points, layout: PointLayout, name: str) -> Numbers:
    """Return a field of every point, a view, of the points' shape or that and (count,)."""
    values: Numbers = points[f'f{layout.names.index(name)}']
    return values


def fill_positions(points: Points, layout: PointLayout, out: npt.NDArray[np.float32]) -> None:
    """
    Write the positions of points.

    :param out: contiguous, shape (points, 3).
    """
    if TOGETHER in (layout.dtype.names or ()):
        out.view('V12').reshape(points.shape)[...] = points[TOGETHER]
        return
    grid = out.reshape(*points.shape, 3)
    for i, axis in enumerate(AXES):
        if axis in layout.names:
            values = field_of(points, layout, axis)
            with np.errstate(over='ignore', invalid='ignore'):
                grid[..., i] = values
        else:
            grid[..., i] = 0


def _format(field: PointField, point_step: int, big_endian: bool) -> np.dtype[np.generic]:
    code = DATATYPES.get(field.datatype)
    if code is None:
        raise DecodeError(f'field {field.name!r} has the unknown datatype {field.datatype}')
    count = max(field.count, 1)
    number = np.dtype(('>' if big_endian else '<') + code)
    end = field.offset + number.itemsize * count
    if end > point_step:
        raise DecodeError(f'field {field.name!r} ends at byte {end} of a point of {point_step}')
    return number if count == 1 else np.dtype((number, (count,)))


def _together(
    fields: dict[str, tuple[np.dtype[np.generic], int]],
) -> int | None:
    """Return where x, y and z begin if they are native float32 side by side, else None."""
    if not all(axis in fields for axis in AXES):
        return None
    start = fields['x'][1]
    for i, axis in enumerate(AXES):
        if fields[axis] != (np.dtype(np.float32), start + 4 * i):
            return None
    return start
