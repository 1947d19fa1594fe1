"""A client's socket: what it is sent, whether it is still there, and how long it may stall."""

from __future__ import annotations

import socket
from contextlib import suppress

from rerun_bridge.sdk.log_msg import Bytes

__all__ = ['STALL_SECONDS', 'Wire']

STALL_SECONDS = 30.0
"""A client that takes nothing for so long is gone."""

_READ_BYTES = _LARGE_BYTES = 64 * 1024
_KEEP_ALIVE = {'TCP_KEEPIDLE': 30, 'TCP_KEEPINTVL': 10, 'TCP_KEEPCNT': 3}
"""Seconds, seconds and tries after which an idle client whose cable was pulled is gone."""


class Wire:
    """
    A connected socket whose user mostly sends.

    :param connection: stays its owner's, who closes it.
    :param stall_seconds: how long it may take nothing.
    """

    def __init__(self, connection: socket.socket, stall_seconds: float = STALL_SECONDS) -> None:
        self._connection = connection
        self._stall_seconds = stall_seconds
        connection.settimeout(stall_seconds)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for name, value in _KEEP_ALIVE.items():
            if hasattr(socket, name):
                connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)

    def send(self, *pieces: Bytes) -> None:
        """
        Send all pieces; small ones are joined, large ones are not copied.

        :raises OSError: the client is gone, or took nothing for too long.
        """
        small: list[Bytes] = []
        for piece in pieces:
            if len(piece) < _LARGE_BYTES:
                small.append(piece)
                continue
            self._send(b''.join(small))
            small.clear()
            self._send(piece)
        self._send(b''.join(small))

    def _send(self, data: Bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._connection.send(view) :]

    def heard(self) -> bytes | None:
        """Return what the client sent, without waiting: None is nothing, no bytes the end."""
        self._connection.settimeout(0)
        try:
            return self._connection.recv(_READ_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return b''
        finally:
            self._connection.settimeout(self._stall_seconds)

    def wait_for_end(self, timeout: float) -> None:
        """Let the client hang up first, so that it gets the last of what it was sent."""
        self._connection.settimeout(timeout)
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            while self._connection.recv(_READ_BYTES):
                pass
