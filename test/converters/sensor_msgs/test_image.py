"""Images of every encoding; what becomes of the pixels is tested with ``imaging``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.converters.sensor_msgs.image import CONVERTER
from rerun_bridge.errors import ConvertError
from test.support.message_columns import cells_of, columns_of, context_of

L, RGB, RGBA, BGR, BGRA = range(1, 6)
U8, I8, U16, I16, I32, F32, F64 = 6, 7, 8, 9, 11, 34, 35
NV12, YUY2, Y_U_V24 = 26, 27, 39

# encoding: bytes of a 4x2 image, then archetype, bytes of the picture, pixel format, color model,
# datatype
ENCODINGS: dict[str, tuple[int, str, int, int | None, int | None, int | None]] = {
    'rgb8': (24, 'Image', 24, None, RGB, U8),
    'rgba8': (32, 'Image', 32, None, RGBA, U8),
    'bgr8': (24, 'Image', 24, None, BGR, U8),
    'bgra8': (32, 'Image', 32, None, BGRA, U8),
    'rgb16': (48, 'Image', 48, None, RGB, U16),
    'bgra16': (64, 'Image', 64, None, BGRA, U16),
    'mono8': (8, 'Image', 8, None, L, U8),
    'mono16': (16, 'Image', 16, None, L, U16),
    '8UC1': (8, 'Image', 8, None, L, U8),
    '8SC1': (8, 'Image', 8, None, L, I8),
    '8UC2': (16, 'Image', 24, None, RGB, U8),
    '8UC3': (24, 'Image', 24, None, BGR, U8),
    '16SC1': (16, 'Image', 16, None, L, I16),
    '32SC1': (32, 'Image', 32, None, L, I32),
    '32FC2': (64, 'Image', 96, None, RGB, F32),
    '64FC1': (64, 'Image', 64, None, L, F64),
    '16UC1': (16, 'DepthImage', 16, None, None, U16),
    '32FC1': (32, 'DepthImage', 32, None, None, F32),
    'bayer_rggb8': (8, 'Image', 24, None, RGB, U8),
    'bayer_gbrg16': (16, 'Image', 48, None, RGB, U16),
    'yuv422': (16, 'Image', 16, YUY2, None, None),
    'uyvy': (16, 'Image', 16, YUY2, None, None),
    'yuyv': (16, 'Image', 16, YUY2, None, None),
    'yuv422_yuy2': (16, 'Image', 16, YUY2, None, None),
    'nv12': (12, 'Image', 12, NV12, None, None),
    'nv21': (12, 'Image', 12, NV12, None, None),
    'nv24': (24, 'Image', 24, Y_U_V24, None, None),
}


def image(encoding: str, size: int, **changes: int) -> dict[str, Any]:
    """Return a message of 4x2 pixels."""
    numbers = {'width': 4, 'height': 2, 'step': 0, 'is_bigendian': 0, **changes}
    data = np.arange(size, dtype=np.uint8)
    fields = {name: np.uint32(value) for name, value in numbers.items()}
    return {'header.frame_id': 'camera', 'encoding': encoding, **fields, 'data': data}


def drawn(*messages: dict[str, Any], **options: object) -> list[Any]:
    """Return what messages become."""
    context = context_of('sensor_msgs/msg/Image', **options)
    return list(CONVERTER.convert(columns_of(messages), None, context))


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_every_encoding(encoding: str) -> None:
    """A picture or a depth image, in a form that Rerun knows, on the image plane."""
    if encoding.startswith('bayer'):
        pytest.importorskip('cv2', reason='no opencv')
    size, archetype, picture, pixel_format, model, datatype = ENCODINGS[encoding]
    (part,) = drawn(image(encoding, size), image(encoding, size))
    cells = cells_of(part)
    assert part.rows is None
    assert cells.pop('CoordinateFrame:frame') == [['robot/camera_image_plane']] * 2
    assert [len(blob) for (blob,) in cells.pop(f'{archetype}:buffer')] == [picture] * 2
    expected = {
        'width': 4,
        'height': 2,
        'pixel_format': pixel_format,
        'color_model': model,
        'channel_datatype': datatype,
    }
    assert cells.pop(f'{archetype}:format') == [[expected]] * 2
    if archetype == 'DepthImage':
        assert cells.pop('DepthImage:meter') == [[1000.0 if encoding == '16UC1' else 1.0]] * 2
    assert cells == {}
    assert f'{archetype}:buffer' not in part.held


def test_pixels() -> None:
    """The pixels of every message, without the padding, in the machine's byte order."""
    (part,) = drawn(image('rgb8', 24), image('rgb8', 24))
    assert cells_of(part)['Image:buffer'] == [[list(range(24))]] * 2
    (part,) = drawn(image('mono16', 20, step=10, is_bigendian=1))
    swapped = [at ^ 1 for at in (*range(8), *range(10, 18))]
    assert cells_of(part)['Image:buffer'] == [[swapped]]


def test_a_single_image_is_not_copied() -> None:
    """Megabytes of pixels go from the message into Arrow as they are."""
    columns = columns_of([image('bgr8', 24)])
    (part,) = CONVERTER.convert(columns, None, context_of('sensor_msgs/msg/Image'))
    blobs = next(c.lists for c in part.components if c.descriptor.component == 'Image:buffer')
    assert np.shares_memory(blobs.part(-1), columns.spans('data').buffer)


