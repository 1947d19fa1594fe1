"""
Depth images as ``compressed_depth_image_transport`` packs them.

Twelve bytes of configuration (an int32, and two float32 for the quantisation of float images),
then a 16-bit PNG, or int32 columns and rows and an RVL stream. Float images are inverse depths in
steps: ``depth = a / (step - b)``.
"""

from __future__ import annotations

import struct
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import DecodeError
from rerun_bridge.imaging.rvl import decoded_rvl

__all__ = ['HEADER_BYTES', 'decoded_depth', 'is_png16']

Depths: TypeAlias = 'npt.NDArray[np.uint16] | npt.NDArray[np.float32]'

HEADER_BYTES = 12

LARGEST = 1 << 26
"""Pixels; nobody has such a depth camera, and a few bytes may claim more than there is memory."""

_PNG = b'\x89PNG\r\n\x1a\n'
_IHDR = struct.Struct('>8sI4sIIBB')


def is_png16(data: npt.NDArray[np.uint8]) -> bool:
    """Tell whether bytes begin as a PNG of one 16-bit channel."""
    head = data[: _IHDR.size].tobytes()
    if len(head) < _IHDR.size:
        return False
    signature, _, name, _, _, bits, colour = _IHDR.unpack(head)
    return bool(signature == _PNG and name == b'IHDR' and bits == 16 and colour == 0)


def decoded_depth(data: npt.NDArray[np.uint8], *, rvl: bool, inverse: bool) -> Depths:
    """
    Return the pixels of a packed depth image.

    :param data: uint8, shape (bytes,), the whole message data.
    :param rvl: packed with RVL, else PNG.
    :param inverse: quantised inverse depth of a float image.
    :returns: uint16 in the message's units, or float32 in metres; shape (height, width).
    :raises DecodeError: the bytes are something else or damaged.
    """
    if len(data) <= HEADER_BYTES:
        raise DecodeError(f'compressedDepth: {len(data)} bytes')
    body = data[HEADER_BYTES:]
    steps = _from_rvl(body) if rvl else _from_png(body)
    if not inverse:
        return steps
    a, b = struct.unpack_from('<ff', data[4:HEADER_BYTES].tobytes())
    return _metres(steps, a, b)


def _from_rvl(body: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    if len(body) < 8:
        raise DecodeError('compressedDepth rvl: no size')
    width, height = struct.unpack('<II', body[:8].tobytes())
    _check_size(width, height)
    return decoded_rvl(body[8:], width * height).reshape(height, width)


def _from_png(body: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    import cv2  # an edge: only float depth needs it

    if not is_png16(body):
        raise DecodeError('compressedDepth: not a PNG of one 16-bit channel')
    _check_size(*_IHDR.unpack(body[: _IHDR.size].tobytes())[3:5])
    pixels = cv2.imdecode(body, cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint16 or pixels.ndim != 2:
        raise DecodeError('compressedDepth: damaged PNG')
    return np.asarray(pixels, np.uint16)


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= LARGEST:
        raise DecodeError(f'compressedDepth: an image of {width}x{height} pixels')


def _metres(steps: npt.NDArray[np.uint16], a: float, b: float) -> npt.NDArray[np.float32]:
    """Return depths in metres, NaN where none was measured, through a table of all steps."""
    with np.errstate(divide='ignore', invalid='ignore', over='ignore'):
        table = (np.float64(a) / (np.arange(1 << 16) - np.float64(b))).astype(np.float32)
    table[0] = np.nan
    return table[steps]
