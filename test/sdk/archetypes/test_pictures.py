"""Pictures."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import EncodedImage, Image, SegmentationImage
from test.support.archetypes import logged

COLOR = np.zeros((40, 50, 3), np.uint8)
COLOR[..., 0], COLOR[:20, :, 1] = 200, 90
JPEG = b'\xff\xd8\xff\xe0abc'


@pytest.mark.parametrize(
    ('pixels', 'model'), [(COLOR, 'RGB'), (COLOR[..., ::-1], 'BGR'), (COLOR[..., 1], 'L')]
)
def test_a_compressed_picture_looks_the_same(pixels: Any, model: str) -> None:
    """In its right colours, with all that was said of it."""
    found = logged(Image(pixels, model, opacity=0.5, draw_order=2).compress(jpeg_quality=95))
    assert (found['media_type'], found['opacity'], found['draw_order']) == (
        ['image/jpeg'],
        [0.5],
        [2],
    )
    decoded = cv2.imdecode(np.array(found['blob'][0], np.uint8), cv2.IMREAD_UNCHANGED)
    wanted = COLOR[..., 1] if model == 'L' else COLOR[..., ::-1]
    assert np.abs(decoded.astype(int) - wanted).mean() < 6


@pytest.mark.parametrize(
    'image',
    [
        Image(np.zeros((2, 2, 4), np.uint8)),
        Image(np.zeros((2, 2, 3), np.uint16)),
        Image(bytes=bytes(6), width=2, height=2, pixel_format='NV12'),
    ],
)
def test_what_no_jpeg_can_be(image: Image) -> None:
    """The error says what it is."""
    with pytest.raises(ValueError, match='no JPEG of ImageFormat'):
        image.compress()


def test_the_format_of_a_picture() -> None:
    """Can be asked for."""
    made = Image(COLOR).image_format()
    assert (made.width, made.height, made.color_model, made.channel_datatype) == (50, 40, 2, 6)


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        ({}, 'Image:buffer: shape'),
        ({'image': COLOR, 'width': 49}, 'Image: 50 × 40, not 49'),
        ({'image': np.zeros((2, 2, 2))}, '2 channels'),
        ({'image': COLOR.astype(complex)}, 'Image:format: complex128'),
        ({'image': COLOR, 'color_model': 'XYZ'}, "Image:format: 'XYZ' is none of L = 1"),
        ({'bytes': b'abc'}, 'need width and height'),
        ({'bytes': b'a', 'width': 1, 'height': 1}, 'need either pixel_format or color_model'),
        ({'bytes': b'a', 'width': 1, 'height': 1, 'color_model': 'L'}, 'need either pixel_format'),
        (
            {'bytes': b'a', 'width': 1, 'height': 1, 'color_model': 'L', 'datatype': 'U8',
             'pixel_format': 'NV12'},
            'need either pixel_format',
        ),
    ],
)  # fmt: skip
def test_what_is_no_picture(arguments: dict[str, Any], words: str) -> None:
    """The error says what is wrong."""
    with pytest.raises((TypeError, ValueError), match=words):
        Image(**arguments)


def test_encoded_pictures(tmp_path: Path) -> None:
    """From bytes, a file that is open, or its path; the kind is found out."""
    path = tmp_path / 'a.jpg'
    path.write_bytes(JPEG)
    wanted = {'blob': [list(JPEG)], 'media_type': ['image/jpeg']}
    assert logged(EncodedImage(contents=JPEG)) == wanted
    assert logged(EncodedImage(contents=io.BytesIO(JPEG))) == wanted
    assert logged(EncodedImage(path=path)) == wanted
    assert logged(EncodedImage(path=str(path), media_type='x')) == {**wanted, 'media_type': ['x']}


def test_segmentations_may_be_flags() -> None:
    """True is class 1."""
    found = logged(SegmentationImage(np.array([[True, False]])))
    assert found['buffer'] == [[1, 0]]
    assert found['format'][0]['channel_datatype'] == 6
    with pytest.raises(ValueError, match='SegmentationImage:buffer: shape'):
        SegmentationImage(COLOR)


def test_bytes_may_be_an_array() -> None:
    """Of any type: its memory counts."""
    depth = np.arange(4, dtype=np.uint16).reshape(2, 2)
    image = Image(bytes=depth, width=2, height=2, color_model='L', datatype=depth.dtype)
    assert image.cells == Image(depth).cells
