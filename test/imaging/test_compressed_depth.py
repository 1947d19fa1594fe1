"""Packed depth images."""

from __future__ import annotations

import math
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.imaging.compressed_depth import HEADER_BYTES, decoded_depth, is_png16
from test.support.rvl import encoded_rvl


def png16(width: int, height: int, pixels: list[int]) -> bytes:
    """Return a PNG of one 16-bit channel, made by hand."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
        )

    rows = b''.join(
        b'\0' + struct.pack(f'>{width}H', *pixels[y * width : (y + 1) * width])
        for y in range(height)
    )
    head = struct.pack('>IIBBBBB', width, height, 16, 0, 0, 0, 0)
    return (
        b'\x89PNG\r\n\x1a\n'
        + chunk(b'IHDR', head)
        + chunk(b'IDAT', zlib.compress(rows))
        + chunk(b'IEND', b'')
    )


def packed(body: bytes, a: float = 0.0, b: float = 0.0) -> np.ndarray:
    """Return a body behind its configuration."""
    return np.frombuffer(struct.pack('<iff', 0, a, b) + body, np.uint8)


STEPS = [0, 1, 2, 100, 40_000, 65_535]


def test_rvl_of_integer_depth() -> None:
    """Columns, rows, and the depths as they were."""
    data = packed(struct.pack('<ii', 3, 2) + encoded_rvl(STEPS))
    picture = decoded_depth(data, rvl=True, inverse=False)
    assert picture.dtype == np.uint16
    assert picture.tolist() == [STEPS[:3], STEPS[3:]]


@pytest.mark.parametrize('rvl', [True, False])
def test_inverse_depth(rvl: bool) -> None:
    """A step is a / (step - b) metres in float32; step 0 is no measurement."""
    if not rvl:
        pytest.importorskip('cv2', reason='no opencv')
    a, b = 10_100.0, -1009.5
    body = struct.pack('<ii', 2, 3) + encoded_rvl(STEPS) if rvl else png16(2, 3, STEPS)
    picture = decoded_depth(packed(body, a, b), rvl=rvl, inverse=True)
    expected = [struct.unpack('<f', struct.pack('<f', a / (step - b)))[0] for step in STEPS]
    assert picture.shape == (3, 2)
    assert picture.dtype == np.float32
    found = picture.reshape(-1).tolist()
    assert math.isnan(found[0])
    assert found[1:] == expected[1:]


def test_png_of_integer_depth() -> None:
    """The depths of a PNG as they were."""
    pytest.importorskip('cv2', reason='no opencv')
    picture = decoded_depth(packed(png16(3, 2, STEPS)), rvl=False, inverse=False)
    assert picture.tolist() == [STEPS[:3], STEPS[3:]]


def test_is_png16() -> None:
    """Only a PNG of one 16-bit channel is depth."""
    png = np.frombuffer(png16(1, 1, [7]), np.uint8)
    eight = png.copy()
    eight[24] = 8
    assert is_png16(png)
    assert not is_png16(eight)
    assert not is_png16(png[:20])
    assert not is_png16(png[1:])


@pytest.mark.parametrize('size', [(0, 5), (1 << 20, 1 << 20), (-1, -1)])
@pytest.mark.parametrize('rvl', [True, False])
def test_absurd_sizes(size: tuple[int, int], rvl: bool) -> None:
    """A few bytes cannot ask for more pixels than there is memory."""
    pytest.importorskip('cv2', reason='no opencv')
    width, height = (value & 0xFFFFFFFF for value in size)
    body = bytearray(png16(1, 1, [7]))
    body[16:24] = struct.pack('>II', width, height)
    data = packed(struct.pack('<II', width, height) + bytes(64) if rvl else bytes(body))
    with pytest.raises(DecodeError, match='an image of'):
        decoded_depth(data, rvl=rvl, inverse=False)


@given(st.binary(max_size=80), st.booleans(), st.booleans())
def test_foreign_bytes(data: bytes, rvl: bool, inverse: bool) -> None:
    """Any bytes are an image or refused."""
    pytest.importorskip('cv2', reason='no opencv')
    try:
        picture = decoded_depth(np.frombuffer(data, np.uint8), rvl=rvl, inverse=inverse)
    except DecodeError:
        return
    assert picture.ndim == 2
    assert len(data) > HEADER_BYTES


def test_a_damaged_png() -> None:
    """A PNG that ends in the middle is refused."""
    pytest.importorskip('cv2', reason='no opencv')
    body = png16(8, 8, list(range(64)))
    with pytest.raises(DecodeError, match='compressedDepth'):
        decoded_depth(packed(body[:36]), rvl=False, inverse=True)
