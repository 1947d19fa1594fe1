"""A port, and those who come by it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.sinks.server import listener as module
from rerun_bridge.sdk.sinks.server.access import Access
from rerun_bridge.sdk.sinks.server.http import Site
from rerun_bridge.sdk.sinks.server.hub import Hub
from rerun_bridge.sdk.sinks.server.listener import Listener
from test.support.sockets import SOON, read_all

HOST = '127.0.0.1'


@contextmanager
def listening(host: str = HOST) -> Iterator[Listener]:
    """Serve an empty site."""
    listener = Listener(host, 0, 'web_port')
    listener.start(Site(Access(host, 'secret'), Hub(0), 'no viewer', listener.port))
    try:
        yield listener
    finally:
        listener.stop(0.0)  # twice does no harm


def test_a_taken_port_is_named_with_what_to_do() -> None:
    """Which one, and which argument gives another."""
    with listening() as first, pytest.raises(SinkError) as raised:
        Listener(HOST, first.port, 'web_port')
    text = str(raised.value)
    assert f'port {first.port} of {HOST}' in text
    assert 'in use' in text
    assert f'web_port={first.port + 1}' in text


def test_a_port_is_free_again_at_once() -> None:
    """Though clients have been there."""
    with listening() as first:
        port = first.port
        with socket.create_connection((HOST, port), SOON) as client:
            client.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
            assert read_all(client).startswith(b'HTTP/1.1 503')
    Listener(HOST, port, 'web_port').server_close()


def test_who_says_nothing_is_hung_up_on_at_the_end() -> None:
    """And its thread is gone."""
    before = threading.active_count()
    with listening() as listener:
        with socket.create_connection((HOST, listener.port), SOON) as client:
            while threading.active_count() < before + 2:
                pass
            stopping = threading.Thread(target=listener.stop, args=(3600.0,), daemon=True)
            stopping.start()
            assert read_all(client) == b''
            stopping.join(SOON)
            assert not stopping.is_alive()
        assert threading.active_count() <= before


def test_too_many_clients_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are there stay, and when one goes another may come."""
    monkeypatch.setattr(module, '_MOST_CLIENTS', 2)
    request = b'GET /token?token=secret HTTP/1.1\r\nHost: localhost\r\n\r\n'
    with listening() as listener:
        address = HOST, listener.port
        first, second = (socket.create_connection(address, SOON) for _ in range(2))
        with second:
            with first, socket.create_connection(address, SOON) as third:
                assert read_all(third) == b''
                first.sendall(request)
                assert read_all(first).startswith(b'HTTP/1.1 204')
            second.sendall(request)
            assert read_all(second).startswith(b'HTTP/1.1 204')


def test_anything_may_be_sent() -> None:
    """It is answered or hung up on, and the next one is served."""
    with listening() as listener:
        for data in (b'\xff\x00\r\n\r\n', b'GET\r\n\r\n', b'GET / HTTP/9\r\n\r\n', b'x' * 70_000):
            with socket.create_connection((HOST, listener.port), SOON) as client:
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
                try:
                    answer = read_all(client)
                except ConnectionResetError:
                    answer = b''
            assert b'200' not in answer[:20]
        with socket.create_connection((HOST, listener.port), SOON) as client:
            client.sendall(b'GET /token?token=secret HTTP/1.1\r\nHost: localhost\r\n\r\n')
            assert read_all(client).startswith(b'HTTP/1.1 204')
