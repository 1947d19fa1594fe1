"""The client, with the official proxy and without any."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from rerun_bridge.sdk.sinks.live import StreamSink
from test.support.log_msgs import BLUEPRINT, activation, announcement, noise, scalar, static
from test.support.proxy import free_port, proxy, received, recording_in

SOON = 20.0


def counts_of(recording: bytes) -> list[int]:
    """Return the times of the numbers in a recording."""
    return sorted(
        int(ns)
        for item in read_rrd(recording)
        if isinstance(item, FoundChunk) and str(item.chunk.entity_path) == '/plot'
        for ns in item.chunk.times[0].values
    )


def payloads_in(recording: bytes) -> list[bytes]:
    """Return the payloads of the messages."""
    found, at = [], 12
    while at < len(recording):
        _, size = struct.unpack_from('<QQ', recording, at)
        found.append(recording[at + 16 : at + 16 + size])
        at += 16 + size
    return found


def wait_until_connected(sink: StreamSink) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + SOON
    while not sink.is_connected:
        assert time.monotonic() < end
        time.sleep(0.01)


def wait_until_told(caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + SOON
    while text not in caplog.text:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.judge
def test_everything_arrives_byte_by_byte(judge: Path) -> None:
    """What is sent before the viewer starts, too; that there is none at first is told once."""
    port = free_port()
    sink = StreamSink(f'127.0.0.1:{port}')
    messages = [announcement(), static('/a'), *map(scalar, range(5)), noise(5, 5_000_000)]
    for msg in messages:
        sink.send(msg)
    time.sleep(1.0)
    with proxy(judge, port):
        assert sink.flush(SOON)
        messages += map(scalar, range(6, 9))
        for msg in messages[8:]:
            sink.send(msg)
        sink.close()
        found = recording_in(port, len(messages))
    assert sorted(payloads_in(found)) == sorted(b''.join(msg.payload) for msg in messages)
    assert counts_of(found) == [0, 1, 2, 3, 4, 6, 7, 8]
    assert (sink.lost, sink.doubtful) == ({}, {})


@pytest.mark.judge
def test_a_viewer_that_starts_with_the_program_is_waited_for(judge: Path) -> None:
    """Also by a program that is over before the viewer is there."""
    port = free_port()
    sink = StreamSink(f'127.0.0.1:{port}')
    for msg in (announcement(), scalar(1)):
        sink.send(msg)
    closing = threading.Thread(target=sink.close)
    closing.start()
    with proxy(judge, port):
        closing.join(SOON)
        assert counts_of(recording_in(port, 2)) == [1]


@pytest.mark.judge
def test_a_viewer_that_comes_back_gets_what_lasts(
    judge: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And the last of the rest; that the connection was lost is told once."""
    port = free_port()
    sink = StreamSink(f'127.0.0.1:{port}')
    lasting = [announcement(BLUEPRINT), static('/viewport', store=BLUEPRINT), activation()]
    with proxy(judge, port) as process:
        for msg in (announcement(), *lasting, static('/a'), scalar(1)):
            sink.send(msg)
        assert sink.flush(SOON)
        assert len(received(port, 6)) == 6
        process.kill()
        process.wait()
    sink.send(scalar(2))
    time.sleep(0.5)
    with proxy(judge, port):
        wait_until_connected(sink)
        sink.send(scalar(3))
        assert sink.flush(SOON)
        found = recording_in(port, 8)
        wait_until_told(caplog, 'sending to')
        sink.close()
    assert counts_of(found) == [1, 2, 3]
    chunks = [each.chunk for each in read_rrd(found) if isinstance(each, FoundChunk)]
    assert {str(chunk.entity_path) for chunk in chunks} == {
        '/viewport',
        '/a',
        '/plot',
    }
    assert caplog.text.count('is lost') == 1


@pytest.mark.judge
def test_nothing_is_missing_when_the_viewer_restarts_amid_the_stream(judge: Path) -> None:
    """As far as what was sent before is kept."""
    port = free_port()
    sink = StreamSink(f'127.0.0.1:{port}')
    sink.send(announcement())
    stopped = threading.Event()
    sent: list[int] = []

    def send() -> None:
        while not stopped.wait(0.002):
            sink.send(scalar(len(sent)))
            sent.append(len(sent))

    thread = threading.Thread(target=send)
    thread.start()
    try:
        for _ in range(2):
            with proxy(judge, port) as process:
                wait_until_connected(sink)
                time.sleep(0.3)
                process.kill()
                process.wait()
        with proxy(judge, port):
            wait_until_connected(sink)
            time.sleep(0.3)
            stopped.set()
            thread.join(SOON)
            sink.close()
            assert counts_of(recording_in(port, 1 + len(sent))) == sent
    finally:
        stopped.set()
    assert (sink.lost, sink.doubtful) == ({}, {})


@pytest.mark.judge
def test_a_viewer_that_thaws_gets_everything(judge: Path) -> None:
    """In the meantime it waits here."""
    port = free_port()
    with proxy(judge, port) as process:
        sink = StreamSink(f'127.0.0.1:{port}')
        sink.send(announcement())
        assert sink.flush(SOON)
        os.kill(process.pid, signal.SIGSTOP)
        try:
            messages = [noise(count, 1_000_000) for count in range(30)]
            for msg in messages:
                sink.send(msg)
            assert not sink.flush(0.3)
        finally:
            os.kill(process.pid, signal.SIGCONT)
        sink.close()
        assert len(received(port, 31)) == 31
    assert (sink.lost, sink.doubtful) == ({}, {})


