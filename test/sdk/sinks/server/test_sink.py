"""The server as its users see it: a program that logs, and whoever looks at it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.grpc_web import READ_MESSAGES
from rerun_bridge.sdk.sinks.server import ServerSink
from test.support.chunks import chunks_of, examples, same
from test.support.grpc_web import EMPTY_REQUEST, HEADERS, as_recording, read_responses
from test.support.log_msgs import announcement, noise, scalar
from test.support.official import read_back, viewer
from test.support.sockets import SOON, ask

ROOT = Path(__file__).parents[4]
OFFICIAL_SECONDS = 30.0

FORKED = """
import os, time
from rerun_bridge.sdk.sinks.server import ServerSink
sink = ServerSink(0, 0, open_browser=False)
child = os.fork()
if child:
    print(sink.web_port, sink.ws_port, child, flush=True)
    os._exit(0)
os.close(1)
os.close(2)
time.sleep(60)
"""

ENOUGH_BYTES = 100_000
"""A file of so many has more than its head: the tool is connected."""


@pytest.fixture
def sink() -> Iterator[ServerSink]:
    """Serve on ports that are free."""
    server = ServerSink(0, 0, open_browser=False)
    yield server
    server.close()


def web_socket(sink: ServerSink, query: str | None = None, **options: str) -> ClientConnection:
    """Connect as the page does."""
    asked = f'token={sink.token}' if query is None else query
    url = f'ws://127.0.0.1:{sink.ws_port}/?{asked}'
    return connect(url, max_size=None, compression=None, open_timeout=SOON, **options)


def receive(client: ClientConnection, chunks: int) -> tuple[list[Chunk], str]:
    """Return so many chunks, each frame a recording of its own, and the last number."""
    found: list[Chunk] = []
    number = ''
    while len(found) < chunks or not number:
        data = client.recv(SOON)
        if isinstance(data, str):
            number = data
        else:
            number = ''
            found += chunks_of(data)
    return found, number


def all_same(found: list[Chunk], expected: list[Chunk]) -> bool:
    """Tell whether chunks are equal, and in order."""
    return len(found) == len(expected) and all(map(same, found, expected))


def test_a_web_socket_brings_whole_recordings_live_and_late(sink: ServerSink) -> None:
    """To who was there before, and to who comes after."""
    chunks = examples()
    with RecordingStream('app') as recording, web_socket(sink) as early:
        recording.set_sinks(sink)
        recording.send_chunk(chunks[0])
        live, _ = receive(early, 1)
        for chunk in chunks[1:]:
            recording.send_chunk(chunk)
        more, _ = receive(early, len(chunks) - 1)
        assert recording.flush(SOON)
        with web_socket(sink) as late:
            found, _ = receive(late, len(chunks))
    assert all_same(live + more, chunks)
    assert all_same(found, chunks)


def test_who_comes_back_is_sent_only_what_is_new(sink: ServerSink) -> None:
    """By ``after`` and the number that came last."""
    chunks = examples()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        recording.send_chunk(chunks[0])
        with web_socket(sink) as client:
            _, number = receive(client, 1)
        recording.send_chunk(chunks[1])
        with web_socket(sink, f'token={sink.token}&after={number}') as client:
            found, _ = receive(client, 1)
    assert all_same(found, chunks[1:2])


def test_the_stream_grows_and_ends_with_the_program(sink: ServerSink) -> None:
    """As a file that is read while it is written."""
    chunks = examples()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        recording.send_chunk(chunks[0])
        assert recording.flush(SOON)
        answer = ask(sink.web_port, f'/stream.rrd?token={sink.token}')
        start = answer.read(16)
        for chunk in chunks[1:]:
            recording.send_chunk(chunk)
        found: list[bytes] = []
        rest = threading.Thread(target=lambda: found.append(answer.read()), daemon=True)
        rest.start()
        recording.close()
    rest.join(SOON)
    assert all_same(chunks_of(start + found[0]), chunks)


def test_read_messages_brings_the_same(sink: ServerSink) -> None:
    """In grpc-web."""
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        for chunk in examples():
            recording.send_chunk(chunk)
        assert recording.flush(SOON)
        headers = {**HEADERS, 'Authorization': f'Bearer {sink.token}'}
        answer = ask(
            sink.web_port, READ_MESSAGES, method='POST', body=EMPTY_REQUEST, headers=headers
        )
        recording.close()
    found, status = read_responses(answer.read())
    assert status == {'grpc-status': '0'}
    assert len(chunks_of(as_recording(found))) == len(examples())


@pytest.mark.parametrize('query', ['', 'token=wrong'])
def test_a_web_socket_without_the_token_is_refused(sink: ServerSink, query: str) -> None:
    """With 403."""
    with pytest.raises(InvalidStatus) as raised, web_socket(sink, query):
        pass
    assert raised.value.response.status_code == 403


def test_a_web_socket_by_another_name_is_refused(sink: ServerSink) -> None:
    """With 421: a page made its name lead here."""
    url = f'ws://evil.example:{sink.ws_port}/?token={sink.token}'
    with (
        socket.create_connection(('127.0.0.1', sink.ws_port)) as sock,
        pytest.raises(InvalidStatus) as raised,
        connect(url, sock=sock),
    ):
        pass
    assert raised.value.response.status_code == 421


def test_a_slow_client_is_cut_off_and_never_the_program() -> None:
    """With a code that says to come back later; it is told in the log."""
    sink = ServerSink(0, 0, open_browser=False, memory_limit=1 << 20)
    sink.send(announcement())
    with web_socket(sink, max_queue=1) as client:  # type: ignore[arg-type]
        for i in range(60):
            sink.send(noise(i, 1 << 20))
        with pytest.raises(ConnectionClosed) as raised:
            receive(client, 60)
    sink.close()
    assert raised.value.rcvd is not None
    assert raised.value.rcvd.code == 1013


def test_with_no_memory_to_speak_of_clients_still_follow() -> None:
    """Much may be logged at once."""
    sink = ServerSink(0, 0, open_browser=False, memory_limit=0)
    with web_socket(sink) as client:
        sink.send(announcement())
        for i in range(200):
            sink.send(noise(i, 30_000))
        assert len(receive(client, 200)[0]) == 200
    sink.close()


def test_at_the_end_clients_get_the_rest_and_a_goodbye() -> None:
    """Then the ports are free."""
    sink = ServerSink(0, 0, open_browser=False)
    with web_socket(sink) as client:
        sink.send(announcement())
        for i in range(20):
            sink.send(scalar(i))
        closing = threading.Thread(target=sink.close, daemon=True)
        closing.start()
        assert len(receive(client, 20)[0]) == 20
        with pytest.raises(ConnectionClosed) as raised:
            client.recv(SOON)
    closing.join(SOON)
    assert not closing.is_alive()
    assert raised.value.rcvd is not None
    assert raised.value.rcvd.code == 1001
    sink.close()
    again = ServerSink(sink.web_port, sink.ws_port, open_browser=False)
    again.close()


def test_a_client_that_has_stalled_does_not_keep_the_end_waiting() -> None:
    """It is hung up on."""
    sink = ServerSink(0, 0, open_browser=False)
    stalled = [ask(sink.web_port, f'/stream.rrd?token={sink.token}') for _ in range(3)]
    for i in range(30):
        sink.send(noise(i, 1 << 20))
    start = time.monotonic()
    sink.close()
    assert time.monotonic() - start < SOON
    for answer in stalled:
        answer.close()


def test_a_hundred_clients_leave_nothing_behind(sink: ServerSink) -> None:
    """No thread and no open file, whether they hang up or just vanish."""
    sink.send(announcement())
    fds = Path('/proc/self/fd')
    threads, files = threading.active_count(), len(os.listdir(fds))
    for i in range(100):
        if i % 2:
            with web_socket(sink) as client:
                client.recv(SOON)
        else:
            ask(sink.web_port, f'/stream.rrd?token={sink.token}').close()
    end = time.monotonic() + SOON
    while threading.active_count() > threads or len(os.listdir(fds)) > files:
        assert time.monotonic() < end, (threading.enumerate(), len(os.listdir(fds)), files)
        sink.send(scalar(0))
        time.sleep(0.01)


def test_a_child_process_does_not_keep_the_ports() -> None:
    """It outlives the program that served, and forgets that it did."""
    found = subprocess.run(
        [sys.executable, '-c', FORKED], capture_output=True, text=True, cwd=ROOT, timeout=SOON
    )
    web_port, ws_port, child = map(int, found.stdout.split())
    try:
        ServerSink(web_port, ws_port, open_browser=False).close()
    finally:
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize('argument', ['web_port', 'ws_port'])
def test_a_taken_port_is_told_with_what_to_do(sink: ServerSink, argument: str) -> None:
    """And the other port is given back."""
    ports = {'web_port': 0, 'ws_port': 0, argument: getattr(sink, argument)}
    with pytest.raises(SinkError, match=f'another port: {argument}='):
        ServerSink(**ports, open_browser=False)


def test_the_browser_is_opened_at_the_link_with_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the hash sign, which browsers keep to themselves."""
    opened: list[str] = []
    is_open = threading.Event()
    monkeypatch.setattr(webbrowser, 'open', lambda url: (opened.append(url), is_open.set()))
    sink = ServerSink(0, 0)
    assert is_open.wait(SOON)
    sink.close()
    assert opened == [sink.url] == [f'http://127.0.0.1:{sink.web_port}/#token={sink.token}']


