"""Pictures in files: made, measured, made smaller; OpenCV reads them back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.imaging.blobs import media_type_of
from rerun_bridge.imaging.files import encoded_smaller, jpeg_of, picture_size, png_of, png_pixels

cv2 = pytest.importorskip('cv2', reason='no opencv')

RAMP = np.stack(np.broadcast_arrays(*np.ogrid[0:120, 0:160], 90), axis=-1).astype(np.uint8)
"""A picture without edges, which JPEG keeps well."""


def _read(blob: np.ndarray) -> np.ndarray:
    pixels: np.ndarray = cv2.imdecode(blob, cv2.IMREAD_UNCHANGED)
    return pixels


@pytest.mark.parametrize('order', ['RGB', 'BGR', 'RGBA', 'BGRA', 'L'])
def test_a_jpeg_has_the_colours(order: str) -> None:
    """Whatever order the channels had."""
    channels = {'B': RAMP[..., 0], 'G': RAMP[..., 1], 'R': RAMP[..., 2], 'A': RAMP[..., 0]}
    if order == 'L':
        pixels, expected = RAMP[..., 1], RAMP[..., 1]
    else:
        pixels, expected = np.stack([channels[name] for name in order], axis=-1), RAMP
    blob = jpeg_of(pixels, order, 95)
    assert media_type_of(blob[:12].tobytes()) == 'image/jpeg'
    assert np.abs(_read(blob).astype(int) - expected).max() < 8


def test_a_lower_quality_is_smaller() -> None:
    """The number is passed on."""
    assert len(jpeg_of(RAMP, 'BGR', 20)) < len(jpeg_of(RAMP, 'BGR', 95))


def test_png_of_depth() -> None:
    """Sixteen bits come back as they were; anything else is none."""
    depth = RAMP[..., 1].astype(np.uint16) * 300
    found = png_pixels(png_of(depth))
    assert found is not None
    assert found.tolist() == depth.tolist()
    assert png_pixels(png_of(RAMP)) is None
    assert png_pixels(png_of(depth)[:40]) is None


@pytest.mark.parametrize('suffix', ['.jpg', '.png'])
def test_sizes_are_read_without_the_pixels(suffix: str) -> None:
    """From the first bytes; a progressive JPEG says it elsewhere."""
    for flags in ([], [cv2.IMWRITE_JPEG_PROGRESSIVE, 1] if suffix == '.jpg' else []):
        assert picture_size(cv2.imencode(suffix, RAMP, flags)[1].reshape(-1)) == (160, 120)


@given(st.binary(max_size=60), st.sampled_from([b'', b'\xff\xd8', b'\x89PNG\r\n\x1a\n']))
def test_any_bytes_are_measured_and_left_as_they_are(data: bytes, head: bytes) -> None:
    """Foreign bytes cost no more than their own picture."""
    blob = np.frombuffer(head + data, np.uint8)
    picture_size(blob)
    same, media_type = encoded_smaller(blob, 'image/jpeg', 10, 50)
    assert same is blob
    assert media_type == 'image/jpeg'


def test_a_bomb_is_not_unpacked() -> None:
    """A few bytes that claim gigabytes of pixels stay as they are."""
    png = png_of(np.zeros((4, 4), np.uint8)).copy()
    png[16:24] = np.frombuffer((50_000).to_bytes(4, 'big') * 2, np.uint8)
    assert encoded_smaller(png, 'image/png', 10, 50)[0] is png


@pytest.mark.parametrize(
    ('suffix', 'max_width', 'quality', 'media_type', 'width'),
    [
        ('.jpg', 80, None, 'image/jpeg', 80),
        ('.jpg', None, 10, 'image/jpeg', 160),
        ('.png', 80, None, 'image/png', 80),
        ('.png', 80, 50, 'image/jpeg', 80),
        ('.webp', 80, None, 'image/jpeg', 80),
        ('.bmp', 80, None, 'image/png', 80),
    ],
)
def test_encoded_pictures_become_smaller(
    suffix: str, max_width: int | None, quality: int | None, media_type: str, width: int
) -> None:
    """In pixels, in bytes, or both; what it is then is told."""
    blob = cv2.imencode(suffix, RAMP)[1].reshape(-1)
    kind = media_type_of(blob[:12].tobytes())
    small, found = encoded_smaller(blob, kind, max_width, quality)
    assert found == media_type == media_type_of(small[:12].tobytes())
    assert _read(small).shape == (width * 3 // 4, width, 3)
    assert len(small) < RAMP.nbytes


@pytest.mark.parametrize(('max_width', 'quality'), [(160, None), (500, None), (None, 100)])
def test_what_would_not_gain_stays_as_it_is(max_width: int | None, quality: int | None) -> None:
    """Small enough already, or a JPEG that would only grow."""
    blob = jpeg_of(RAMP, 'BGR', 30)
    assert encoded_smaller(blob, 'image/jpeg', max_width, quality)[0] is blob


def test_sixteen_bits_are_no_jpeg() -> None:
    """A picture of more bits becomes smaller as a PNG."""
    deep = png_of(RAMP.astype(np.uint16) * 200)
    small, media_type = encoded_smaller(deep, 'image/png', 80, 50)
    assert media_type == 'image/png'
    assert _read(small).dtype == np.uint16
