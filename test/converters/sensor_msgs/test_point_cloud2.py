"""Clouds, against struct.unpack point by point."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.converters.sensor_msgs.point_cloud2 import CONVERTER
from rerun_bridge.errors import ConvertError
from rerun_bridge.geometry.colormaps import colors
from test.support.message_columns import cells_of, columns_of, context_of

DATATYPES = {'b': 1, 'B': 2, 'h': 3, 'H': 4, 'i': 5, 'I': 6, 'f': 7, 'd': 8}
PREFIX = 'sensor_msgs.msg.PointCloud2:'

Fields = list[tuple[str, int, str]]
"""Name, offset and struct code."""

VELODYNE: Fields = [
    ('x', 0, 'f'), ('y', 4, 'f'), ('z', 8, 'f'), ('intensity', 12, 'f'),
    ('ring', 16, 'H'), ('time', 18, 'f'),
]  # fmt: skip


def cloud(
    points: list[tuple[Any, ...]], fields: Fields = VELODYNE, step: int = 22, big: bool = False,
    height: int = 1, padding: int = 0, **changes: Any,
) -> dict[str, Any]:  # fmt: skip
    """Return a message of points, a value per field each."""
    width = len(points) // height
    data = bytearray(b'\xa5' * ((width * step + padding) * height))
    for i, point in enumerate(points):
        at = i // width * (width * step + padding) + i % width * step
        for (_, offset, code), value in zip(fields, point):
            struct.pack_into(('>' if big else '<') + code, data, at + offset, value)
    described = [
        {'name': name, 'offset': np.uint32(at), 'datatype': np.uint8(DATATYPES[code[-1]]),
         'count': np.uint32(code[:-1] or 1)}
        for name, at, code in fields
    ]  # fmt: skip
    message = {
        'height': np.uint32(height), 'width': np.uint32(width), 'fields': described,
        'is_bigendian': np.bool_(big), 'point_step': np.uint32(step),
        'row_step': np.uint32(width * step + padding),
        'data': np.frombuffer(bytes(data), np.uint8),
    }  # fmt: skip
    return {**message, **changes}


def drawn(*messages: dict[str, Any], **options: object) -> list[Any]:
    """Return what messages become."""
    context = context_of('sensor_msgs/msg/PointCloud2', **options)
    return list(CONVERTER.convert(columns_of(messages), None, context))


POINTS = [
    (1.5, -2.0, 3.25, 10.0, 7, 0.5),
    (4.0, 5.0, 6.0, 20.0, 65535, 0.25),
    (7.0, 8.0, 9.0, 30.0, 0, 0.0),
]


@pytest.mark.parametrize('big', [False, True])
def test_a_lidar(big: bool) -> None:
    """Positions, and every other field as a value per point; no colour without a rule."""
    (part,) = drawn(cloud(POINTS, big=big), cloud(POINTS[1:], big=big), cloud([], big=big))
    assert part.rows is None
    assert part.in_header_frame
    cells = cells_of(part)
    expected = [POINTS, POINTS[1:], []]
    assert cells.pop('Points3D:positions') == [
        [list(p[:3]) for p in points] for points in expected
    ]
    assert cells == {
        PREFIX + name: [[p[i] for p in points] for points in expected]
        for i, name in ((3, 'intensity'), (4, 'ring'), (5, 'time'))
    }


def test_an_organised_cloud_with_padding() -> None:
    """Rows of points with other bytes between them."""
    (part,) = drawn(cloud(POINTS * 4, height=2, padding=5), cloud(POINTS * 2, height=3, padding=1))
    cells = cells_of(part)
    assert cells['Points3D:positions'] == [[list(p[:3]) for p in POINTS * n] for n in (4, 2)]
    assert cells[PREFIX + 'ring'] == [[p[4] for p in POINTS * n] for n in (4, 2)]


@pytest.mark.parametrize('code', list('bBhHiIfd'))
def test_positions_of_any_number(code: str) -> None:
    """Axes in any order and of any datatype."""
    fields = [('z', 1, code), ('y', 10, code), ('x', 20, code)]
    (part,) = drawn(cloud([(1, 2, 3), (4, 5, 6)], fields, 28))
    assert cells_of(part) == {'Points3D:positions': [[[3.0, 2, 1], [6, 5, 4]]]}


def test_what_a_float_cannot_hold_is_kept() -> None:
    """Map coordinates are kept as they are beside the points, where a float32 moves them."""
    fields = [('x', 0, 'd'), ('y', 8, 'd'), ('z', 16, 'd')]
    far = (5_000_000.125, 400.5, 0.1)
    (part,) = drawn(cloud([far], fields, 24))
    cells = cells_of(part)
    assert cells[PREFIX + 'x'] == [[5_000_000.125]]
    assert set(cells) == {'Points3D:positions', PREFIX + 'x'}


def test_points_that_are_not_finite_stay_in_place() -> None:
    """All fields stay aligned with the points, and nothing is dropped."""
    nan, inf = math.nan, math.inf
    points = [
        (nan, nan, nan, 1.0, 2, 3.0),
        (1.0, inf, 2.0, 4.0, 5, 6.0),
        (1.0, 2.0, 3.0, nan, 8, 9.0),
    ]
    cells = cells_of(drawn(cloud(points))[0])
    np.testing.assert_array_equal(cells['Points3D:positions'][0], [p[:3] for p in points])
    np.testing.assert_array_equal(cells[PREFIX + 'intensity'][0], [1, 4, nan])


@pytest.mark.parametrize('code', ['f', 'I', 'i'])
def test_packed_colours(code: str) -> None:
    """A cloud with rgb is coloured by it, whatever the four bytes are called."""
    bits = [0x00FF8000, 0x00123456]
    values = [struct.unpack(f'<{code}', struct.pack('<I', b))[0] for b in bits]
    fields = [('rgb', 12, code), ('x', 0, 'f'), ('y', 4, 'f'), ('z', 8, 'f')]
    for big in (False, True):
        cells = cells_of(drawn(cloud([(v, 0, 0, 0) for v in values], fields, 16, big))[0])
        assert cells['Points3D:colors'] == [[0xFF8000FF, 0x123456FF]]
        assert set(cells) == {'Points3D:colors', 'Points3D:positions'}


def test_colours_by_the_rule() -> None:
    """A rule's field is drawn, each cloud in its own range, and kept."""
    (part,) = drawn(cloud(POINTS), cloud(POINTS[:2]), color_field='intensity', colormap='viridis')
    cells = cells_of(part)
    expected = [
        colors(np.array([p[3] for p in points]), 'viridis').tolist()
        for points in (POINTS, POINTS[:2])
    ]
    assert cells['Points3D:colors'] == expected
    assert PREFIX + 'intensity' in cells
    (part,) = drawn(cloud(POINTS), color_field='z', color_range=(0, 100))
    assert cells_of(part)['Points3D:colors'] == [
        colors(np.array([3.25, 6, 9]), 'turbo', (0, 100)).tolist()
    ]


