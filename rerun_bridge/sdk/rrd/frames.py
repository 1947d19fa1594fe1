"""The frame around every message of a file: a kind and a length; and the file's head and foot."""

from __future__ import annotations

import struct
from enum import IntEnum

import xxhash

__all__ = [
    'FRAME_HEADER_BYTES',
    'FrameKind',
    'VERSION',
    'frame_header',
    'stream_footer',
    'stream_header',
]

VERSION = (0, 30, 0)
"""The oldest version whose readers know all we write: newer ones read it without a warning."""

FRAME_HEADER_BYTES = 16
FOOTER_SEED = 7850921


class FrameKind(IntEnum):
    """What a frame holds."""

    END = 0
    SET_STORE_INFO = 1
    ARROW_MSG = 2
    BLUEPRINT_ACTIVATION = 3


def stream_header() -> bytes:
    """Return the first 12 bytes of a file or stream."""
    return struct.pack('<4s4BBBH', b'RRF2', *VERSION, 0, 1, 2, 0)


def frame_header(kind: FrameKind, size: int) -> bytes:
    """Return the 16 bytes before a payload."""
    return struct.pack('<QQ', kind, size)


def stream_footer(payload_offset: int, payload: bytes) -> bytes:
    """
    Return the last 32 bytes of a file.

    :param payload_offset: of the footer's payload from the start of the file, after its frame header.
    """
    checksum = xxhash.xxh32_intdigest(payload, FOOTER_SEED)
    return struct.pack('<QQI4s4sI', payload_offset, len(payload), checksum, b'RRF2', b'FOOT', 1)
