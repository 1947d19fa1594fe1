"""A client's socket."""

from __future__ import annotations

import socket
import threading

import pyarrow as pa
import pytest

from rerun_bridge.sdk.sinks.wire import Wire
from test.support.sockets import SOON, connected, read_all


def test_everything_is_sent() -> None:
    """Also what is more than the system takes at once, from any kind of buffer."""
    large = bytes(range(256)) * 40_000
    with connected() as (here, there):
        found: list[bytes] = []
        reader = threading.Thread(target=lambda: found.append(read_all(there)), daemon=True)
        reader.start()
        wire = Wire(here)
        wire.send(b'a')
        wire.send()
        wire.send(b'b', memoryview(large), pa.py_buffer(b'c'))
        here.shutdown(socket.SHUT_WR)
        reader.join(SOON)
    assert found == [b'ab' + large + b'c']


def test_what_a_client_says_is_heard_without_waiting() -> None:
    """Nothing, something, the end."""
    with connected() as (here, there):
        wire = Wire(here)
        assert wire.heard() is None
        there.sendall(b'hello')
        while (heard := wire.heard()) is None:
            pass
        assert heard == b'hello'
        there.close()
        while (heard := wire.heard()) is None:
            pass
        assert heard == b''


def test_a_client_that_takes_nothing_is_given_up() -> None:
    """After a while."""
    with connected() as (here, _), pytest.raises(TimeoutError):
        Wire(here, 0.05).send(bytes(1 << 26))


def test_the_last_bytes_arrive_before_the_line_is_cut() -> None:
    """Though the client is still talking."""
    with connected() as (here, there):
        there.sendall(b'unread')
        wire = Wire(here)
        wire.send(b'goodbye')
        waiting = threading.Thread(target=wire.wait_for_end, args=(SOON,), daemon=True)
        waiting.start()
        assert read_all(there) == b'goodbye'
        there.close()
        waiting.join(SOON)
        assert not waiting.is_alive()
