"""Archetypes of depth images."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BLOB, F32, IMAGE_FORMAT, U8, UTF8, VEC2D
from rerun_bridge.sdk.archetypes.compression import png
from rerun_bridge.sdk.archetypes.image_format import ImageFormat, format_in, plane_of
from rerun_bridge.sdk.archetypes.inputs import BlobLike, EnumLike, VectorLike
from rerun_bridge.sdk.archetypes.media_type import MediaType
from rerun_bridge.sdk.archetypes.memory import copied

__all__ = ['DepthImage', 'EncodedDepthImage']

DTYPES: dict[object, str] = {6: 'u1', 8: 'u2'}
"""Of what a PNG can be, by the number of ``ChannelDatatype``."""


class DepthImage(Archetype):
    """
    Distances as pixels.

    :param image: shape (height, width).
    :param meter: how many units are a metre: 1000 for millimetres.
    :param depth_range: shape (2,): what the colours span.
    :param point_fill_ratio: of the points that it becomes in space; 1 leaves no gaps.
    :param draw_order: higher is drawn above.
    """

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    meter = Component('DepthMeter', F32)
    colormap = Component('Colormap', U8)
    depth_range = Component('ValueRange', VEC2D)
    point_fill_ratio = Component('FillRatio', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)

    def __init__(
        self,
        image: npt.ArrayLike,
        *,
        meter: float | None = None,
        colormap: EnumLike | None = None,
        depth_range: VectorLike | None = None,
        point_fill_ratio: float | None = None,
        draw_order: float | None = None,
        magnification_filter: EnumLike | None = None,
    ) -> None:
        pixels = plane_of(image, 'DepthImage:buffer')
        made = ImageFormat(pixels.shape[1], pixels.shape[0], channel_datatype=pixels.dtype)
        self._log(locals(), buffer=copied(pixels), format=made)

    def image_format(self) -> ImageFormat:
        """Return how the bytes of this image are to be read."""
        return format_in(self.cells[DepthImage.format])

    def compress(self, compress_level: int = 6) -> EncodedDepthImage:
        """
        Return the same image as a PNG, without loss; needs OpenCV.

        :param compress_level: up to 9; more is smaller.
        :raises ValueError: its numbers are neither uint8 nor uint16.
        """
        made = self.image_format()
        dtype = DTYPES.get(made.channel_datatype)
        if dtype is None:
            raise ValueError(f'DepthImage: no PNG of {made}, only of U8 and U16')
        numbers = np.frombuffer(self.cells[DepthImage.buffer][0], dtype)
        blob = png(numbers.reshape(made.height, made.width), compress_level)
        return EncodedDepthImage(blob, media_type=MediaType.PNG)._with_cells_of(self)


class EncodedDepthImage(Archetype):
    """
    Distances in a picture file format: PNG, RVL.

    :param blob: what is in the file.
    :param meter: how many units are a metre: 1000 for millimetres.
    :param depth_range: shape (2,): what the colours span.
    :param point_fill_ratio: of the points that it becomes in space; 1 leaves no gaps.
    :param draw_order: higher is drawn above.
    """

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    meter = Component('DepthMeter', F32)
    colormap = Component('Colormap', U8)
    depth_range = Component('ValueRange', VEC2D)
    point_fill_ratio = Component('FillRatio', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)

    def __init__(
        self,
        blob: BlobLike,
        *,
        media_type: str | None = None,
        meter: float | None = None,
        colormap: EnumLike | None = None,
        depth_range: VectorLike | None = None,
        point_fill_ratio: float | None = None,
        draw_order: float | None = None,
        magnification_filter: EnumLike | None = None,
    ) -> None:
        self._log(locals())
