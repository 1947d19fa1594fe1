"""Fewer pixels and depth within limits, against loops over pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.imaging.encodings import encoding_of
from rerun_bridge.imaging.pictures import Frame, picture, picture_format
from rerun_bridge.imaging.smaller import (
    as_pixels,
    limited_depth,
    smaller_depth,
    smaller_picture,
    smaller_size,
)

RNG = np.random.default_rng(11)


@pytest.mark.parametrize(
    ('size', 'max_width', 'expected'),
    [
        ((640, 480), None, (640, 480)),
        ((640, 480), 640, (640, 480)),
        ((640, 480), 320, (320, 240)),
        ((641, 480), 320, (320, 240)),
        ((1000, 1), 10, (10, 1)),
        ((0, 0), 10, (0, 0)),
    ],
)
def test_sizes(size: tuple[int, int], max_width: int | None, expected: tuple[int, int]) -> None:
    """At most so wide, in proportion, and never without rows."""
    assert smaller_size(*size, max_width) == expected


@pytest.mark.parametrize('dtype', ['u1', 'u2', 'i2', 'f4', 'f8'])
@pytest.mark.parametrize('channels', [(), (3,), (4,)])
def test_pixels_are_means(dtype: str, channels: tuple[int, ...]) -> None:
    """Half the width: each pixel is the mean of four."""
    pytest.importorskip('cv2', reason='no opencv')
    pixels = RNG.integers(0, 200, (6, 8, *channels)).astype(dtype)
    small = smaller_picture(pixels, 4)
    assert small.dtype == dtype
    for row in range(3):
        for column in range(4):
            block = pixels[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            mean = block.astype(float).mean(axis=(0, 1))
            assert small[row, column] == pytest.approx(mean, abs=0.51)


def test_numbers_that_cannot_be_averaged_are_picked() -> None:
    """Without OpenCV, and without a change of any value."""
    pixels = RNG.integers(-(2**31), 2**31, (4, 8)).astype('i4')
    assert smaller_picture(pixels, 4).tolist() == pixels[1::2, 1::2].tolist()


def test_what_is_small_enough_is_not_touched() -> None:
    """Not even copied."""
    pixels = np.zeros((4, 8), np.uint8)
    assert smaller_picture(pixels, 8) is pixels
    assert smaller_depth(pixels, None) is pixels


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_depths_are_picked_from_the_middle(width: int, height: int, max_width: int) -> None:
    """Each is one that was measured, nearest to the middle of those it stands for."""
    depths = np.arange(width * height, dtype=np.uint16).reshape(height, width)
    small = smaller_depth(depths, max_width)
    rows, columns = small.shape
    assert (columns, rows) == smaller_size(width, height, max_width)
    for row in range(rows):
        for column in range(columns):
            at = int((row + 0.5) * height / rows), int((column + 0.5) * width / columns)
            assert small[row, column] == depths[at]


@pytest.mark.parametrize(
    ('dtype', 'unit', 'depths', 'limits', 'expected'),
    [
        ('u2', 0.001, [0, 499, 500, 2000, 2001], (0.5, 2.0), [0, 0, 500, 2000, 0]),
        ('u2', 0.001, [0, 499, 65535], (None, 2.0), [0, 499, 0]),
        ('f4', 1.0, [0.25, 3.0, np.inf], (0.5, None), [0.0, 3.0, np.inf]),
        ('f4', 1.0, [0.25, 3.0, np.inf], (None, 2.0), [0.25, 0.0, 0.0]),
    ],
)
def test_depth_within_limits(
    dtype: str,
    unit: float,
    depths: list[float],
    limits: tuple[float | None, float | None],
    expected: list[float],
) -> None:
    """What is beyond is 0, in the image's own units."""
    found = limited_depth(np.array(depths, dtype), limits, unit)
    assert (found.tolist(), found.dtype) == (expected, np.dtype(dtype))


def test_no_depth_stays_no_depth() -> None:
    """NaN is within all limits, and no warning is given."""
    assert np.isnan(limited_depth(np.array([np.nan], np.float32), (0.5, 2.0), 1.0)).all()


COLOURS = {
    'rgb8': [[9, 8, 7]],
    'bgra8': [[9, 8, 7, 6]],
    'mono16': [9],
    'yuyv': [[255, 255, 255], [0, 0, 0]],
    'nv12': [[255, 255, 255], [0, 0, 0]],
    'nv24': [[255, 255, 255], [0, 0, 0]],
}


@pytest.mark.parametrize('name', COLOURS)
def test_pictures_as_arrays(name: str) -> None:
    """Channels side by side; YUV in limited range becomes RGB: 235 is white and 16 is black."""
    pytest.importorskip('cv2', reason='no opencv')
    encoding = encoding_of(name)
    assert encoding
    rows = {
        'rgb8': np.tile([9, 8, 7], 8),
        'bgra8': np.tile([9, 8, 7, 6], 8),
        'mono16': np.tile([9, 0], 8),
        'yuyv': np.repeat([[235, 128], [16, 128]], 4, axis=0).reshape(-1),
        'nv12': np.array([*[235] * 4, *[16] * 4, *[128] * 4]),
        'nv24': np.array([*[235] * 4, *[16] * 4, *[128] * 16]),
    }[name].astype(np.uint8)
    frame = Frame(4, 2, 0, False, len(rows))
    made = picture_format(encoding, frame)
    pixels, order = as_pixels(picture(encoding, frame, rows), made, (4, 2))
    assert order == (made.order or 'RGB')
    seen = [row[0] for row in pixels.tolist()]
    assert seen in (COLOURS[name], COLOURS[name] * 2)
    assert all(row == [row[0]] * 4 for row in pixels.tolist())
