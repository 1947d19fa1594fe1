"""The names of encodings."""

from __future__ import annotations

import pytest

from rerun_bridge.imaging.encodings import encoding_of

# name: channels, bits of a channel, bytes of a pixel, as sensor_msgs/image_encodings.hpp has them
NAMES = {
    'rgb8': (3, 8, 3),
    'rgba8': (4, 8, 4),
    'rgb16': (3, 16, 6),
    'rgba16': (4, 16, 8),
    'bgr8': (3, 8, 3),
    'bgra8': (4, 8, 4),
    'bgr16': (3, 16, 6),
    'bgra16': (4, 16, 8),
    'mono8': (1, 8, 1),
    'mono16': (1, 16, 2),
    '8UC1': (1, 8, 1),
    '8UC2': (2, 8, 2),
    '8UC3': (3, 8, 3),
    '8UC4': (4, 8, 4),
    '8SC1': (1, 8, 1),
    '8SC4': (4, 8, 4),
    '16UC1': (1, 16, 2),
    '16UC4': (4, 16, 8),
    '16SC1': (1, 16, 2),
    '16SC3': (3, 16, 6),
    '32SC1': (1, 32, 4),
    '32SC4': (4, 32, 16),
    '32FC1': (1, 32, 4),
    '32FC3': (3, 32, 12),
    '64FC1': (1, 64, 8),
    '64FC4': (4, 64, 32),
    '32FC17': (17, 32, 68),
    'bayer_rggb8': (1, 8, 1),
    'bayer_bggr8': (1, 8, 1),
    'bayer_gbrg8': (1, 8, 1),
    'bayer_grbg8': (1, 8, 1),
    'bayer_rggb16': (1, 16, 2),
    'bayer_bggr16': (1, 16, 2),
    'bayer_gbrg16': (1, 16, 2),
    'bayer_grbg16': (1, 16, 2),
    'yuv422': (1, 8, 2),
    'uyvy': (1, 8, 2),
    'yuyv': (1, 8, 2),
    'yuv422_yuy2': (1, 8, 2),
    'nv12': (1, 8, 1),
    'nv21': (1, 8, 1),
    'nv24': (1, 8, 1),
}


@pytest.mark.parametrize('name', NAMES)
def test_every_name_is_known(name: str) -> None:
    """Channels and sizes are those of the ROS header."""
    encoding = encoding_of(name)
    assert encoding is not None
    found = (encoding.channels, int(encoding.dtype[1]) * 8, encoding.pixel_bytes)
    assert found == NAMES[name]


@pytest.mark.parametrize(
    'name',
    ['', 'rgb', 'rgb32', '8UC0', '8UC', '12UC1', '8FC1', '64UC1', 'bayer_rgbg8', 'C3', '١٦UC1'],
)
def test_other_names_are_not(name: str) -> None:
    """A name that means nothing is not guessed."""
    assert encoding_of(name) is None


def test_depth_is_told_from_pictures() -> None:
    """Only one channel of 16UC1 or 32FC1 is depth; mono16 is a picture."""
    depth = {
        name: e.metres_per_unit for name in NAMES if (e := encoding_of(name)) and e.metres_per_unit
    }
    assert depth == {'16UC1': 0.001, '32FC1': 1.0}


def test_colour_order() -> None:
    """Channels without a meaning are OpenCV's BGR."""
    orders = {
        name: encoding_of(name).order
        for name in ('rgba16', 'bgr8', '8UC3', '16SC4', '32FC2', 'mono8')
    }
    assert orders == {
        'rgba16': 'RGBA',
        'bgr8': 'BGR',
        '8UC3': 'BGR',
        '16SC4': 'BGRA',
        '32FC2': '?',
        'mono8': 'L',
    }


def test_case_and_spaces_do_not_matter() -> None:
    """Drivers write Mono8 and 16uc1."""
    assert encoding_of(' Mono8 ') == encoding_of('mono8')
    assert encoding_of('16uc1') == encoding_of('16UC1')
