"""Archetypes of pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BLOB, F32, IMAGE_FORMAT, U8, UTF8
from rerun_bridge.sdk.archetypes.compression import jpeg
from rerun_bridge.sdk.archetypes.image_format import (
    ImageFormat,
    format_in,
    format_of,
    pixels_of,
    plane_of,
)
from rerun_bridge.sdk.archetypes.inputs import BlobLike, EnumLike, PathLike
from rerun_bridge.sdk.archetypes.media_type import MediaType, file_of
from rerun_bridge.sdk.archetypes.memory import copied

__all__ = ['EncodedImage', 'Image', 'SegmentationImage']

L, RGB, BGR = 1, 2, 4
UINT8 = 6
"""Numbers of the enums, which are loaded only when something is logged."""
CHANNELS = {L: 1, RGB: 3, BGR: 3}
"""Of what a JPEG can be."""


class Image(Archetype):
    """
    A picture as pixels.

    :param image: shape (height, width) or (height, width, channels).
    :param color_model: what the channels are; L, RGB or RGBA where not given.
    :param pixel_format: instead of ``color_model`` and ``datatype``: what ``bytes`` hold.
    :param datatype: of the numbers in ``bytes``; also a numpy type.
    :param bytes: instead of ``image``, with ``width`` and ``height``.
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        color_model: EnumLike | None = None,
        *,
        pixel_format: EnumLike | None = None,
        datatype: npt.DTypeLike | EnumLike | None = None,
        bytes: BlobLike | None = None,  # noqa: A002 - its name in rerun-sdk
        width: int | None = None,
        height: int | None = None,
        opacity: float | None = None,
        draw_order: float | None = None,
        magnification_filter: EnumLike | None = None,
    ) -> None:
        if bytes is None:
            pixels = pixels_of(image, 'Image:buffer')
            made = format_of(pixels, color_model)
            if (width or made.width, height or made.height) != (made.width, made.height):
                raise ValueError(f'Image: {made.width} × {made.height}, not {width} × {height}')
            self._log(locals(), buffer=copied(pixels), format=made)
            return
        if width is None or height is None:
            raise ValueError('Image: bytes need width and height')
        if (pixel_format is None) == (color_model is None or datatype is None):
            raise ValueError('Image: bytes need either pixel_format or color_model and datatype')
        made = ImageFormat(
            width,
            height,
            pixel_format=pixel_format,
            color_model=color_model,
            channel_datatype=datatype,
        )
        buffer = copied(bytes) if isinstance(bytes, np.ndarray) else bytes
        self._log(locals(), format=made)

    def image_format(self) -> ImageFormat:
        """Return how the bytes of this picture are to be read."""
        return format_in(self.cells[Image.format])

    def compress(self, jpeg_quality: int = 95) -> EncodedImage:
        """
        Return the same picture as a JPEG; needs OpenCV.

        :param jpeg_quality: up to 100; less is smaller.
        :raises ValueError: its numbers are not uint8, or its channels not L, RGB or BGR.
        """
        made = self.image_format()
        if made.color_model not in CHANNELS or made.channel_datatype != UINT8:
            raise ValueError(f'Image: no JPEG of {made}, only of U8 in L, RGB or BGR')
        shape = (made.height, made.width, CHANNELS[made.color_model])
        pixels = np.frombuffer(self.cells[Image.buffer][0], np.uint8).reshape(shape)
        if made.color_model == RGB:
            pixels = pixels[..., ::-1]
        return EncodedImage(
            contents=jpeg(pixels, jpeg_quality), media_type=MediaType.JPEG
        )._with_cells_of(self)


class EncodedImage(Archetype):
    """
    A picture in a file format: JPEG, PNG.

    :param path: of the file.
    :param contents: what is in the file; instead of ``path``.
    :param media_type: found out where not given.
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)

    def __init__(
        self,
        *,
        path: PathLike | None = None,
        contents: BlobLike | None = None,
        media_type: str | None = None,
        opacity: float | None = None,
        draw_order: float | None = None,
        magnification_filter: EnumLike | None = None,
    ) -> None:
        blob, media_type = file_of('EncodedImage', path, contents, media_type)
        self._log(locals())


class SegmentationImage(Archetype):
    """
    Class ids as pixels.

    :param image: shape (height, width).
    :param opacity: 0 to 1.
    :param draw_order: higher is drawn above.
    """

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)

    def __init__(
        self,
        image: npt.ArrayLike,
        *,
        opacity: float | None = None,
        draw_order: float | None = None,
    ) -> None:
        pixels = plane_of(image, 'SegmentationImage:buffer')
        made = ImageFormat(pixels.shape[1], pixels.shape[0], channel_datatype=pixels.dtype)
        self._log(locals(), buffer=copied(pixels), format=made)
