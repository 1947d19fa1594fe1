"""The official proxy: takes what clients send, and gives it to whoever reads."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from test.support.grpc_web import EMPTY_REQUEST, HEADERS, as_recording, read_responses

READ_MESSAGES = '/rerun.sdk_comms.v1alpha1.MessageProxyService/ReadMessages'
SOON = 20.0
EVERYTHING = 1 << 60


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        return int(listening.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether anybody listens."""
    with suppress(OSError), socket.create_connection(('127.0.0.1', port), 1.0):
        return True
    return False


@contextmanager
def proxy(judge: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start the official proxy, and end it."""
    (program,) = judge.parent.glob('lib/python*/site-packages/rerun_cli/rerun')
    command = [str(program), '--serve-grpc', '--bind', '127.0.0.1', '--port', str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + SOON
            while not listens(port):
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def received(port: int, count: int) -> list[memoryview]:
    """Return what the proxy has, as soon as it is so many messages; or what it has by then."""
    end = time.monotonic() + SOON
    while len(found := _read_all(port, count)) < count and time.monotonic() < end:
        pass
    return found


def present(port: int) -> list[memoryview]:
    """Return what the proxy has now."""
    return _read_all(port, EVERYTHING)


def _read_all(port: int, count: int) -> list[memoryview]:
    """Return so many messages, or those that come before nothing comes for a while."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=SOON)
    connection.request('POST', READ_MESSAGES, EMPTY_REQUEST, HEADERS)
    answer = connection.getresponse()
    assert connection.sock is not None
    connection.sock.settimeout(0.5)
    data = b''
    with suppress(TimeoutError):
        while len(read_responses(data)[0]) < count:
            data += answer.read1(1 << 20)
    connection.close()
    return read_responses(data)[0]


def recording_now_in(port: int) -> bytes:
    """Return all that the proxy has as a recording."""
    return as_recording(_read_all(port, sys.maxsize))


def recording_in(port: int, count: int) -> bytes:
    """Return so many messages of the proxy as a recording."""
    return as_recording(received(port, count))


def recording_now(port: int) -> bytes:
    """Return what the proxy has now as a recording."""
    return as_recording(_read_all(port, sys.maxsize))
