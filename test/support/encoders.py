"""Video from real encoders, sample by sample."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

__all__ = ['ENCODERS', 'encoded_video']

ENCODERS: dict[str, tuple[str, str, dict[str, str]]] = {
    'h264': ('H264', 'libx264', {'g': '12'}),
    'h264 without delay': ('H264', 'libx264', {'g': '12', 'tune': 'zerolatency'}),
    'h264 of slices': ('H264', 'libx264', {'x264-params': 'keyint=12:slices=4:aud=1'}),
    'h265': ('H265', 'libx265', {'x265-params': 'keyint=12:log-level=none'}),
    'h265 open': ('H265', 'libx265', {'x265-params': 'keyint=12:open-gop=1:aud=1:log-level=none'}),
    'av1': ('AV1', 'libsvtav1', {'preset': '12', 'svtav1-params': 'keyint=12'}),
}
"""Our name of the codec, the encoder, its options."""


def encoded_video(name: str, frames: int = 40) -> list[tuple[bytes, bool]]:
    """Return the samples of a video of coloured waves, and which of them are keyframes."""
    _, encoder, options = ENCODERS[name]
    context = av.codec.Codec(encoder, 'w').create('video')
    context.width, context.height, context.pix_fmt = 96, 64, 'yuv420p'
    context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
    context.options = options
    y, x = np.mgrid[0:64, 0:96]
    packets = []
    for i in range(frames):
        pixels = np.stack([2 * x + 5 * i, 3 * y + i, x + y + 7 * i], axis=-1) % 256
        frame = av.VideoFrame.from_ndarray(pixels.astype(np.uint8), 'rgb24')
        frame = frame.reformat(format='yuv420p')
        frame.pts = i
        packets += context.encode(frame)
    packets += context.encode(None)
    return [(bytes(packet), packet.is_keyframe) for packet in packets]
