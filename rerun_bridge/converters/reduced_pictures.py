"""Pictures and depth images, reduced as a topic's rule asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.converters.image_formats import encoded_rows, image_rows
from rerun_bridge.converters.image_planes import PictureRows
from rerun_bridge.imaging.files import jpeg_of, png_of, png_pixels
from rerun_bridge.imaging.pictures import PictureFormat
from rerun_bridge.imaging.smaller import (
    Pixels,
    as_pixels,
    limited_depth,
    smaller_depth,
    smaller_picture,
    smaller_size,
)

__all__ = [
    'PictureReduction',
    'encoded_depth',
    'picture_reduction',
    'reduced_depth',
    'reduced_depths',
    'reduced_pictures',
]

Bytes = npt.NDArray[np.uint8]

Limits: TypeAlias = 'tuple[float | None, float | None]'


class PictureReduction(NamedTuple):
    """
    What a rule wants of pictures; None leaves them.

    :param depth_limits: in metres.
    """

    max_width: int | None = None
    jpeg_quality: int | None = None
    depth_limits: Limits | None = None


def picture_reduction(options: Mapping[str, object]) -> PictureReduction | None:
    """Return what a rule wants of pictures; None where that is nothing, which is the rule."""
    if not options:
        return None
    limits = options.get('depth_limits')
    wanted = PictureReduction(
        _whole(options.get('max_width')),
        _whole(options.get('jpeg_quality')),
        limits if isinstance(limits, tuple) else None,
    )
    return wanted if any(wanted) else None


def _whole(option: object) -> int | None:
    return option if isinstance(option, int) else None


def reduced_pictures(
    pictures: Sequence[Bytes],
    made: PictureFormat,
    size: tuple[int, int],
    rows: Sequence[int],
    wanted: PictureReduction,
) -> PictureRows:
    """
    Return pictures of one size and form as a rule wants them.

    :param pictures: uint8, of each picture.
    :param size: width and height.
    :param rows: the messages they come from.
    """
    if wanted.jpeg_quality is None and smaller_size(*size, wanted.max_width) == size:
        return image_rows(pictures, made, size, rows)
    order, small = '', []
    for picture in pictures:
        pixels, order = as_pixels(picture, made, size)
        small.append(smaller_picture(pixels, wanted.max_width))
    if wanted.jpeg_quality is not None and small[0].dtype == np.uint8:
        jpegs = [jpeg_of(pixels, order, wanted.jpeg_quality) for pixels in small]
        return encoded_rows(jpegs, 'image/jpeg', rows)
    height, width = small[0].shape[:2]
    smaller = PictureFormat(made.dtype, order, '', small[0].nbytes)
    return image_rows([_as_bytes(pixels) for pixels in small], smaller, (width, height), rows)


def reduced_depths(
    depths: Sequence[Bytes],
    made: PictureFormat,
    size: tuple[int, int],
    metres_per_unit: float,
    wanted: PictureReduction,
) -> tuple[list[Bytes], tuple[int, int]]:
    """Return depth images of one size as a rule wants them, and their width and height."""
    width, height = size
    images = (depth.view(made.dtype).reshape(height, width) for depth in depths)
    reduced = [_as_bytes(reduced_depth(image, metres_per_unit, wanted)) for image in images]
    return reduced, smaller_size(width, height, wanted.max_width)


def _as_bytes(pixels: Pixels) -> Bytes:
    return np.ascontiguousarray(pixels).reshape(-1).view(np.uint8)


def reduced_depth(depths: Pixels, metres_per_unit: float, wanted: PictureReduction) -> Pixels:
    """Return a depth image, shape (height, width), as a rule wants it."""
    small = smaller_depth(depths, wanted.max_width)
    if wanted.depth_limits is None:
        return small
    return limited_depth(small, wanted.depth_limits, metres_per_unit)


def encoded_depth(blob: Bytes, metres_per_unit: float, wanted: PictureReduction) -> Bytes:
    """Return a depth image in a PNG as a rule wants it; one that cannot be read as it is."""
    depths = png_pixels(blob)
    if depths is None:
        return blob
    reduced = reduced_depth(depths, metres_per_unit, wanted)
    return blob if reduced is depths else png_of(reduced)
