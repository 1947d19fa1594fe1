"""Pictures of every encoding, padding and byte order, against loops over pixels."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.imaging.encodings import PixelEncoding, encoding_of
from rerun_bridge.imaging.pictures import Frame, picture, picture_format

INTERLEAVED = [
    'rgb8',
    'rgba8',
    'bgr8',
    'bgra8',
    'rgb16',
    'rgba16',
    'bgr16',
    'bgra16',
    'mono8',
    'mono16',
    '8UC1',
    '8UC2',
    '8UC3',
    '8UC4',
    '8SC1',
    '8SC2',
    '16UC1',
    '16UC2',
    '16SC3',
    '32SC1',
    '32SC4',
    '32FC1',
    '32FC2',
    '32FC3',
    '64FC1',
    '64FC4',
]
CODES = {'u1': 'B', 'i1': 'b', 'u2': 'H', 'i2': 'h', 'i4': 'i', 'f4': 'f', 'f8': 'd'}


def known(name: str) -> PixelEncoding:
    """Return an encoding that exists."""
    encoding = encoding_of(name)
    assert encoding is not None
    return encoding


def test_interleaved() -> None:
    """Every channel of every pixel is what struct says, for each padding and byte order."""
    rng = np.random.default_rng(7)
    for name in INTERLEAVED:
        for padding in (0, 1, 6):
            for big in (False, True):
                encoding = known(name)
                step = 5 * encoding.pixel_bytes + padding
                image = rng.integers(0, 128, 3 * step, np.uint8)  # no float is NaN then
                frame = Frame(5, 3, step, big, len(image))
                made = picture_format(encoding, frame)
                channels = len(made.order)
                pixels = picture(encoding, frame, image).view(made.dtype).reshape(3, 5, channels)
                assert pixels.nbytes == made.size
                code = ('>' if big else '<') + CODES[encoding.dtype]
                for y in range(3):
                    for x in range(5):
                        for c in range(encoding.channels):
                            at = y * step + x * encoding.pixel_bytes + c * int(encoding.dtype[1])
                            assert (
                                pixels[y, x, c] == struct.unpack_from(code, image.tobytes(), at)[0]
                            )
                assert not pixels[..., encoding.channels :].any()


def test_unchanged_pixels_are_not_copied() -> None:
    """A picture that needs no change is a view of the message."""
    image = np.arange(36, dtype=np.uint8)
    for name, width in (('bgr8', 4), ('mono8', 12), ('16UC1', 6), ('yuyv', 6), ('32FC1', 3)):
        assert np.shares_memory(picture(known(name), Frame(width, 3, 12, False, 36), image), image)
    assert np.shares_memory(picture(known('nv12'), Frame(6, 4, 6, False, 36), image), image)


@pytest.mark.parametrize('padding', [0, 4])
@pytest.mark.parametrize('name', ['uyvy', 'yuyv', 'yuv422', 'yuv422_yuy2'])
def test_packed_yuv(name: str, padding: int) -> None:
    """Both byte orders of 4:2:2 become YUY2."""
    step = 8 + padding
    image = np.random.default_rng(8).integers(0, 256, 3 * step, np.uint8)
    frame = Frame(4, 3, step, False, len(image))
    swap = 1 if name in ('uyvy', 'yuv422') else 0
    expected = [image[y * step + (x ^ swap)] for y in range(3) for x in range(8)]
    assert picture(known(name), frame, image).tolist() == expected
    made = picture_format(known(name), frame)
    assert (made.pixel_format, made.order, made.size) == ('YUY2', '', 24)


@pytest.mark.parametrize('padding', [0, 3])
@pytest.mark.parametrize('name', ['nv12', 'nv21'])
def test_semi_planar_yuv(name: str, padding: int) -> None:
    """4:2:0 becomes NV12, padded or not."""
    step = 6 + padding
    image = np.random.default_rng(9).integers(0, 256, 6 * step, np.uint8)
    swap = name == 'nv21'
    expected = [
        image[y * step + (x ^ 1 if swap and y >= 4 else x)] for y in range(6) for x in range(6)
    ]
    frame = Frame(6, 4, step, False, len(image))
    assert picture(known(name), frame, image).tolist() == expected
    assert picture_format(known(name), frame).size == 36


@pytest.mark.parametrize('padding', [0, 3])
def test_nv24(padding: int) -> None:
    """4:4:4 becomes three planes."""
    step = 3 + padding
    image = np.random.default_rng(10).integers(0, 256, 6 * step, np.uint8)
    luma = [image[y * step + x] for y in range(2) for x in range(3)]
    chroma = [
        [image[2 * step + y * 2 * step + 2 * x + c] for y in range(2) for x in range(3)]
        for c in (0, 1)
    ]
    frame = Frame(3, 2, step, False, len(image))
    assert picture(known('nv24'), frame, image).tolist() == luma + chroma[0] + chroma[1]


def test_a_wrong_step_of_tight_data() -> None:
    """Data that is plainly without padding is read so, whatever step says."""
    image = np.arange(24, dtype=np.uint8)
    for step in (0, 4, 8, 1000, 2**32 - 1):
        assert (
            picture(known('rgb8'), Frame(4, 2, step, False, 24), image).tolist() == image.tolist()
        )
    for step in (0, 4, 8, 1000):
        assert picture(known('nv21'), Frame(4, 4, step, False, 24), image)[:16].tolist() == list(
            range(16)
        )


def test_bayer() -> None:
    """A mosaic becomes RGB of its own depth, in either byte order."""
    pytest.importorskip('cv2', reason='no opencv')
    mosaic = np.random.default_rng(11).integers(0, 65536, (4, 6), np.uint16)
    small, big = mosaic.view(np.uint8).reshape(-1), mosaic.astype('>u2').view(np.uint8).reshape(-1)
    encoding = known('bayer_gbrg16')
    little = picture(encoding, Frame(6, 4, 12, False, 48), small)
    assert little.tolist() == picture(encoding, Frame(6, 4, 12, True, 48), big).tolist()
    assert (
        little.view(np.uint16).reshape(4, 6, 3)[::2, ::2, 1].tolist() == mosaic[::2, ::2].tolist()
    )
    made = picture_format(encoding, Frame(6, 4, 12, False, 48))
    assert (made.order, made.dtype, made.size) == ('RGB', 'u2', 144)


@pytest.mark.parametrize(
    ('name', 'width', 'height', 'step', 'size', 'reason'),
    [
        ('rgb8', 640, 480, 1920, 30, '640x480 pixels need 921600 bytes, the image has 30'),
        ('mono8', 2**32 - 1, 2**32 - 1, 2**32 - 1, 100, 'pixels need'),
        ('mono8', 4, 3, 100, 150, '4x3 pixels need 204 bytes, the image has 150'),
        ('mono8', 0, 2**32 - 1, 0, 0, 'an image of 0x4294967295 pixels'),
        ('uyvy', 3, 2, 6, 12, 'not even'),
        ('nv12', 4, 3, 4, 18, 'not even'),
        ('bayer_rggb8', 1, 8, 1, 8, 'a Bayer image of 1x8 pixels'),
        ('32FC5', 1, 1, 20, 20, 'a picture of 5 channels'),
    ],
)
def test_refused(name: str, width: int, height: int, step: int, size: int, reason: str) -> None:
    """An image that contradicts itself is refused, and the reason says how."""
    with pytest.raises(DecodeError, match=reason):
        picture_format(known(name), Frame(width, height, step, False, size))


SIZES = st.one_of(st.integers(0, 9), st.sampled_from([2**16, 2**31, 2**32 - 1]))


@given(
    st.sampled_from([*INTERLEAVED, 'uyvy', 'yuyv', 'nv12', 'nv21', 'nv24']),
    SIZES,
    SIZES,
    st.one_of(st.integers(0, 60), SIZES),
    st.booleans(),
    st.binary(max_size=600),
)
def test_hostile_sizes(
    name: str, width: int, height: int, step: int, big: bool, data: bytes
) -> None:
    """Whatever an image claims: it is refused, or becomes as many bytes as its format says."""
    image, encoding = np.frombuffer(data, np.uint8), known(name)
    frame = Frame(width, height, step, big, len(image))
    try:
        made = picture_format(encoding, frame)
    except DecodeError:
        return
    assert len(picture(encoding, frame, image)) == made.size
