"""Pictures and depth images with fewer pixels, and depth within limits."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.imaging.pictures import PictureFormat
from rerun_bridge.imaging.yuv import rgb_from_planes

__all__ = [
    'Pixels',
    'as_pixels',
    'limited_depth',
    'smaller_depth',
    'smaller_picture',
    'smaller_size',
]

Bytes = npt.NDArray[np.uint8]
Pixels: TypeAlias = 'npt.NDArray[Any]'
"""Shape (height, width) or (height, width, channels)."""

CHANNELS = {'L': 1, 'RGB': 3, 'RGBA': 4, 'BGR': 3, 'BGRA': 4}
AVERAGED = frozenset({'u1', 'u2', 'i2', 'f4', 'f8'})
"""Kinds of numbers that OpenCV can average."""


def smaller_size(width: int, height: int, max_width: int | None) -> tuple[int, int]:
    """Return width and height of a picture that is at most so wide, in the same proportion."""
    if max_width is None or width <= max_width:
        return width, height
    return max_width, max(round(height * max_width / width), 1)


def as_pixels(picture: Bytes, made: PictureFormat, size: tuple[int, int]) -> tuple[Pixels, str]:
    """
    Return a picture as an array, and the order of its channels; YUV becomes RGB.

    :param picture: uint8, shape (made.size,).
    :param size: width and height.
    """
    width, height = size
    if not made.pixel_format:
        pixels = picture.view(made.dtype).reshape(height, width, CHANNELS[made.order])
        return (pixels[..., 0] if made.order == 'L' else pixels), made.order
    if made.pixel_format == 'Y_U_V24_LimitedRange':
        return rgb_from_planes(picture.reshape(3, height, width)), 'RGB'
    import cv2  # an edge

    if made.pixel_format == 'NV12':
        planes = picture.reshape(height * 3 // 2, width)
        return cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_NV12), 'RGB'
    return cv2.cvtColor(picture.reshape(height, width, 2), cv2.COLOR_YUV2RGB_YUY2), 'RGB'


def smaller_picture(pixels: Pixels, max_width: int | None) -> Pixels:
    """Return a picture that is at most so wide; each pixel is the mean of those it stands for."""
    height, width = pixels.shape[:2]
    size = smaller_size(width, height, max_width)
    if size == (width, height):
        return pixels
    if f'{pixels.dtype.kind}{pixels.dtype.itemsize}' not in AVERAGED:
        return _sampled(pixels, size)
    import cv2  # an edge

    whole = np.require(pixels, requirements=['A', 'C'])
    small: Pixels = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return small


def smaller_depth(depths: Pixels, max_width: int | None) -> Pixels:
    """Return a depth image that is at most so wide; a mean would invent depths at edges."""
    height, width = depths.shape
    size = smaller_size(width, height, max_width)
    return depths if size == (width, height) else _sampled(depths, size)


def _sampled(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    height, width = pixels.shape[:2]
    columns = (2 * np.arange(size[0]) + 1) * width // (2 * size[0])
    rows = (2 * np.arange(size[1]) + 1) * height // (2 * size[1])
    sampled: Pixels = pixels[rows[:, None], columns]
    return sampled


def limited_depth(
    depths: Pixels, limits: tuple[float | None, float | None], metres_per_unit: float
) -> Pixels:
    """
    Return a depth image without what is nearer or farther: 0, which is no depth.

    :param limits: in metres, each None for none.
    """
    low, high = (None if limit is None else limit / metres_per_unit for limit in limits)
    beyond = np.zeros(depths.shape, bool)
    with np.errstate(invalid='ignore'):
        if low is not None:
            beyond |= depths < np.float64(low)
        if high is not None:
            beyond |= depths > np.float64(high)
    return np.where(beyond, depths.dtype.type(0), depths)
