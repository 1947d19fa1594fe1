"""Raw pixels in any encoding to pixels that a viewer takes, copied only where they change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.errors import DecodeError
from rerun_bridge.imaging.bayer import demosaiced
from rerun_bridge.imaging.encodings import PixelEncoding
from rerun_bridge.imaging.yuv import nv12_from_nv21, planes_from_nv24, yuyv_from_uyvy
from rerun_bridge.nouns import dataclass

__all__ = ['Frame', 'PictureFormat', 'picture', 'picture_format']

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """
    Size of an image and how its rows lie in memory.

    :param step: bytes from one row to the next.
    :param size: bytes there are in all.
    """

    width: int
    height: int
    step: int
    big_endian: bool
    size: int


@dataclass(frozen=True)
class PictureFormat:
    """
    What the pixels that :func:`picture` returns are.

    :param dtype: of a channel; native byte order.
    :param order: ``L RGB RGBA BGR BGRA``, empty for a pixel format.
    :param pixel_format: ``NV12 YUY2 Y_U_V24_LimitedRange``, else empty.
    :param size: bytes of one picture.
    """

    dtype: str
    order: str
    pixel_format: str
    size: int


_PIXEL_FORMATS = {
    'uyvy': ('YUY2', 4),
    'yuyv': ('YUY2', 4),
    'nv12': ('NV12', 3),
    'nv21': ('NV12', 3),
    'nv24': ('Y_U_V24_LimitedRange', 6),
}
"""Name, and bytes of two pixels."""

_PLANES = {'nv12': 1.5, 'nv21': 1.5, 'nv24': 3}
"""Planes of an image by its encoding, in planes of luma."""


def picture_format(encoding: PixelEncoding, frame: Frame) -> PictureFormat:
    """
    Return what an image becomes.

    :raises DecodeError: the image contradicts itself, so no pixels can be read.
    """
    area = frame.width * frame.height
    if area == 0:
        raise DecodeError(f'an image of {frame.width}x{frame.height} pixels')
    needed = _needed_bytes(encoding, frame)
    if frame.size < needed:
        raise DecodeError(
            f'{frame.width}x{frame.height} pixels need {needed} bytes, the image has {frame.size}'
        )
    if needed * 3 >= 1 << 31:
        raise DecodeError(f'an image of {frame.width}x{frame.height} pixels is too large')
    if encoding.yuv:
        odd = (frame.width % 2 and encoding.yuv != 'nv24') or (
            frame.height % 2 and encoding.yuv in ('nv12', 'nv21')
        )
        if odd:
            raise DecodeError(f'{encoding.yuv} of {frame.width}x{frame.height} pixels: not even')
        name, two = _PIXEL_FORMATS[encoding.yuv]
        return PictureFormat('u1', '', name, area * two // 2)
    if encoding.bayer:
        if min(frame.width, frame.height) < 2:
            raise DecodeError(f'a Bayer image of {frame.width}x{frame.height} pixels')
        return PictureFormat(encoding.dtype, 'RGB', '', area * 3 * int(encoding.dtype[1]))
    if encoding.channels == 2:  # e.g. optical flow: a third, empty channel makes it a picture
        return PictureFormat(encoding.dtype, 'RGB', '', area * 3 * int(encoding.dtype[1]))
    if encoding.order == '?':
        raise DecodeError(f'a picture of {encoding.channels} channels')
    return PictureFormat(encoding.dtype, encoding.order, '', area * encoding.pixel_bytes)


def picture(encoding: PixelEncoding, frame: Frame, image: Bytes) -> Bytes:
    """
    Return the pixels of an image; those that need no change as they are, not copied.

    :param image: uint8, shape (frame.size,), of a size that :func:`picture_format` has accepted.
    :returns: uint8, shape (PictureFormat.size,).
    """
    return _pixels(encoding, frame, image).reshape(-1)


def _needed_bytes(encoding: PixelEncoding, frame: Frame) -> int:
    """Return the bytes of an image; with its padding, unless it plainly has none."""
    row_bytes = frame.width * encoding.pixel_bytes
    tight = row_bytes * frame.height
    if encoding.yuv in _PLANES:
        return int(tight * _PLANES[encoding.yuv])
    if frame.step <= row_bytes or frame.size == tight:
        return tight
    return frame.step * (frame.height - 1) + row_bytes


def _rows(image: Bytes, at: int, rows: int, row_bytes: int, step: int) -> Bytes:
    """Return rows without their padding as a view, shape (rows, row_bytes)."""
    if step == row_bytes:
        return image[at : at + rows * row_bytes].reshape(rows, row_bytes)
    return np.lib.stride_tricks.as_strided(
        image[at:], (rows, row_bytes), (step, 1), writeable=False
    )


def _step(encoding: PixelEncoding, frame: Frame, rows: int, row_bytes: int) -> int:
    """
    Return the bytes from row to row.

    That is what the message says, unless its data shows that there is no padding: drivers
    disagree about the step of planar formats, and some leave it 0.
    """
    padded = frame.step * (rows - 1) + row_bytes
    return frame.step if frame.step > row_bytes and padded <= frame.size else row_bytes


def _pixels(encoding: PixelEncoding, frame: Frame, image: Bytes) -> Bytes:
    width, height = frame.width, frame.height
    if encoding.yuv in ('nv12', 'nv21'):
        rows = height * 3 // 2
        planes = _rows(image, 0, rows, width, _step(encoding, frame, rows, width))
        return planes if encoding.yuv == 'nv12' else nv12_from_nv21(_packed(planes), height)
    if encoding.yuv == 'nv24':
        step = _step(encoding, frame, height * 3, width)
        luma = _rows(image, 0, height, width, step)
        return planes_from_nv24(luma, _rows(image, step * height, height, 2 * width, 2 * step))
    row_bytes = width * encoding.pixel_bytes
    pixels = _rows(image, 0, height, row_bytes, _step(encoding, frame, height, row_bytes))
    if encoding.yuv:
        return pixels if encoding.yuv == 'yuyv' else yuyv_from_uyvy(_packed(pixels))
    item = int(encoding.dtype[1])
    if item > 1 and frame.big_endian:
        pixels = _packed(pixels).view(f'u{item}').byteswap().view(np.uint8)
    if encoding.bayer:
        mosaic = _packed(pixels).view(encoding.dtype)
        return np.ascontiguousarray(demosaiced(mosaic, encoding.bayer)).view(np.uint8)
    if encoding.channels == 2:
        three = np.zeros((height, width, 3), encoding.dtype)
        three[..., :2] = _packed(pixels).view(encoding.dtype).reshape(height, width, 2)
        return three.view(np.uint8)
    return pixels


def _packed(pixels: Bytes) -> Bytes:
    return np.ascontiguousarray(pixels)
