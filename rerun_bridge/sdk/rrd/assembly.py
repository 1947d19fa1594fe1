"""Messages in, the bytes of a recording out: of a stream, or of a whole file with its footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rerun_bridge.sdk.log_msg import Bytes, LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import encode_footer
from rerun_bridge.sdk.rrd.footer import PlacedChunk
from rerun_bridge.sdk.rrd.frames import (
    FRAME_HEADER_BYTES,
    FrameKind,
    frame_header,
    stream_footer,
    stream_header,
)

__all__ = ['frames_of', 'recording_of', 'short_recording_of']


def frames_of(messages: Iterable[LogMsg]) -> bytes:
    """Return the frames of messages: what a stream goes on with."""
    return b''.join(_parts(messages))


def short_recording_of(messages: Iterable[LogMsg]) -> bytes:
    """Return what a viewer takes as a recording of its own; it needs no footer."""
    return b''.join((stream_header(), *_parts(messages)))


def recording_of(messages: Iterable[LogMsg]) -> bytes:
    """Return the contents of a file."""
    parts: list[Bytes] = [stream_header()]
    at = len(parts[0])
    stores: dict[StoreId, list[PlacedChunk]] = {}
    for msg in messages:
        parts += _parts([msg])
        at += FRAME_HEADER_BYTES
        if msg.facts is not None:
            placed = PlacedChunk(msg.facts, at, msg.size_bytes)
            stores.setdefault(msg.store, []).append(placed)
        at += msg.size_bytes
    if footer := encode_footer(list(stores.items())):
        parts += frame_header(FrameKind.END, len(footer)), footer
        parts.append(stream_footer(at + FRAME_HEADER_BYTES, footer))
    return b''.join(parts)


def _parts(messages: Iterable[LogMsg]) -> Iterator[Bytes]:
    for msg in messages:
        yield frame_header(msg.kind, msg.size_bytes)
        yield from msg.payload
