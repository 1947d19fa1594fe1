"""What goes over the wire to a viewer."""

from __future__ import annotations

import os
import socket
import threading
import time

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from rerun_bridge.sdk.sinks.live.address import Address
from rerun_bridge.sdk.sinks.live.connection import Connection
from test.support.grpc_web import as_recording, read_responses, unchunked
from test.support.log_msgs import announcement, noise, scalar
from test.support.proxy import free_port
from test.support.sockets import SOON, read_all

THANKS = (
    b'HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web+proto\r\n\r\n'
    b'\0\0\0\0\0\x80\0\0\0\x0fgrpc-status:0\r\n'
)
REFUSAL = (
    b'HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web+proto\r\n'
    b'grpc-status: 3\r\ngrpc-message: too%20bad\r\n\r\n'
)


def checked_for_long(connection: Connection) -> None:
    """Look often enough for an answer to arrive."""
    for _ in range(1000):
        connection.check()
        time.sleep(0.01)


def test_little_is_on_its_way_on_this_machine() -> None:
    """A viewer that reads nothing is not sent megabytes first."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        held = connection._socket.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        connection.close()
    assert 256 * 1024 <= held <= 1024 * 1024


def test_a_request_holds_the_messages() -> None:
    """Head, then chunks of the body; large messages too."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        heard: list[bytes] = []

        def listen() -> None:
            client, _ = listening.accept()
            with client:
                client.settimeout(SOON)
                data = b''
                while not data.endswith(b'\r\n0\r\n\r\n'):
                    data += client.recv(1 << 16)
                heard.append(data)
                client.sendall(THANKS)

        thread = threading.Thread(target=listen)
        thread.start()
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        connection.send([announcement(), scalar(1)])
        connection.check()
        connection.send([noise(2, 300_000)])
        connection.finish(SOON)
        connection.close()
        thread.join(SOON)
    head, _, body = heard[0].partition(b'\r\n\r\n')
    assert head.startswith(b'POST /rerun.sdk_comms.v1alpha1.MessageProxyService/WriteMessages ')
    messages, _ = read_responses(unchunked(body))
    chunks = [each for each in read_rrd(as_recording(messages)) if isinstance(each, FoundChunk)]
    assert [str(each.chunk.entity_path) for each in chunks] == ['/plot', '/noise']


@pytest.mark.parametrize(
    ('answer', 'error', 'text'),
    [
        (b'', ConnectionResetError, 'hung up'),
        (b'HTTP/1.1 404 Not Found\r\n\r\n', SinkError, '404'),
        (b'SSH-2.0-x\r\n', SinkError, 'SSH'),
        (REFUSAL, SinkError, 'too bad'),
    ],
)
def test_who_answers_too_soon_takes_nothing(
    answer: bytes, error: type[Exception], text: str
) -> None:
    """And who hangs up is gone."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        client, _ = listening.accept()
        with client:
            client.recv(1000)
            client.sendall(answer)
            client.shutdown(socket.SHUT_WR)
            with pytest.raises(error, match=text):
                checked_for_long(connection)
        connection.close()


@pytest.mark.parametrize(
    ('answer', 'error', 'text'),
    [
        (b'', ConnectionResetError, 'hung up'),
        (b'HTTP/1.1 404 Not Found\r\n\r\n', SinkError, '404'),
        (b'HTTP/1.1 404', SinkError, '404'),
        (REFUSAL, SinkError, 'too bad'),
        (None, TimeoutError, 'timed out'),
    ],
)
def test_the_end_is_to_be_confirmed(
    answer: bytes | None, error: type[Exception], text: str
) -> None:
    """Else nobody knows what became of what was sent."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        client, _ = listening.accept()
        with client:
            client.recv(1000)
            if answer is not None:
                client.sendall(answer)
                client.shutdown(socket.SHUT_WR)
            with pytest.raises(error, match=text):
                connection.finish(SOON if answer is not None else 0.1)
        connection.close()


def test_who_is_sent_to_may_have_said_why_not() -> None:
    """That is worth more than that it hung up."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        client, _ = listening.accept()
        with client:
            client.sendall(REFUSAL)
            connection.interrupt()  # the other end reads no more
            with pytest.raises(SinkError, match='too bad'):
                connection.send([scalar(1)])
        connection.close()


def test_nobody_listens() -> None:
    """An error, and no socket left open: the warning filter would tell."""
    with pytest.raises(OSError, match='refused'):
        Connection(Address('127.0.0.1', free_port()))


def test_names_that_nobody_can_have() -> None:
    """Told as all that cannot be reached is."""
    with pytest.raises(OSError, match='cannot be the name'):
        Connection(Address('a' * 300, 9876))


def test_a_viewer_that_takes_nothing_is_given_up() -> None:
    """After a time."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]), 0.1)
        with pytest.raises(TimeoutError):
            connection.send([noise(1, 1_000_000)] * 50)
        connection.close()


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='no fork')
def test_forked_processes_do_not_hold_the_connection() -> None:
    """The viewer sees the end of the parent's."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        client, _ = listening.accept()
        with client:
            client.settimeout(SOON)
            here, there = os.pipe()
            child = os.fork()
            if not child:
                os.close(there)
                os.read(here, 1)  # until the parent has seen it
                os._exit(0)
            try:
                connection.close()
                assert read_all(client).startswith(b'POST')
            finally:
                os.close(there)
                os.close(here)
                os.waitpid(child, 0)


def test_interrupting_ends_what_another_thread_sends() -> None:
    """A viewer that takes nothing does not hold a thread."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        connection = Connection(Address('127.0.0.1', listening.getsockname()[1]))
        client, _ = listening.accept()
        with client:
            ended = threading.Event()

            def send() -> None:
                try:
                    while True:
                        connection.send([noise(1, 1_000_000)])
                except OSError:
                    ended.set()

            threading.Thread(target=send, daemon=True).start()
            assert not ended.wait(0.2)
            connection.interrupt()
            assert ended.wait(SOON)
            connection.close()
            assert read_all(client)
