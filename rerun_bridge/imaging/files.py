"""Pictures in files, JPEG and PNG, and files of pictures with fewer pixels or bytes."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from rerun_bridge.imaging.smaller import Pixels, smaller_picture, smaller_size

__all__ = ['encoded_smaller', 'jpeg_of', 'picture_size', 'png_of', 'png_pixels']

Bytes = npt.NDArray[np.uint8]

JPEG = 'image/jpeg'
LOSSLESS = ('image/png', 'image/tiff', 'image/bmp')

LARGEST = 1 << 27
"""Pixels; a few bytes may claim more than there is memory."""

_PNG = struct.Struct('>8s4x4sII')
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that are followed by its size."""

KEPT_QUALITY = 90
"""Of a JPEG that is made smaller, where the user does not say."""


def jpeg_of(pixels: Pixels, order: str, quality: int) -> Bytes:
    """
    Return a picture as JPEG, without its alpha.

    :param pixels: of uint8.
    :param order: of the channels: ``L RGB RGBA BGR BGRA``.
    :param quality: 1 to 100.
    """
    import cv2  # an edge

    pixels = np.ascontiguousarray(pixels)
    if order not in ('L', 'BGR'):
        pixels = cv2.cvtColor(pixels, getattr(cv2, f'COLOR_{order}2BGR'))
    blob: Bytes = cv2.imencode('.jpg', pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return blob.reshape(-1)


def png_pixels(blob: Bytes) -> Pixels | None:
    """Return the pixels of a PNG of one 16-bit channel; None where it is damaged or another."""
    pixels = _decoded(blob)
    is_one = pixels is not None and pixels.dtype == np.uint16 and pixels.ndim == 2
    return pixels if is_one else None


def png_of(pixels: Pixels) -> Bytes:
    """Return pixels as a PNG; three channels are BGR, four BGRA."""
    import cv2  # an edge

    blob: Bytes = cv2.imencode('.png', np.ascontiguousarray(pixels))[1]
    return blob.reshape(-1)


def picture_size(blob: Bytes) -> tuple[int, int] | None:
    """Return what a JPEG or PNG says of its width and height; None where it says nothing."""
    head = blob[: _PNG.size].tobytes()
    if len(head) == _PNG.size and head.startswith(b'\x89PNG'):
        _, _, width, height = _PNG.unpack(head)
        return width, height
    at = 2
    while head.startswith(b'\xff\xd8') and at + 9 <= len(blob) and blob[at] == 0xFF:
        height, width = struct.unpack('>HH', blob[at + 5 : at + 9].tobytes())
        if int(blob[at + 1]) in _SIZES:
            return width, height
        at += 2 + int(blob[at + 2]) * 256 + int(blob[at + 3])
    return None


def _decoded(blob: Bytes) -> Pixels | None:
    """Return the pixels of a picture in a file; None where they cannot be had."""
    import cv2  # an edge

    width, height = picture_size(blob) or (0, 0)
    if not len(blob) or width * height > LARGEST:
        return None
    try:
        return cv2.imdecode(blob, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None


def encoded_smaller(
    blob: Bytes, media_type: str, max_width: int | None, quality: int | None
) -> tuple[Bytes, str]:
    """
    Return an encoded picture as a smaller one, and its media type.

    It is left as it is where it cannot be read, or would only grow.

    :param quality: of the JPEG it becomes; None makes a PNG of a file that has lost nothing, and a
        good JPEG of others.
    """
    size = picture_size(blob)
    if quality is None and size is not None and smaller_size(*size, max_width) == size:
        return blob, media_type
    pixels = _decoded(blob)
    if pixels is None:
        return blob, media_type
    small = smaller_picture(pixels, max_width)
    is_same = small is pixels
    jpeg = None
    wanted = quality is not None or not (is_same or media_type in LOSSLESS)
    if wanted and small.dtype == np.uint8:
        order = 'L' if small.ndim == 2 else {3: 'BGR', 4: 'BGRA'}[small.shape[2]]
        jpeg = jpeg_of(small, order, quality or KEPT_QUALITY)
    if jpeg is not None and not (is_same and len(jpeg) >= len(blob)):
        return jpeg, JPEG
    if is_same:
        return blob, media_type
    return png_of(small), 'image/png'
