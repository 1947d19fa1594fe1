"""Three ways to send a client what it has not: a growing file, grpc-web and a WebSocket."""

from __future__ import annotations

import time
from collections.abc import Callable

from rerun_bridge.sdk.log_msg import Bytes, LogMsg
from rerun_bridge.sdk.rrd.assembly import frames_of, short_recording_of
from rerun_bridge.sdk.rrd.frames import stream_header
from rerun_bridge.sdk.sinks import grpc_web
from rerun_bridge.sdk.sinks.server.hub import End, Place
from rerun_bridge.sdk.sinks.server.web_socket import (
    BINARY,
    GOING_AWAY,
    TEXT,
    TRY_AGAIN_LATER,
    ControlReader,
    closing_frame,
    frame_head,
)
from rerun_bridge.sdk.sinks.wire import Wire

__all__ = ['send_file', 'send_responses', 'send_web_socket']

_LOOK_SECONDS = 0.1
"""How often an idle client is looked after."""

_GATHER_SECONDS = 0.005
"""What comes so soon after another is sent together: chunks come in bursts, one per entity."""

_GOODBYE_SECONDS = 1.0
_NO_MORE_CHUNKS = b'0\r\n\r\n'


def send_file(wire: Wire, place: Place) -> End | None:
    """
    Send the body of an HTTP response: a recording that ends with the server.

    :return: why it ended; None where the client did.
    """
    wire.send(*_http_chunk([stream_header()]))
    return _send_chunks(wire, place, frames_of, [])


def send_responses(wire: Wire, place: Place) -> End | None:
    """Send the body of the answer to ``ReadMessages``, likewise."""
    return _send_chunks(wire, place, grpc_web.responses_of, [grpc_web.TRAILERS])


def send_web_socket(wire: Wire, place: Place) -> End | None:
    """
    Send recordings, each whole, and after each the number of its last message as text.

    :return: why it ended; None where the client did.
    """
    controls = ControlReader()

    def is_there() -> bool:
        data = wire.heard()
        if data:
            wire.send(controls.read(data))
        return data != b'' and not controls.is_over

    def send(found: list[LogMsg]) -> None:
        rrd, number = short_recording_of(found), str(place.number).encode()
        size = sum(map(len, rrd))
        wire.send(frame_head(BINARY, size), *rrd, frame_head(TEXT, len(number)), number)

    end = _pump(place, send, is_there)
    if end is End.TOO_SLOW:
        wire.send(closing_frame(TRY_AGAIN_LATER, 'too slow'))
    elif end is End.CLOSED:
        wire.send(closing_frame(GOING_AWAY, 'the recording has ended'))
    wire.wait_for_end(_GOODBYE_SECONDS)
    return end


def _send_chunks(
    wire: Wire,
    place: Place,
    encode: Callable[[list[LogMsg]], list[Bytes]],
    tail: list[Bytes],
) -> End | None:
    def send(found: list[LogMsg]) -> None:
        wire.send(*_http_chunk(encode(found)))

    end = _pump(place, send, lambda: wire.heard() != b'')
    if end is End.CLOSED:
        wire.send(*(_http_chunk(tail) if tail else ()), _NO_MORE_CHUNKS)
        wire.wait_for_end(_GOODBYE_SECONDS)
    return end


def _pump(
    place: Place, send: Callable[[list[LogMsg]], None], is_there: Callable[[], bool]
) -> End | None:
    while is_there():
        found = place.next(_LOOK_SECONDS)
        if isinstance(found, End):
            return found
        if found:
            send(found)
            time.sleep(_GATHER_SECONDS)
    return None


def _http_chunk(pieces: list[Bytes]) -> list[Bytes]:
    return [b'%x\r\n' % sum(map(len, pieces)), *pieces, b'\r\n']
