"""Connections through TLS."""

from __future__ import annotations

import socket
import ssl
import time
from pathlib import Path

import pytest

from rerun_bridge.sdk.sinks.live import StreamSink
from rerun_bridge.sdk.sinks.live.encryption import encrypted
from rerun_bridge.sdk.sinks.wire import Wire
from test.support.log_msgs import announcement, noise, scalar
from test.support.proxy import free_port, proxy, received
from test.support.sockets import SOON
from test.support.tls import certificate, tls_in_front_of


@pytest.mark.judge
def test_a_viewer_behind_tls_gets_everything(
    judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small and large, with pauses in which it is looked whether the viewer is still there."""
    cert, key = certificate(tmp_path)
    monkeypatch.setenv('SSL_CERT_FILE', str(cert))
    port = free_port()
    with proxy(judge, port), tls_in_front_of(port, cert, key) as outside:
        sink = StreamSink(f'rerun+https://127.0.0.1:{outside}/proxy')
        messages = [announcement(), scalar(1), noise(2, 3_000_000), scalar(3)]
        for count, msg in enumerate(messages, 1):
            sink.send(msg)
            assert len(received(port, count)) == count
            time.sleep(0.25)
        assert sink.is_connected
        sink.close()
        assert (sink.lost, sink.doubtful) == ({}, {})


@pytest.mark.judge
def test_who_cannot_prove_who_it_is_gets_nothing(tmp_path: Path) -> None:
    """A certificate that nobody vouches for, or none at all."""
    cert, key = certificate(tmp_path)
    with tls_in_front_of(free_port(), cert, key) as outside:
        plain = socket.create_connection(('127.0.0.1', outside), SOON)
        with plain, pytest.raises(ssl.SSLCertVerificationError):
            encrypted(plain, '127.0.0.1')
    with socket.create_server(('127.0.0.1', 0)) as listening:
        plain = socket.create_connection(listening.getsockname(), SOON)
        there, _ = listening.accept()
        with there, plain:
            there.sendall(b'HTTP/1.1 400 Bad Request\r\n\r\n')
            with pytest.raises(ssl.SSLError):
                encrypted(plain, '127.0.0.1')


@pytest.mark.judge
def test_to_look_whether_something_came_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came was perhaps only for the encryption."""
    cert, key = certificate(tmp_path)
    monkeypatch.setenv('SSL_CERT_FILE', str(cert))
    with (
        socket.create_server(('127.0.0.1', 0)) as echo,
        tls_in_front_of(echo.getsockname()[1], cert, key) as outside,
        socket.create_connection(('127.0.0.1', outside), SOON) as plain,
        encrypted(plain, '127.0.0.1') as connection,
    ):
        there, _ = echo.accept()
        with there:
            wire = Wire(connection)
            assert wire.heard() is None
            there.sendall(b'hello')
            connection.settimeout(SOON)
            while (heard := wire.heard()) is None:
                pass
            assert heard == b'hello'
            there.shutdown(socket.SHUT_RDWR)
            while (heard := wire.heard()) is None:
                pass
            assert heard == b''
