"""The client, with the official proxy and without any."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

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


def wait_until_connected(sink: StreamSink) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + SOON
    while not sink.is_connected:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.judge
def test_everything_arrives_value_by_value(judge: Path) -> None:
    """What is sent before the viewer starts, too."""
    port = free_port()
    sink = StreamSink(f'127.0.0.1:{port}')
    for msg in (announcement(), static('/a'), *map(scalar, range(5))):
        sink.send(msg)
    with proxy(judge, port):
        assert sink.flush(SOON)
        for count in range(5, 9):
            sink.send(scalar(count))
        sink.close()
        assert counts_of(recording_in(port, 11)) == list(range(9))
    assert sink.lost == {}


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
def test_a_frozen_viewer_holds_up_nobody(judge: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Sending goes on, the loss is told and counted, and closing takes no longer than it may."""
    port = free_port()
    with proxy(judge, port) as process:
        sink = StreamSink(f'127.0.0.1:{port}', queue_bytes=2_000_000, close_seconds=0.5)
        sink.send(announcement())
        assert sink.flush(SOON)
        os.kill(process.pid, signal.SIGSTOP)
        try:
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
    assert 0 < sum(sink.lost.values()) < 60 * 125_000
    assert caplog.text.count('does not keep up') == 1
    assert 'never reached' in caplog.text


def test_nobody_there() -> None:
    """The sink is made at once, takes what is bounded, says so once and closes at once."""
    sink = StreamSink(f'127.0.0.1:{free_port()}', queue_bytes=100_000)
    for count in range(50):
        sink.send(noise(count, 10_000))
    assert not sink.flush(0.01)
    sink.close()
    sink.close()
    assert sink.lost == {'/noise': 50}


def test_one_that_is_no_viewer_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """A port that belongs to another program."""
    with socket.create_server(('127.0.0.1', 0)) as listening:

        def answer() -> None:
            client, _ = listening.accept()
            with client:
                client.recv(1000)
                client.sendall(b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
                time.sleep(0.3)

        thread = threading.Thread(target=answer)
        thread.start()
        sink = StreamSink(f'127.0.0.1:{listening.getsockname()[1]}', close_seconds=0.2)
        sink.send(announcement())
        thread.join(SOON)
        end = time.monotonic() + SOON
        while '404' not in caplog.text and time.monotonic() < end:
            time.sleep(0.01)
        sink.close()
    assert 'is no viewer' in caplog.text


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
            sink.send(scalar(1))
            sink.close()

        process = multiprocessing.get_context('fork').Process(target=child)
        process.start()
        process.join(SOON)
        assert process.exitcode == 0
        sink.send(scalar(2))
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
        f'sink = StreamSink("127.0.0.1:{free_port()}")\n'
        'sink.send(scalar(1)); sink.close()\n'
    )
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, timeout=30)
    assert run.returncode == 0
    assert 'never reached' in run.stderr


@pytest.fixture(autouse=True)
def _told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, 'rerun_bridge')
