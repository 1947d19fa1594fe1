"""Records of points, against struct.unpack point by point."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.geometry.point_fields import (
    CloudShape,
    PointField,
    field_of,
    fill_positions,
    point_layout,
    points_of,
)

CODES = {1: 'b', 2: 'B', 3: 'h', 4: 'H', 5: 'i', 6: 'I', 7: 'f', 8: 'd', 9: 'q', 10: 'Q', 11: 'B'}
VELODYNE = (
    PointField('x', 0, 7), PointField('y', 4, 7), PointField('z', 8, 7),
    PointField('intensity', 12, 7), PointField('ring', 16, 4), PointField('time', 18, 7),
)  # fmt: skip


def slow(data: bytes, field: PointField, big: bool, step: int, shape: CloudShape) -> list[object]:
    """Unpack a field of one point after the other."""
    code = f'{">" if big else "<"}{max(field.count, 1)}{CODES[field.datatype]}'
    result: list[object] = []
    for row in range(shape.height):
        for column in range(shape.width):
            values = struct.unpack_from(
                code, data, row * shape.row_step + column * step + field.offset
            )
            result.append(values[0] if len(values) == 1 else list(values))
    return result


@pytest.mark.parametrize('big', [False, True])
@pytest.mark.parametrize(
    'shape',
    [CloudShape(7, 1, 154), CloudShape(7, 1, 0), CloudShape(3, 4, 66), CloudShape(3, 4, 71)],
)
def test_every_field(big: bool, shape: CloudShape) -> None:
    """Each field of each point, with and without padding, in both byte orders."""
    data = np.random.default_rng(4).integers(0, 120, 400, np.uint8)
    layout = point_layout(VELODYNE, 22, big)
    points = points_of(data, layout, shape)
    for field in VELODYNE:
        found = field_of(points, layout, field.name).reshape(-1).tolist()
        assert found == slow(data.tobytes(), field, big, 22, shape)
    positions = np.empty((shape.width * shape.height, 3), np.float32)
    fill_positions(points, layout, positions)
    expected = [slow(data.tobytes(), VELODYNE[axis], big, 22, shape) for axis in range(3)]
    assert positions.T.tolist() == expected


@pytest.mark.parametrize('datatype', CODES)
def test_every_datatype(datatype: int) -> None:
    """Positions of any kind of number, with the axes in any order and other bytes between."""
    data = np.random.default_rng(5).integers(0, 100, 260, np.uint8)
    fields = (
        PointField('z', 0, datatype),
        PointField('x', 9, datatype),
        PointField('y', 18, datatype),
    )
    layout = point_layout(fields, 26, False)
    shape = CloudShape(5, 2, 130)
    points = points_of(data, layout, shape)
    positions = np.empty((10, 3), np.float32)
    fill_positions(points, layout, positions)
    columns = [slow(data.tobytes(), fields[i], False, 26, shape) for i in (1, 2, 0)]
    with np.errstate(over='ignore'):
        expected = np.array(columns, np.float64).T.astype(np.float32)
    assert positions.tolist() == expected.tolist()


def test_arrays_of_numbers() -> None:
    """A count above one is an array per point; a count of zero means one."""
    fields = (PointField('histogram', 0, 7, 5), PointField('label', 20, 4, 0))
    layout = point_layout(fields, 24, False)
    data = np.random.default_rng(6).integers(0, 100, 72, np.uint8)
    points = points_of(data, layout, CloudShape(3, 1, 72))
    for field in fields:
        found = field_of(points, layout, field.name).tolist()
        assert found == slow(data.tobytes(), field, False, 24, CloudShape(3, 1, 72))
    assert not layout.has_positions


def test_points_are_not_copied() -> None:
    """Records are views of the message."""
    data = np.zeros(220, np.uint8)
    layout = point_layout(VELODYNE, 22, False)
    for shape in (CloudShape(10, 1, 0), CloudShape(4, 2, 110)):
        assert np.shares_memory(points_of(data, layout, shape), data)


def test_no_z_is_the_plane() -> None:
    """Two axes are enough for a position."""
    layout = point_layout((PointField('y', 0, 7), PointField('x', 4, 7)), 8, False)
    points = points_of(np.array([1, 2], np.float32).view(np.uint8), layout, CloudShape(1, 1, 8))
    positions = np.full((1, 3), np.nan, np.float32)
    fill_positions(points, layout, positions)
    assert layout.has_positions
    assert positions.tolist() == [[2, 1, 0]]


def test_names_that_come_twice() -> None:
    """The first of a name is the one; the others stay apart."""
    layout = point_layout(
        (PointField('x', 0, 2), PointField('x', 1, 2), PointField('', 2, 2)), 3, False
    )
    assert layout.names == ('x', 'x (2)', '')
    with pytest.raises(DecodeError, match='told apart'):
        point_layout(
            (PointField('x', 0, 2), PointField('x', 0, 2), PointField('x (2)', 0, 2)), 3, False
        )


@pytest.mark.parametrize(
    ('field', 'step', 'reason'),
    [
        (PointField('t', 20, 7), 22, "field 't' ends at byte 24 of a point of 22"),
        (PointField('t', 2**32 - 1, 2), 22, 'ends at byte 4294967296'),
        (PointField('t', 0, 8, 2**32 - 1), 22, 'ends at byte'),
        (PointField('t', 0, 2), 0, 'of a point of 0'),
        (PointField('t', 0, 12), 22, 'unknown datatype 12'),
        (PointField('t', 0, 2), 2**32 - 1, 'a point of 4294967295 bytes'),
    ],
)
def test_fields_that_cannot_be(field: PointField, step: int, reason: str) -> None:
    """A field that overruns its point, or is of no known kind, is refused."""
    with pytest.raises(DecodeError, match=reason):
        point_layout((field,), step, False)


def test_fields_that_share_bytes() -> None:
    """A union of two is fine; hundreds of fields in a few bytes are a claim on memory."""
    point_layout((PointField('rgb', 0, 7), PointField('rgba', 0, 6)), 4, False)
    with pytest.raises(DecodeError, match='share'):
        point_layout(tuple(PointField(f'f{i}', 0, 8) for i in range(100)), 8, False)


@pytest.mark.parametrize(
    ('shape', 'reason'),
    [
        (CloudShape(11, 1, 242), '11x1 points need 242 bytes, the cloud has 220'),
        (CloudShape(2**32 - 1, 2**32 - 1, 2**32 - 1), 'do not fit a row'),
        (CloudShape(1, 2**32 - 1, 2**32 - 1), 'points need'),
        (CloudShape(5, 2, 100), '5 points of 22 bytes do not fit a row of 100'),
        (CloudShape(5, 2, 111), 'need 221 bytes'),
    ],
)
def test_clouds_that_cannot_be(shape: CloudShape, reason: str) -> None:
    """A cloud that claims more than it has is refused."""
    with pytest.raises(DecodeError, match=reason):
        points_of(np.zeros(220, np.uint8), point_layout(VELODYNE, 22, False), shape)


def test_no_points() -> None:
    """An empty cloud is one of no points."""
    layout = point_layout(VELODYNE, 22, False)
    for shape in (CloudShape(0, 1, 0), CloudShape(5, 0, 110)):
        assert points_of(np.zeros(0, np.uint8), layout, shape).size == 0


SIZES = st.one_of(st.integers(0, 5), st.sampled_from([22, 2**31, 2**32 - 1]))
FIELDS = st.builds(
    PointField,
    st.sampled_from('xyzabc'),
    st.one_of(st.integers(0, 12), SIZES),
    st.integers(0, 12),
    SIZES,
)


@given(
    st.lists(FIELDS, max_size=5).map(tuple), st.one_of(st.integers(0, 40), SIZES), st.booleans(),
    st.builds(CloudShape, SIZES, SIZES, st.one_of(st.integers(0, 80), SIZES)),
    st.binary(max_size=400),
)  # fmt: skip
def test_hostile_clouds(
    fields: tuple[PointField, ...], step: int, big: bool, shape: CloudShape, data: bytes
) -> None:
    """Whatever a cloud claims: it is refused, or all its points and fields can be read."""
    try:
        layout = point_layout(fields, step, big)
        points = points_of(np.frombuffer(data, np.uint8), layout, shape)
    except DecodeError:
        return
    assert points.size == shape.width * shape.height
    for field, name in zip(fields, layout.names):
        if points.size:
            found = field_of(points, layout, name)
            assert (
                found.reshape(points.size, -1).tolist()[-1:]
                == [
                    value if isinstance(value, list) else [value]
                    for value in slow(data, field, big, step, shape)[-1:]
                ]
                or not np.isfinite(found.astype(np.float64)).all()
            )
    if layout.has_positions:
        fill_positions(points, layout, np.empty((points.size, 3), np.float32))
