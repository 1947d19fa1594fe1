"""Raw pictures and depth images as components."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rerun_bridge.converters.image_planes import PictureRows
from rerun_bridge.imaging.pictures import PictureFormat
from rerun_bridge.sdk.archetypes import DepthImage, EncodedImage, Image
from rerun_bridge.sdk.archetypes.arrow_types import IMAGE_FORMAT, U8, U32
from rerun_bridge.sdk.archetypes.instances import instances, struct_array
from rerun_bridge.sdk.arrow.arrays import Array, bits
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['depth_rows', 'encoded_rows', 'image_rows', 'picture_formats']

Bytes = npt.NDArray[np.uint8]

COLOR_MODELS = {'L': 1, 'RGB': 2, 'RGBA': 3, 'BGR': 4, 'BGRA': 5}
PIXEL_FORMATS = {'NV12': 26, 'YUY2': 27, 'Y_U_V24_LimitedRange': 39}
DATATYPES = {
    'u1': 6, 'i1': 7, 'u2': 8, 'i2': 9, 'u4': 10, 'i4': 11, 'u8': 12, 'i8': 13,
    'f2': 33, 'f4': 34, 'f8': 35,
}  # fmt: skip
"""Rerun's numbers of its enums ``ColorModel``, ``PixelFormat`` and ``ChannelDatatype``."""

IMAGE_HELD = frozenset({Image.format.descriptor.component})
ENCODED_HELD = frozenset({EncodedImage.media_type.descriptor.component})
DEPTH_HELD = frozenset(
    {DepthImage.format.descriptor.component, DepthImage.meter.descriptor.component}
)


def image_rows(
    pixels: Sequence[Bytes], made: PictureFormat, size: tuple[int, int], rows: Sequence[int]
) -> PictureRows:
    """
    Return pictures of one size and form.

    :param pixels: uint8, of each picture.
    :param size: width and height.
    :param rows: the messages they come from.
    """
    components = (Image.buffer.column(pixels), _image_format(made, size, len(rows)))
    return PictureRows(components, rows, IMAGE_HELD)


@lru_cache(maxsize=32)
def _image_format(made: PictureFormat, size: tuple[int, int], rows: int) -> ComponentColumn:
    """Remember what never changes: of a few pictures at a time it would cost the most."""
    formats = picture_formats(
        [size] * rows,
        PIXEL_FORMATS.get(made.pixel_format),
        COLOR_MODELS.get(made.order),
        None if made.pixel_format else DATATYPES[made.dtype],
    )
    return Image.format.column(formats)


def picture_formats(
    sizes: Sequence[tuple[int, int]],
    pixel_format: int | None,
    color_model: int | None,
    datatype: int | None,
) -> Array:
    """
    Return formats of pictures, Rerun's numbers of its enums.

    :param sizes: widths and heights.
    """
    pixels = instances(np.array(sizes, np.uint32).reshape(-1, 2).T.reshape(-1), U32)
    count = len(sizes)
    codes = [_code(code, count) for code in (pixel_format, color_model, datatype)]
    return struct_array(IMAGE_FORMAT, [pixels.slice(0, count), pixels.slice(count, count), *codes])


def _code(code: int | None, count: int) -> Array:
    """Return the same code so many times, or null."""
    if code is None and count:
        return Array(U8, (count, count), (bits(np.zeros(count, np.bool_)), bytes(count)))
    return Array(U8, (count, 0), (None, bytes([code or 0]) * count))


def encoded_rows(blobs: Sequence[Bytes], media_type: str, rows: Sequence[int]) -> PictureRows:
    """
    Return encoded pictures of one kind.

    :param blobs: uint8, of each picture.
    :param rows: the messages they come from.
    """
    components = (EncodedImage.blob.column(blobs), _media_type(media_type, len(rows)))
    return PictureRows(components, rows, ENCODED_HELD)


@lru_cache(maxsize=32)
def _media_type(media_type: str, rows: int) -> ComponentColumn:
    return EncodedImage.media_type.column([media_type] * rows)


def depth_rows(
    pixels: Sequence[Bytes],
    dtype: str,
    metres_per_unit: float,
    sizes: Sequence[tuple[int, int]],
    rows: Sequence[int],
) -> PictureRows:
    """
    Return depth images, of any size each.

    :param pixels: uint8, of each image.
    :param dtype: of a pixel.
    :param sizes: widths and heights.
    :param rows: the messages they come from.
    """
    components = (
        DepthImage.buffer.column(pixels),
        DepthImage.format.column(picture_formats(sizes, None, None, DATATYPES[dtype])),
        DepthImage.meter.column(np.full(len(rows), 1 / metres_per_unit, np.float32)),
    )
    return PictureRows(components, rows, DEPTH_HELD)