def test_a_rule_may_want_no_colour() -> None:
    """An empty field, or one that is not there, leaves the points plain; rgb is then kept."""
    fields = [('x', 0, 'f'), ('y', 4, 'f'), ('z', 8, 'f'), ('rgb', 12, 'I')]
    for name in ('', 'ring'):
        cells = cells_of(drawn(cloud([(1, 2, 3, 4)], fields, 16), color_field=name)[0])
        assert set(cells) == {'Points3D:positions', PREFIX + 'rgb'}


def test_arrays_and_names() -> None:
    """An array per point is a list; a field called as one of the message's own is told apart."""
    fields = [('histogram', 0, '3H'), ('width', 6, 'B'), ('', 7, 'B'), ('fields.name', 8, 'B')]
    message = cloud(
        [],
        fields,
        10,
        data=np.arange(20, dtype=np.uint8),
        width=np.uint32(2),
        row_step=np.uint32(20),
    )
    cells = cells_of(drawn(message)[0])
    assert cells == {
        PREFIX + 'histogram': [[[0x100, 0x302, 0x504], [0xB0A, 0xD0C, 0xF0E]]],
        PREFIX + 'data.width': [[6, 16]],
        PREFIX + 'data.2': [[7, 17]],
        PREFIX + 'data.fields.name': [[8, 18]],
    }


