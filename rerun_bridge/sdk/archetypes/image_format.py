"""Raw pictures: how their bytes are to be read, and how an array becomes such bytes."""

from __future__ import annotations

from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['PACKED', 'ImageFormat', 'format_in', 'format_of', 'plane_of', 'pixels_of']

PACKED = Struct('=IIBBB')
"""
How a cell keeps a format.

0 is no number of any of the enums, and stands for None.
"""

MODELS = {1: 'L', 3: 'RGB', 4: 'RGBA'}
"""By channels, where the caller does not say."""


class ImageFormat:
    """
    The format of a raw picture; enums by member, number or name.

    :param width: in pixels.
    :param height: in pixels.
    :param pixel_format: of pictures in planes or with shared colours; None for all others.
    :param color_model: which channels a pixel has.
    :param channel_datatype: of each channel; also a numpy type.
    """

    __slots__ = ('channel_datatype', 'color_model', 'height', 'pixel_format', 'width')

    def __init__(
        self,
        width: int,
        height: int,
        *,
        pixel_format: int | str | None = None,
        color_model: int | str | None = None,
        channel_datatype: npt.DTypeLike | int | str | None = None,
    ) -> None:
        self.width = width
        self.height = height
        self.pixel_format = pixel_format
        self.color_model = color_model
        self.channel_datatype = channel_datatype

    def __repr__(self) -> str:
        """Return how to make it."""
        given = [(name, getattr(self, name)) for name in sorted(self.__slots__)]
        return f'ImageFormat({", ".join([f"{n}={v!r}" for n, v in given if v is not None])})'


def format_in(cell: bytes) -> ImageFormat:
    """Return the format that a cell holds."""
    width, height, pixel_format, color_model, datatype = PACKED.unpack(cell)
    return ImageFormat(
        width,
        height,
        pixel_format=pixel_format or None,
        color_model=color_model or None,
        channel_datatype=datatype or None,
    )


def pixels_of(image: Any, name: str) -> npt.NDArray[Any]:
    """
    Return a picture as an array of shape (height, width, channels), in native byte order.

    :param image: leading and trailing axes of size 1 do not count.
    :param name: of its component, for errors.
    :raises ValueError: it is of another shape.
    """
    array = np.asarray(image)
    shape = array.shape
    while len(shape) > 2 and shape[0] == 1:
        shape = shape[1:]
    while len(shape) > 2 and shape[-1] == 1:
        shape = shape[:-1]
    if len(shape) not in (2, 3):
        raise ValueError(f'{name}: shape {array.shape}, wanted (height, width[, channels])')
    if array.dtype == np.bool_:
        array = array.view(np.uint8)
    elif not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder('='))
    return array.reshape(shape if len(shape) == 3 else (*shape, 1))


def format_of(pixels: npt.NDArray[Any], color_model: Any = None) -> ImageFormat:
    """
    Return the format of an array.

    :param pixels: shape (height, width, channels).
    :param color_model: L, RGB or RGBA by the channels where it is None.
    :raises ValueError: it has two channels, or more than four.
    """
    height, width, channels = pixels.shape
    if color_model is None:
        color_model = MODELS.get(channels)
        if color_model is None:
            raise ValueError(f'picture of {channels} channels, wanted 1, 3 or 4')
    return ImageFormat(width, height, color_model=color_model, channel_datatype=pixels.dtype)


def plane_of(image: Any, name: str) -> npt.NDArray[Any]:
    """
    Return a picture of one channel, shape (height, width).

    :param name: of its component, for errors.
    :raises ValueError: it is of another shape.
    """
    pixels = pixels_of(image, name)
    if pixels.shape[2] != 1:
        raise ValueError(f'{name}: shape {np.shape(image)}, wanted (height, width)')
    return pixels.reshape(pixels.shape[:2])
