"""Messages in, the bytes of a recording out: of a stream, or of a whole file with its footer."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.sdk.log_msg import Bytes, LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import encode_footer
from rerun_bridge.sdk.rrd.frames import (
    FRAME_HEADER_BYTES,
    FrameKind,
    frame_header,
    stream_footer,
    stream_header,
)
from rerun_bridge.sdk.rrd.placements import Placements

__all__ = ['frames_of', 'recording_of', 'short_recording_of']


def frames_of(messages: Iterable[LogMsg]) -> list[Bytes]:
    """Return the frames of messages, in pieces: what a stream goes on with."""
    pieces: list[Bytes] = []
    for msg in messages:
        pieces.append(frame_header(msg.kind, msg.size_bytes))
        pieces += msg.payload
    return pieces


def short_recording_of(messages: Iterable[LogMsg]) -> list[Bytes]:
    """Return, in pieces, what a viewer takes as a recording; it needs no footer."""
    return [stream_header(), *frames_of(messages)]


def recording_of(messages: Iterable[LogMsg]) -> bytes:
    """Return the contents of a file."""
    pieces: list[Bytes] = [stream_header()]
    at = len(pieces[0])
    stores: dict[StoreId, Placements] = {}
    for msg in messages:
        pieces += frames_of([msg])
        at += FRAME_HEADER_BYTES
        if msg.facts is not None:
            stores.setdefault(msg.store, Placements()).add(msg.facts, at, msg.size_bytes)
        at += msg.size_bytes
    if footer := encode_footer(list(stores.items())):
        pieces += frame_header(FrameKind.END, len(footer)), footer
        pieces.append(stream_footer(at + FRAME_HEADER_BYTES, footer))
    return b''.join(pieces)
