"""What goes over a client's socket, and when it ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from rerun_bridge.sdk.sinks.server import streams
from rerun_bridge.sdk.sinks.server.hub import End, Hub, Place
from rerun_bridge.sdk.sinks.wire import Wire
from test.support.log_msgs import announcement, noise, scalar
from test.support.sockets import SOON, connected, read_all

WAYS = (streams.send_file, streams.send_responses, streams.send_web_socket)
Way = Callable[[Wire, Place], End | None]


def send(way: Way, here: socket.socket, place: Place) -> tuple[threading.Thread, list[End | None]]:
    """Send in a thread and hang up; return it, and why it ended."""
    ended: list[End | None] = []

    def run() -> None:
        ended.append(way(Wire(here), place))
        here.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, ended


@pytest.mark.parametrize('way', WAYS)
def test_a_stream_ends_with_the_recording(way: Way) -> None:
    """After all of it is sent."""
    hub = Hub(1 << 20)
    rows = [scalar(1), scalar(2)]
    for msg in (announcement(), rows[0]):
        hub.publish(msg)
    with connected() as (here, there):
        thread, ended = send(way, here, hub.join())
        hub.publish(rows[1])
        hub.close()
        data = read_all(there)
        there.close()
        thread.join(SOON)
    assert ended == [End.CLOSED]
    assert [data.count(b''.join(row.payload)) for row in rows] == [1, 1]


@pytest.mark.parametrize('way', WAYS)
def test_a_stream_ends_when_the_client_is_gone(way: Way) -> None:
    """Though nothing comes that could be sent to it."""
    hub = Hub(1 << 20)
    with connected() as (here, there):
        thread, ended = send(way, here, hub.join())
        there.close()
        thread.join(SOON)
    assert ended == [None]


@pytest.mark.parametrize('way', WAYS)
def test_a_client_that_is_too_slow_is_cut_off(way: Way) -> None:
    """In the middle: it can tell that something is missing."""
    hub = Hub(1 << 20)
    with connected() as (here, there):
        thread, ended = send(way, here, hub.join())
        for i in range(40):
            hub.publish(noise(i, 1 << 20))
        data = read_all(there)
        there.close()
        thread.join(SOON)
    assert ended == [End.TOO_SLOW]
    assert len(data) < 35 << 20
    if way is streams.send_web_socket:
        assert data.endswith(b'\x03\xf5too slow')
    else:
        assert not data.endswith(b'0\r\n\r\n')
