"""Compressed images of every kind."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.converters.sensor_msgs.compressed_image import CONVERTER
from rerun_bridge.errors import ConvertError
from test.support.message_columns import cells_of, columns_of, context_of
from test.support.rvl import encoded_rvl

JPEG = b'\xff\xd8\xff\xe0\0\x10JFIF' + bytes(range(20)) + b'\xff\xd9'
PNG8 = (
    b'\x89PNG\r\n\x1a\n' + struct.pack('>I4sIIBBBBB', 13, b'IHDR', 2, 1, 8, 2, 0, 0, 0) + b'rest'
)
PNG16 = (
    b'\x89PNG\r\n\x1a\n' + struct.pack('>I4sIIBBBBB', 13, b'IHDR', 2, 1, 16, 0, 0, 0, 0) + b'rest'
)
WEBP = b'RIFF\x10\0\0\0WEBPVP8 data'
IDR = b'\0\0\0\1\x67sps\0\0\0\1\x68pps\0\0\1\x65slice'
SLICE = b'\0\0\0\1\x41slice'
CONFIG = struct.pack('<iff', 0, 100.0, -9.5)
RVL = CONFIG + struct.pack('<ii', 3, 2) + encoded_rvl([0, 7, 1000, 65535, 0, 3])
H264, H265, AV1 = 0x61766331, 0x68657631, 0x61763031


def message(format_name: str, data: bytes) -> dict[str, Any]:
    """Return a message."""
    return {
        'header.frame_id': 'camera',
        'format': format_name,
        'data': np.frombuffer(data, np.uint8),
    }


def drawn(*messages: tuple[str, bytes], **options: object) -> list[Any]:
    """Return what messages become."""
    columns = columns_of([message(*each) for each in messages])
    context = context_of('sensor_msgs/msg/CompressedImage', **options)
    return list(CONVERTER.convert(columns, None, context))


def only(*messages: tuple[str, bytes]) -> dict[str, Any]:
    """Return the components of messages of one kind, without the frame."""
    (part,) = drawn(*messages)
    cells = cells_of(part)
    assert cells.pop('CoordinateFrame:frame') == [['robot/camera_image_plane']] * len(messages)
    return cells


@pytest.mark.parametrize(
    ('format_name', 'data', 'media_type'),
    [
        ('jpeg', JPEG, 'image/jpeg'),
        ('rgb8; jpeg compressed bgr8', JPEG, 'image/jpeg'),
        ('bgr8; png compressed ', PNG8, 'image/png'),
        ('png', JPEG, 'image/jpeg'),
        ('', PNG8, 'image/png'),
        ('h264', JPEG, 'image/jpeg'),
        ('webp', WEBP, 'image/webp'),
        ('tiff', b'II*\0rest', 'image/tiff'),
        ('bmp', b'BMrest', 'image/bmp'),
        ('mono16; png compressed ', PNG16, 'image/png'),
    ],
    ids=range(10),
)
def test_encoded_pictures(format_name: str, data: bytes, media_type: str) -> None:
    """The bytes as they are, and what they are; the format may be wrong."""
    assert only((format_name, data), (format_name, data)) == {
        'EncodedImage:blob': [[list(data)]] * 2,
        'EncodedImage:media_type': [[media_type]] * 2,
    }


def test_pictures_of_several_kinds() -> None:
    """JPEG and PNG on one topic."""
    parts = drawn(('jpeg', JPEG), ('png', PNG8), ('jpeg', JPEG))
    assert [None if p.rows is None else p.rows.tolist() for p in parts] == [None, [0, 2], [1]]
    assert cells_of(parts[1])['EncodedImage:blob'] == [[list(JPEG)]] * 2
    assert cells_of(parts[2])['EncodedImage:media_type'] == [['image/png']]


@pytest.mark.parametrize(
    ('format_name', 'before'),
    [
        ('16UC1; compressedDepth', CONFIG),
        ('16UC1; compressedDepth png', CONFIG),
        ('16UC1; compressedDepth png', b''),
        ('16UC1; png compressed ', b''),
    ],
    ids=range(4),
)
def test_encoded_depth(format_name: str, before: bytes) -> None:
    """Millimetres in a PNG, without what the transport puts before it."""
    assert only((format_name, before + PNG16)) == {
        'EncodedDepthImage:blob': [[list(PNG16)]],
        'EncodedDepthImage:media_type': [['image/png']],
        'EncodedDepthImage:meter': [[1000.0]],
    }


def test_packed_integer_depth() -> None:
    """RVL is unpacked to millimetres."""
    cells = only(('16UC1; compressedDepth rvl', RVL), ('16UC1; compressedDepth rvl', RVL))
    pixels = np.array([0, 7, 1000, 65535, 0, 3], np.uint16)
    assert cells['DepthImage:buffer'] == [[pixels.view(np.uint8).tolist()]] * 2
    assert cells['DepthImage:meter'] == [[1000.0]] * 2
    assert cells['DepthImage:format'][0][0] == {
        'width': 3, 'height': 2, 'pixel_format': None, 'color_model': None, 'channel_datatype': 8,
    }  # fmt: skip


def test_packed_float_depth() -> None:
    """Steps of inverse depth become metres."""
    cells = only(('32FC1; compressedDepth rvl', RVL))
    found = np.array(cells['DepthImage:buffer'][0][0], np.uint8).view(np.float32)
    expected = [np.nan, 100 / 16.5, 100 / 1009.5, 100 / 65544.5, np.nan, 100 / 12.5]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert cells['DepthImage:meter'] == [[1.0]]
    assert cells['DepthImage:format'][0][0]['channel_datatype'] == 34


@pytest.mark.parametrize(
    ('format_name', 'samples', 'codec', 'keys'),
    [
        ('h264', (IDR, SLICE, SLICE), H264, (True, False, False)),
        ('hevc', (b'\0\0\1\x26\1x', b'\0\0\1\x02\1x'), H265, (True, False)),
        ('av1', (b'\x12\0\x32\1\x10', b'\x12\0\x32\1\x30'), AV1, (True, False)),
    ],
    ids=['h264', 'hevc', 'av1'],
)
def test_video(
    format_name: str, samples: tuple[bytes, ...], codec: int, keys: tuple[bool, ...]
) -> None:
    """Samples of a stream, and which of them are keyframes."""
    assert only(*((format_name, sample) for sample in samples)) == {
        'VideoStream:codec': [[codec]] * len(samples),
        'VideoStream:sample': [[list(sample)] for sample in samples],
        'VideoStream:is_keyframe': [[key] for key in keys],
    }


@pytest.mark.parametrize(
    ('format_name', 'data'),
    [
        ('jpeg', b''),
        ('jpeg', b'\0' * 50),
        ('h264', b'\0\0\0\x10\x65avcc'),
        ('', SLICE),
        ('16UC1; compressedDepth png', CONFIG + PNG8),
        ('16UC1; compressedDepth rvl', RVL[:24]),
        ('16UC1; compressedDepth rvl', CONFIG + struct.pack('<II', 2**31, 2**31) + bytes(99)),
        ('32FC1; compressedDepth png', b''),
    ],
    ids=range(8),
)
def test_what_is_nothing(format_name: str, data: bytes) -> None:
    """The error names the row, so that it alone is lost."""
    pytest.importorskip('cv2', reason='no opencv')
    with pytest.raises(ConvertError) as caught:
        drawn(('jpeg', JPEG), ('jpeg', JPEG), (format_name, data), ('jpeg', JPEG))
    assert caught.value.row == 2


FORMATS = st.sampled_from(
    ['jpeg', 'png', 'h264', 'h265', 'av1', '16UC1; compressedDepth', '16UC1; compressedDepth rvl']
)
HEADS = st.sampled_from(
    [b'', JPEG[:4], PNG8[:8], PNG16, CONFIG, CONFIG + PNG16, RVL, IDR, b'\x12\0']
)


@given(
    st.lists(
        st.tuples(FORMATS, st.builds(bytes.__add__, HEADS, st.binary(max_size=40))),
        min_size=1,
        max_size=4,
    )
)
def test_any_bytes(messages: list[tuple[str, bytes]]) -> None:
    """Any bytes are drawn or refused by their row."""
    pytest.importorskip('cv2', reason='no opencv')
    try:
        parts = drawn(*messages)
    except ConvertError as error:
        assert error.row in range(len(messages))  # noqa: PT017  (some are refused, some not)
        return
    rows = (
        [len(parts[0].components[0].lists)]
        if len(parts) == 1
        else [len(p.rows) for p in parts[1:]]
    )
    assert sum(rows) == len(messages)


def _file(suffix: str, pixels: np.ndarray) -> bytes:
    cv2 = pytest.importorskip('cv2', reason='no opencv')
    return bytes(cv2.imencode(suffix, pixels)[1])


def _widths(part: Any, component: str) -> list[int]:
    cv2 = pytest.importorskip('cv2', reason='no opencv')
    blobs = [np.array(blob, np.uint8) for (blob,) in cells_of(part)[component]]
    return [cv2.imdecode(blob, cv2.IMREAD_UNCHANGED).shape[1] for blob in blobs]


GREY = np.full((6, 8), 100, np.uint8)


def test_a_rule_makes_pictures_smaller() -> None:
    """Those that can be read; PNGs that become JPEGs are JPEGs, damaged ones stay as they are."""
    jpeg, png = _file('.jpg', GREY), _file('.png', np.tile(GREY, (60, 60)))
    (part,) = drawn(('jpeg', jpeg), ('jpeg', jpeg), max_width=4)
    assert _widths(part, 'EncodedImage:blob') == [4, 4]
    frames, jpegs = drawn(('jpeg', jpeg), ('png', png), max_width=4, jpeg_quality=80)[:2]
    assert list(cells_of(frames)) == ['CoordinateFrame:frame']
    assert cells_of(jpegs)['EncodedImage:media_type'] == [['image/jpeg']]
    (part,) = drawn(('jpeg', JPEG), max_width=4, jpeg_quality=80)
    assert cells_of(part)['EncodedImage:blob'] == [[list(JPEG)]]


def test_a_rule_makes_depth_smaller_but_no_jpeg() -> None:
    """In PNG or packed, within limits; a limit for depth does not touch pictures."""
    depth = np.tile(np.array([[100, 600, 2000, 65535]], np.uint16), (2, 2))
    header = ('16UC1; compressedDepth png', CONFIG + _file('.png', depth))
    options = {'max_width': 4, 'jpeg_quality': 80, 'depth_limits': (0.5, 2.0)}
    (part,) = drawn(header, **options)
    assert _widths(part, 'EncodedDepthImage:blob') == [4]
    blob = np.array(cells_of(part)['EncodedDepthImage:blob'][0][0], np.uint8)
    from rerun_bridge.imaging.files import png_pixels

    found = png_pixels(blob)
    assert found is not None
    assert found.tolist() == [[600, 0, 600, 0]]
    (part,) = drawn(('16UC1; compressedDepth rvl', RVL), depth_limits=(None, 1.0), max_width=2)
    cells = cells_of(part)
    assert cells['DepthImage:format'][0][0]['width'] == 2
    assert np.array(cells['DepthImage:buffer'][0][0], np.uint8).view('<u2').tolist() == [0, 3]
    (part,) = drawn(('jpeg', JPEG), depth_limits=(0.5, 2.0))
    assert cells_of(part)['EncodedImage:blob'] == [[list(JPEG)]]


def test_a_rule_leaves_video_alone() -> None:
    """Its frames cannot be taken apart."""
    (part,) = drawn(('h264', IDR), max_width=2, jpeg_quality=10)
    assert cells_of(part)['VideoStream:sample'] == [[list(IDR)]]
