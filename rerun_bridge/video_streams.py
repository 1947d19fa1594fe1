"""
Which channels are video: of such a stream no message may be left out.

Each picture is told as a difference from others; without them it is a smear until the next whole
one. What a message is cannot be told without decoding it, so none is dropped.
"""

from __future__ import annotations

import struct

from rerun_bridge.imaging.blobs import named_codec
from rerun_bridge.messages import MessageBatch

__all__ = ['is_video']

VIDEO_TYPES = frozenset(
    {'ffmpeg_image_transport_msgs/msg/FFMPEGPacket', 'foxglove_msgs/msg/CompressedVideo'}
)
PICTURES = 'sensor_msgs/msg/CompressedImage'
FRAME_ID_AT = 12
"""Where the length of the header's frame is: after the encapsulation and the stamp."""


def is_video(batch: MessageBatch) -> bool:
    """Tell whether messages are part of a video; a compressed image says so in its format."""
    type_name = batch.channel.type_name
    if type_name in VIDEO_TYPES:
        return True
    return type_name == PICTURES and bool(named_codec(_format(batch.message(0))))


def _format(message: memoryview) -> str:
    """Return the format of a compressed image; nothing where it is cut off."""
    order = '<' if len(message) > 1 and message[1] & 1 else '>'
    _, at = _text(message, FRAME_ID_AT, order)
    text, _ = _text(message, 4 + -(-(at - 4) // 4) * 4, order)
    return text


def _text(message: memoryview, at: int, order: str) -> tuple[str, int]:
    """Return a text, and where it ends."""
    if at + 4 > len(message):
        return '', len(message)
    (length,) = struct.unpack_from(f'{order}I', message, at)
    end = min(at + 4 + length, len(message))
    return bytes(message[at + 4 : end]).rstrip(b'\0').decode('utf-8', 'replace'), end
