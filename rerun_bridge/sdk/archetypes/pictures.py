"""Archetypes of pictures, depth and video."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    BLOB,
    BOOL,
    F32,
    IMAGE_FORMAT,
    U8,
    U32,
    UTF8,
    VEC2D,
)

__all__ = [
    'DepthImage',
    'EncodedDepthImage',
    'EncodedImage',
    'Image',
    'SegmentationImage',
    'VideoStream',
]


class Image:
    """A picture as pixels."""

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)


class EncodedImage:
    """A picture in a file format: JPEG, PNG."""

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)


class DepthImage:
    """Distances as pixels."""

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    meter = Component('DepthMeter', F32)
    colormap = Component('Colormap', U8)
    depth_range = Component('ValueRange', VEC2D)
    point_fill_ratio = Component('FillRatio', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)


class EncodedDepthImage:
    """Distances in a picture file format."""

    blob = Component('Blob', BLOB)
    media_type = Component('MediaType', UTF8)
    meter = Component('DepthMeter', F32)
    colormap = Component('Colormap', U8)
    depth_range = Component('ValueRange', VEC2D)
    point_fill_ratio = Component('FillRatio', F32)
    draw_order = Component('DrawOrder', F32)
    magnification_filter = Component('MagnificationFilter', U8)


class SegmentationImage:
    """Class ids as pixels."""

    buffer = Component('ImageBuffer', BLOB)
    format = Component('ImageFormat', IMAGE_FORMAT)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)


class VideoStream:
    """Video, sample by sample."""

    codec = Component('VideoCodec', U32)
    sample = Component('VideoSample', BLOB)
    is_keyframe = Component('IsKeyframe', BOOL)
    opacity = Component('Opacity', F32)
    draw_order = Component('DrawOrder', F32)
