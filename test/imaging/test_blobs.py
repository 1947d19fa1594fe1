"""What compressed bytes are."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.imaging.blobs import HEAD_BYTES, media_type_of, named_codec, named_depth


@pytest.mark.parametrize('suffix', ['jpeg', 'png', 'webp', 'tiff', 'bmp'])
def test_real_images(suffix: str) -> None:
    """Images that another library wrote are recognised."""
    cv2 = pytest.importorskip('cv2', reason='no opencv')
    ok, blob = cv2.imencode(f'.{suffix}', np.full((7, 9, 3), 100, np.uint8))
    assert ok
    assert media_type_of(blob.tobytes()[:HEAD_BYTES]) == f'image/{suffix}'


def test_short_and_other_bytes() -> None:
    """What is no image has no type; a few bytes are enough for some."""
    blobs = (
        b'\xff\xd8\xff\xe0',
        b'',
        b'RIFF0000WAVE',
        b'RIFF0000WEBP',
        b'MM\0*',
        b'\0\0\0\1gA',
        b'BM',
    )
    expected = ['image/jpeg', '', '', 'image/webp', 'image/tiff', '', 'image/bmp']
    assert [media_type_of(blob) for blob in blobs] == expected


@pytest.mark.parametrize(
    ('name', 'codec'),
    [
        ('h264', 'H264'), ('H.264', 'H264'), ('avc', 'H264'), ('video/h265', 'H265'),
        ('hevc', 'H265'), ('bgr8; av1', 'AV1'), ('jpeg', ''), ('', ''), ('libav1x', ''),
        ('rgb8; jpeg compressed bgr8', ''),
    ],
)  # fmt: skip
def test_codecs(name: str, codec: str) -> None:
    """A codec is a whole word of the format."""
    assert named_codec(name) == codec


@pytest.mark.parametrize(
    ('name', 'expected'),
    [
        ('16UC1; compressedDepth', ('16UC1', 'png')),
        ('16UC1; compressedDepth png', ('16UC1', 'png')),
        ('32FC1; compressedDepth rvl', ('32FC1', 'rvl')),
        ('16UC1; png compressed ', ('16UC1', '')),
        ('rgb8; jpeg compressed bgr8', ('rgb8', '')),
        ('jpeg', ('', '')),
        ('compressedDepth', ('', 'png')),
    ],
)
def test_depth(name: str, expected: tuple[str, str]) -> None:
    """The image transports say the encoding first, then how it is packed."""
    assert named_depth(name) == expected
