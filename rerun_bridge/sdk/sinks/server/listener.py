"""A port that is listened to, and the clients that came by it."""

from __future__ import annotations

import logging
import os
import selectors
import socket
import socketserver
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.sinks.server.http import RequestHandler, Site

__all__ = ['Listener']

_HANG_UP_SECONDS = 2.0
_MOST_CLIENTS = 256
"""Of one port; each has a thread, and in a network they need no token to connect."""

_all: weakref.WeakSet[Listener] = weakref.WeakSet()
_logger = logging.getLogger(__name__)


class Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """
    Serves a site in threads of its own, one for the port and one per client.

    :param argument: of ``serve``, that a person changes when the port is taken.
    :raises SinkError: the port cannot be had.
    """

    allow_reuse_address = True  # else the port of a program that just ended is taken for minutes
    daemon_threads = True
    request_queue_size = 64
    timeout = 1.0  # of waiting for a client that was there and is gone
    site: Site

    def __init__(self, host: str, port: int, argument: str) -> None:
        self._changed = threading.Condition()
        self._clients: set[socket.socket] = set()
        self._followers = 0
        self.address_family = socket.AF_INET6 if ':' in host else socket.AF_INET
        try:
            super().__init__((host, port), RequestHandler)
        except OSError as error:
            raise SinkError(
                f'cannot listen on port {port} of {host} ({error.strerror}): end the program that '
                f'does, or choose another port: {argument}={port + 1}'
            ) from error
        self.port: int = self.server_address[1]
        _all.add(self)

    def start(self, site: Site) -> None:
        """Begin to answer."""
        self.site = site
        self._end, told = socket.socketpair()
        selector = selectors.DefaultSelector()
        selector.register(self, selectors.EVENT_READ)
        selector.register(told, selectors.EVENT_READ)
        self._thread = threading.Thread(
            target=self._accept,
            args=(selector, told),
            name=f'rerun_bridge server {self.port}',
            daemon=True,
        )
        self._thread.start()

    @property
    def followers(self) -> int:
        """How many follow a recording now."""
        return self._followers

    @contextmanager
    def following(self) -> Iterator[None]:
        """Be one of those who follow a recording and are let finish at the end."""
        with self._changed:
            self._followers += 1
        try:
            yield
        finally:
            with self._changed:
                self._followers -= 1
                self._changed.notify_all()

    def stop(self, linger: float) -> None:
        """
        End: take no new clients, let those who follow finish, then hang up.

        :param linger: seconds they may take to finish.
        """
        self._end.close()
        self._thread.join()
        self.server_close()
        with self._changed:
            self._changed.wait_for(lambda: not self._followers, linger)
            for client in self._clients:
                with suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._clients, _HANG_UP_SECONDS)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Turn away whom there is no thread for."""
        return len(self._clients) <= _MOST_CLIENTS

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a client and remember it."""
        client, address = super().get_request()
        with self._changed:
            self._clients.add(client)
        return client, address

    def shutdown_request(self, request: Any) -> None:
        """Close a client's connection and forget it."""
        super().shutdown_request(request)
        with self._changed:
            self._clients.discard(request)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            _logger.exception('a request failed')

    def _accept(self, selector: selectors.BaseSelector, told: socket.socket) -> None:
        """Take clients until told to end; unlike the library's loop, without looking around."""
        with selector, told:
            while all(key.fileobj is self for key, _ in selector.select()):
                self.handle_request()


def _forget_in_child() -> None:
    """Close what a forked process has inherited, else ports stay taken and clients connected."""
    for listener in _all:
        listener.socket.close()
        for client in listener._clients:
            client.close()


if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_forget_in_child)