@pytest.mark.judge
def test_a_frozen_viewer_holds_up_nobody(judge: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Sending goes on, the loss is told and counted, and closing takes no longer than it may."""
    port = free_port()
    with proxy(judge, port) as process:
        sink = StreamSink(f'127.0.0.1:{port}', queue_bytes=2_000_000, close_seconds=0.5)
        sink.send(announcement())
        assert sink.flush(SOON)
        os.kill(process.pid, signal.SIGSTOP)
        try:
            sink.send(noise(60, 1000))
            assert sink.flush(SOON)  # the system has it, and nobody else
            done = threading.Event()

            def send() -> None:
                for count in range(60):
                    sink.send(noise(count, 500_000))
                done.set()

            threading.Thread(target=send, daemon=True).start()
            assert done.wait(SOON)
            closed = threading.Thread(target=sink.close, daemon=True)
            closed.start()
            closed.join(SOON)
            assert not closed.is_alive()
        finally:
            os.kill(process.pid, signal.SIGCONT)
    assert sum(sink.lost.values()) + sum(sink.doubtful.values()) == 61
    assert sink.lost['/noise'] > 30
    assert caplog.text.count('does not keep up') == 1
    assert caplog.text.count('never reached') == 1
    assert caplog.text.count('may not have reached') == 1


def test_who_wants_to_lose_nothing_waits_where_nobody_takes_it() -> None:
    """Before memory fills; when the sink is closed, nobody waits any more."""
    sink = StreamSink(f'127.0.0.1:{free_port()}', policy='block', close_seconds=0.1)
    sink.send(announcement())
    sent = threading.Semaphore(0)

    def send() -> None:
        for count in range(20):
            sink.send(noise(count, 1_000_000))
            sent.release()

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    for _ in range(17):
        assert sent.acquire(timeout=SOON)
    assert not sent.acquire(timeout=0.2)
    sink.close()
    thread.join(SOON)
    assert not thread.is_alive()
    assert sum(sink.lost.values()) == 20


def test_nobody_there(caplog: pytest.LogCaptureFixture) -> None:
    """The sink is made at once, takes what is bounded, says so once and closes in time."""
    sink = StreamSink(f'127.0.0.1:{free_port()}', queue_bytes=100_000, close_seconds=0.5)
    for count in range(50):
        sink.send(noise(count, 10_000))
        sink.send(static('/a', 1000 + count))
        time.sleep(0.01)
    assert not sink.flush(0.01)
    sink.close()
    sink.close()
    assert sink.lost == {'/noise': 50, '/a': 1}
    assert caplog.text.count('no viewer') == 1
    assert caplog.text.count('does not keep up') == 1


class _Elsewhere(BaseHTTPRequestHandler):
    """A web server that has something else to do."""

    def do_POST(self) -> None:
        """Say so."""
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing of it."""


def test_one_that_is_no_viewer_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """A port that belongs to another program: told once, however often it is tried."""
    asked: list[socket.socket] = []

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[socket.socket, Any]:
            asked.append((request := super().get_request())[0])
            return request

    with Server(('127.0.0.1', 0), _Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        sink = StreamSink(f'127.0.0.1:{server.server_port}')
        sink.send(announcement())
        sink.send(scalar(1))
        end = time.monotonic() + SOON
        while len(asked) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        sink.close()
        server.shutdown()
    assert caplog.text.count('no viewer: it answers') == 1
    assert "'HTTP/1.0 404 Not Found'" in caplog.text
    assert {*sink.lost, *sink.doubtful} == {'/plot'}


@pytest.mark.judge
@pytest.mark.skipif(not hasattr(os, 'fork'), reason='no fork')
def test_a_forked_process_sends_for_itself(judge: Path) -> None:
    """Neither disturbs the other."""
    port = free_port()
    with proxy(judge, port):
        sink = StreamSink(f'127.0.0.1:{port}')
        sink.send(announcement())
        sink.send(scalar(0))

        def child() -> None:
            assert sink.flush(0)
            sink.send(scalar(1))
            sink.close()

        process = multiprocessing.get_context('fork').Process(target=child)
        process.start()
        process.join(SOON)
        assert process.exitcode == 0
        sink.send(scalar(2))
        assert sink.flush(SOON)
        sink.close()
        assert counts_of(recording_in(port, 5)) == [0, 1, 2]


@pytest.mark.judge
def test_a_hundred_connections_leave_nothing_behind(judge: Path) -> None:
    """No thread, no socket."""
    port = free_port()
    with proxy(judge, port):
        before = len(os.listdir('/proc/self/fd')), threading.active_count()
        for _ in range(100):
            sink = StreamSink(f'127.0.0.1:{port}')
            sink.send(announcement())
            sink.close()
        assert (len(os.listdir('/proc/self/fd')), threading.active_count()) == before


def test_a_process_ends_though_nobody_listens() -> None:
    """Within the limit."""
    code = (
        'from rerun_bridge.sdk.sinks.live import StreamSink\n'
        'from test.support.log_msgs import scalar\n'
        f'sink = StreamSink("127.0.0.1:{free_port()}", close_seconds=0.3)\n'
        'sink.send(scalar(1)); sink.close()\n'
    )
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, timeout=30)
    assert run.returncode == 0
    assert 'never reached' in run.stderr


@pytest.fixture(autouse=True)
def _told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, 'rerun_bridge')