def test_a_token_of_ones_own_may_be_any_text() -> None:
    """It stays the same when the program is started anew."""
    sink = ServerSink(0, 0, open_browser=False, token='a b&c#µ')
    place, _, asked = sink.url.partition('#')
    assert sink.stream_url == f'{place}stream.rrd?{asked}'
    assert ask(sink.web_port, f'/token?{asked}').status == 204
    sink.close()


@pytest.mark.judge
def test_the_official_tool_reads_the_stream(judge: Path, tmp_path: Path, sink: ServerSink) -> None:
    """``rerun http://…/stream.rrd?token=…`` follows to the end and has everything."""
    saved, chunks = tmp_path / 'saved.rrd', examples()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        for chunk in chunks[:5]:
            recording.send_chunk(chunk)
        assert recording.flush(SOON)
        with viewer(judge, '--port', '0', sink.stream_url, '--save', saved) as process:
            while not saved.exists() or saved.stat().st_size < ENOUGH_BYTES:
                assert process.poll() is None
                time.sleep(0.01)
            for chunk in chunks[5:]:
                recording.send_chunk(chunk)
            recording.close()
            assert process.wait(OFFICIAL_SECONDS) == 0
    rows = {'/__properties': 1, **{str(c.entity_path): len(c) for c in chunks}}
    assert read_back(judge, saved) == {'stream': rows, 'store': rows}
