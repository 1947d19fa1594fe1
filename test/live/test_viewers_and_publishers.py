"""
A viewer that is absent, killed or frozen: the robot's publishers never feel it.

A publisher that keeps everything would: its ``write`` fails where a reader does not take it. And
the file beside the viewer has everything.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rerun_bridge.live import LiveSession
from rerun_bridge.messages import Qos
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sdk.sinks.live import StreamSink
from rerun_bridge.sources.dds import open_dds
from test.live.test_session import FLOAT64, HEADER, Running, numbers
from test.support.chunks import chunks_of
from test.support.dds_publisher import PublisherProcess
from test.support.dds_reading import eventually
from test.support.proxy import free_port, proxy, recording_now
from test.support.recordings import chunks_in, rows_of

KEEPS_ALL = Qos(True, False, 0)
BLOB = 'std_msgs/msg/UInt8MultiArray'
SIZE, BLOBS, NUMBERS = 200_000, 60, 300
QUEUE_BYTES = 2_000_000
"""Less than what is sent: what waits for the viewer has to be dropped."""


@contextmanager
def bridged(domain: int, port: int, path: Path) -> Iterator[Running]:
    """Yield a session that goes to a viewer and to a file."""
    with open_dds(domain) as source, RecordingStream('app', raise_sink_errors=False) as recording:
        viewer = StreamSink(f'127.0.0.1:{port}', queue_bytes=QUEUE_BYTES, close_seconds=1.0)
        recording.set_sinks(FileSink(path), viewer)
        running = Running(LiveSession(source, recording))
        try:
            yield running
        finally:
            running.stop()
        recording.set_sinks()


def publish(publisher: PublisherProcess, running: Running, before: int) -> None:
    """Publish large and small messages, and wait until they are forwarded."""
    blob = HEADER + b'\0' * 8 + SIZE.to_bytes(4, 'little') + bytes(SIZE)
    publisher.write('/blobs', [blob] * BLOBS, hz=200)
    publisher.write('/numbers', numbers(*range(NUMBERS)), hz=2000)
    assert eventually(lambda: running.status.messages == before + BLOBS + NUMBERS), running.status


def opened(publisher: PublisherProcess) -> None:
    """Publish two topics that keep everything until it was taken."""
    publisher.open('/blobs', BLOB, KEEPS_ALL)
    publisher.open('/numbers', FLOAT64, KEEPS_ALL)
    assert publisher.await_readers()


def assert_whole(path: Path, times: int) -> None:
    """Have a file hold everything."""
    rows = rows_of(chunks_in(path))
    assert len(rows['/numbers']['Scalars:scalars']) == NUMBERS * times
    (blobs,) = (column for name, column in rows['/blobs'].items() if name.endswith(':data'))
    assert len(blobs) == BLOBS * times


def test_a_viewer_that_is_not_there(domain: int, tmp_path: Path) -> None:
    """The file has everything."""
    path = tmp_path / 'x.rrd'
    with PublisherProcess(domain) as publisher, bridged(domain, free_port(), path) as running:
        opened(publisher)
        publish(publisher, running, 0)
    assert running.report is not None
    assert running.report.clean
    assert_whole(path, 1)


@pytest.mark.judge
@pytest.mark.parametrize('number', [signal.SIGKILL, signal.SIGSTOP])
def test_a_viewer_that_is_killed_or_frozen(
    domain: int, tmp_path: Path, judge: Path, number: signal.Signals
) -> None:
    """A viewer that is started at its place gets what comes then."""
    path, port = tmp_path / 'x.rrd', free_port()
    with PublisherProcess(domain) as publisher, bridged(domain, port, path) as running:
        with proxy(judge, port) as viewer:
            opened(publisher)
            publish(publisher, running, 0)
            os.kill(viewer.pid, number)
            publish(publisher, running, BLOBS + NUMBERS)
        with proxy(judge, port):
            publish(publisher, running, 2 * (BLOBS + NUMBERS))

            def is_seen() -> bool:
                rows = rows_of(chunks_of(recording_now(port)))
                return len(rows.get('/numbers', {}).get('Scalars:scalars', ())) >= NUMBERS

            assert eventually(is_seen)
    assert running.report is not None
    assert running.report.clean
    assert_whole(path, 3)
