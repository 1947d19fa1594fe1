"""Connected sockets, and requests over plain ones."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

SOON = 10.0
"""Seconds in which everything is done, unless it hangs."""


@contextmanager
def connected() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return both ends of a connection over loopback."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        here = socket.create_connection(listening.getsockname(), SOON)
        there, _ = listening.accept()
    there.settimeout(SOON)
    with here, there:
        yield here, there


def read_all(sock: socket.socket) -> bytes:
    """Return everything up to the end."""
    data = b''
    while piece := sock.recv(1 << 16):
        data += piece
    return data


def ask(
    port: int,
    path: str,
    *,
    method: str = 'GET',
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> http.client.HTTPResponse:
    """Return the answer to a request, whose body is yet to be read."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=SOON)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    connection.close()  # the answer keeps the socket until it is read
    return answer