def test_several_kinds_on_one_topic() -> None:
    """Sizes and encodings that change, and depth beside colour."""
    wide = image('mono8', 12, width=6)
    parts = drawn(
        image('rgb8', 24), image('16UC1', 16), image('rgb8', 24), wide, image('rgb8', 24)
    )
    assert [None if p.rows is None else p.rows.tolist() for p in parts] == [
        None,
        [0, 2, 4],
        [1],
        [3],
    ]
    assert list(cells_of(parts[0])) == ['CoordinateFrame:frame']
    assert cells_of(parts[1])['Image:buffer'] == [[list(range(24))]] * 3
    assert 'DepthImage:buffer' in cells_of(parts[2])
    assert cells_of(parts[3])['Image:format'][0][0]['width'] == 6


@pytest.mark.parametrize(
    ('bad', 'reason'),
    [
        (
            image('rgb8', 30, width=640, height=480),
            '640x480 pixels need 921600 bytes, the image has 30',
        ),
        (image('rgb8', 24, width=2**32 - 1, height=2**32 - 1), 'pixels need'),
        (image('rgb8', 24, step=2**32 - 1, height=3), 'pixels need'),
        (image('jpeg', 24), "unknown image encoding 'jpeg'"),
        (image('mono8', 0, width=0), 'an image of 0x2 pixels'),
    ],
)
def test_an_image_that_cannot_be(bad: dict[str, Any], reason: str) -> None:
    """The error names the row, so that it alone is lost."""
    with pytest.raises(ConvertError, match=reason) as caught:
        drawn(image('rgb8', 24), bad, image('rgb8', 24))
    assert caught.value.row == 1


SIZES = st.one_of(st.integers(0, 5), st.sampled_from([2**31, 2**32 - 1]))


@given(
    st.lists(
        st.tuples(st.sampled_from([*ENCODINGS, 'x']), st.integers(0, 80), SIZES, SIZES, SIZES),
        min_size=1,
        max_size=3,
    )
)
def test_hostile_images(claims: list[tuple[str, int, int, int, int]]) -> None:
    """Whatever images claim: one of them is refused by its row, or all become pictures."""
    pytest.importorskip('cv2', reason='no opencv')
    messages = [image(name, size, width=w, height=h, step=s) for name, size, w, h, s in claims]
    try:
        parts = drawn(*messages)
    except ConvertError as error:
        assert error.row in range(len(messages))  # noqa: PT017  (some are refused, some not)
        return
    blobs = [b for p in parts for name, b in cells_of(p).items() if name.endswith('buffer')]
    assert sum(map(len, blobs)) == len(messages)


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_every_encoding_can_be_made_smaller(encoding: str) -> None:
    """To half the width and height; YUV becomes RGB, all else keeps its form."""
    pytest.importorskip('cv2', reason='no opencv')
    size, archetype, picture, pixel_format, model, datatype = ENCODINGS[encoding]
    (part,) = drawn(image(encoding, size), image(encoding, size), max_width=2)
    cells = cells_of(part)
    expected = {
        'width': 2,
        'height': 1,
        'pixel_format': None,
        'color_model': RGB if pixel_format else model,
        'channel_datatype': U8 if pixel_format else datatype,
    }
    assert cells[f'{archetype}:format'] == [[expected]] * 2
    smaller = 2 * 3 if pixel_format else picture // 4
    assert [len(blob) for (blob,) in cells[f'{archetype}:buffer']] == [smaller] * 2


@pytest.mark.parametrize('encoding', ENCODINGS)
def test_what_can_be_a_jpeg_becomes_one(encoding: str) -> None:
    """Eight bits of colour or grey, on the image plane as before; depth never."""
    pytest.importorskip('cv2', reason='no opencv')
    size, archetype, _, _, _, datatype = ENCODINGS[encoding]
    (part,) = drawn(image(encoding, size), image(encoding, size), jpeg_quality=90)
    cells = cells_of(part)
    assert cells.pop('CoordinateFrame:frame') == [['robot/camera_image_plane']] * 2
    if archetype == 'DepthImage' or datatype not in (U8, None):
        assert cells == {
            key: value
            for key, value in cells_of(drawn(*[image(encoding, size)] * 2)[0]).items()
            if key != 'CoordinateFrame:frame'
        }
        return
    assert cells.pop('EncodedImage:media_type') == [['image/jpeg']] * 2
    assert [blob[:3] for (blob,) in cells.pop('EncodedImage:blob')] == [[0xFF, 0xD8, 0xFF]] * 2
    assert cells == {}


def test_what_is_small_enough_is_still_not_copied() -> None:
    """A rule for all cameras costs nothing at those that it does not change."""
    whole, same = (cells_of(drawn(image('nv12', 12), **o)[0]) for o in ({}, {'max_width': 4}))
    assert same == whole


def test_depth_within_limits() -> None:
    """In metres, whatever the unit of the image; what is beyond is 0."""
    millimetres = np.array([100, 600, 2000, 65535] * 2, '<u2').view(np.uint8)
    message = {**image('16UC1', 16), 'data': millimetres}
    (part,) = drawn(message, depth_limits=(0.5, 2.0))
    found = np.array(cells_of(part)['DepthImage:buffer'][0][0], np.uint8).view('<u2')
    assert found.tolist() == [0, 600, 2000, 0] * 2
