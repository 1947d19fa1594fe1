"""The frame around every message of a file: a kind and a length; and the file's head and foot."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum

import xxhash

from rerun_bridge.errors import DecodeError
from rerun_bridge.nouns import dataclass

__all__ = [
    'FRAME_HEADER_BYTES',
    'Frame',
    'FrameKind',
    'VERSION',
    'footer_payload',
    'frame_header',
    'read_frames',
    'stream_footer',
    'stream_header',
]

VERSION = (0, 30, 0)
"""The oldest version whose readers know all we write: newer ones read it without a warning."""

FRAME_HEADER_BYTES = 16
FOOTER_SEED = 7850921

_STREAM_HEADER = struct.Struct('<4s4BBBH')
_FRAME_HEADER = struct.Struct('<QQ')
_STREAM_FOOTER = struct.Struct('<QQI4s4sI')
_MAGIC, _FOOTER_MAGIC = b'RRF2', b'FOOT'
_COMPRESSION_HINT, _PROTOBUF = 1, 2
_OLDEST_READABLE = (0, 23)


class FrameKind(IntEnum):
    """What a frame holds."""

    END = 0
    SET_STORE_INFO = 1
    ARROW_MSG = 2
    BLUEPRINT_ACTIVATION = 3


@dataclass(frozen=True)
class Frame:
    """
    One message of a file.

    :param offset: of the payload, from the start of the file.
    """

    kind: FrameKind
    offset: int
    payload: memoryview


def stream_header() -> bytes:
    """Return the first 12 bytes of a file or stream."""
    return _STREAM_HEADER.pack(_MAGIC, *VERSION, 0, _COMPRESSION_HINT, _PROTOBUF, 0)


def frame_header(kind: FrameKind, size: int) -> bytes:
    """Return the 16 bytes before a payload."""
    return _FRAME_HEADER.pack(kind, size)


def stream_footer(payload_offset: int, payload: bytes) -> bytes:
    """
    Return the last 32 bytes of a file.

    :param payload_offset: of the footer's payload from the start of the file, after its frame
        header.
    """
    checksum = xxhash.xxh32_intdigest(payload, FOOTER_SEED)
    return _STREAM_FOOTER.pack(payload_offset, len(payload), checksum, _MAGIC, _FOOTER_MAGIC, 1)


def read_frames(data: memoryview) -> Iterator[Frame]:
    """
    Yield the frames of a file in order; an end frame, written or torn, is the last.

    :raises DecodeError: it is no recording, or stops within a frame.
    """
    if len(data) < _STREAM_HEADER.size:
        raise DecodeError('too short for a recording', offset=0)
    magic, *version, _, serializer, reserved = _STREAM_HEADER.unpack_from(data)
    if magic != _MAGIC or serializer != _PROTOBUF or reserved != 0:
        raise DecodeError('not a Rerun recording', offset=0)
    if tuple(version[:2]) < _OLDEST_READABLE:
        raise DecodeError(f'written by Rerun {version[0]}.{version[1]}: too old', offset=4)
    at = _STREAM_HEADER.size
    while at < len(data):
        if at + FRAME_HEADER_BYTES > len(data):
            raise DecodeError('the file ends within the head of a frame', offset=at)
        kind, size = _FRAME_HEADER.unpack_from(data, at)
        start = at + FRAME_HEADER_BYTES
        if kind not in tuple(FrameKind):
            raise DecodeError(f'a frame of the unknown kind {kind}', offset=at)
        if size > len(data) - start:
            raise DecodeError('the file ends within a frame', offset=at)
        yield Frame(FrameKind(kind), start, data[start : start + size])
        if kind == FrameKind.END:
            return
        at = start + size


def footer_payload(data: memoryview) -> memoryview | None:
    """
    Return the footer's payload; None for a file without one.

    :raises DecodeError: it is not what was written.
    """
    at = len(data) - _STREAM_FOOTER.size
    if at < 0:
        return None
    offset, size, checksum, magic, footer_magic, entries = _STREAM_FOOTER.unpack_from(data, at)
    if (magic, footer_magic) != (_MAGIC, _FOOTER_MAGIC):
        return None
    payload = data[offset : offset + size]
    if entries != 1 or len(payload) != size or offset + size > at:
        raise DecodeError('the footer is not where the file says', offset=at)
    if xxhash.xxh32_intdigest(payload, FOOTER_SEED) != checksum:
        raise DecodeError('the footer is damaged', offset=offset)
    return payload