def test_layouts_that_change() -> None:
    """Clouds of several layouts on one topic each become what they are."""
    plain = [('x', 0, 'f'), ('y', 4, 'f'), ('z', 8, 'f')]
    other = [('x', 0, 'h'), ('y', 2, 'h'), ('z', 4, 'h')]
    parts = drawn(
        cloud(POINTS), cloud([(1, 2, 3)], plain, 12), cloud(POINTS[:1]),
        cloud([(4, 5, 6)], other, 12),
        cloud([(1, 2, 3)], plain, 13), cloud([(1, 2, 3)], plain, 12, big=True),
    )  # fmt: skip
    assert [part.rows.tolist() for part in parts] == [[0, 2], [1], [3], [4], [5]]
    positions = [cells_of(part)['Points3D:positions'] for part in parts]
    assert positions[0] == [[list(p[:3]) for p in POINTS], [list(POINTS[0][:3])]]
    assert positions[1:] == [[[[1.0, 2, 3]]], [[[4.0, 5, 6]]], [[[1.0, 2, 3]]], [[[1.0, 2, 3]]]]


def test_a_cloud_of_no_fields() -> None:
    """Nothing to draw and nothing to keep is no error."""
    parts = drawn(cloud([], [], 4), cloud(POINTS))
    assert [part.rows.tolist() for part in parts] == [[1]]


@pytest.mark.parametrize(
    ('changes', 'reason'),
    [
        ({'point_step': 20}, "field 'time' ends at byte 22 of a point of 20"),
        ({'width': 4}, '4x1 points need 88 bytes, the cloud has 66'),
        ({'width': 2**32 - 1, 'height': 2**32 - 1}, 'do not fit a row'),
        ({'height': 2, 'row_step': 2**32 - 1}, 'points need'),
        ({'height': 2, 'row_step': 65}, '3 points of 22 bytes do not fit a row of 65'),
    ],
)
def test_a_cloud_that_cannot_be(changes: dict[str, int], reason: str) -> None:
    """The error names the row, so that it alone is lost."""
    bad = {**cloud(POINTS), **{name: np.uint32(value) for name, value in changes.items()}}
    with pytest.raises(ConvertError, match=reason) as caught:
        drawn(cloud(POINTS), bad, cloud(POINTS))
    assert caught.value.row == 1


NUMBERS = st.one_of(st.integers(0, 30), st.sampled_from([2**31, 2**32 - 1])).map(np.uint32)


@given(
    st.lists(st.fixed_dictionaries({
        'name': st.sampled_from(['x', 'y', 'z', 'rgb', 'a']), 'offset': NUMBERS,
        'datatype': st.integers(0, 12).map(np.uint8), 'count': NUMBERS,
    }), min_size=1, max_size=5),
    st.fixed_dictionaries({
        'height': NUMBERS, 'width': NUMBERS, 'is_bigendian': st.booleans().map(np.bool_),
        'point_step': NUMBERS, 'row_step': NUMBERS,
        'data': st.binary(max_size=200).map(lambda data: np.frombuffer(data, np.uint8)),
    }),
)  # fmt: skip
def test_hostile_clouds(fields: list[dict[str, Any]], message: dict[str, Any]) -> None:
    """Whatever a cloud claims: it is refused, or every component has a value per point."""
    try:
        parts = drawn({**message, 'fields': fields})
    except ConvertError as error:
        assert error.row == 0  # noqa: PT017  (some are refused, some not)
        return
    points = int(message['width']) * int(message['height'])
    assert all(len(rows[0]) == points for part in parts for rows in cells_of(part).values())


def test_fewer_points_keep_their_fields() -> None:
    """Every field of a point goes with it, also where rows are padded."""
    (part,) = drawn(cloud(POINTS), cloud(POINTS[1:]), every_nth=2)
    cells = cells_of(part)
    assert cells['Points3D:positions'] == [[list(p[:3]) for p in (POINTS[0], POINTS[2])],
                                           [list(POINTS[1][:3])]]  # fmt: skip
    assert cells[PREFIX + 'ring'] == [[7, 0], [65535]]
    grid = cloud([*POINTS, POINTS[0]], height=2, padding=5)
    (part,) = drawn(grid, max_points=2, color_field='intensity')
    cells = cells_of(part)
    assert cells['Points3D:positions'] == [[list(p[:3]) for p in (POINTS[0], POINTS[2])]]
    assert [len(row) for row in cells['Points3D:colors']] == [2]
