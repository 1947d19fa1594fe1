"""
What goes wrong around a robot, and what its program notices of it: little, and in time.

By the functions that programs call. How each part takes it is tested with the part; who may read
what is served, with the server; processes that end, fork or are killed, in test_exits.py.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import rerun_bridge as rr
import rerun_bridge.blueprint as rrb
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_footer, read_rrd
from rerun_bridge.sdk.sinks.live import StreamSink
from test.support.chunks import chunks_of
from test.support.logged import SOON
from test.support.proxy import free_port, proxy, recording_now_in

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parent.parent.parent
NOISE = random.Random(1).randbytes(100_000)


@pytest.fixture(autouse=True)
def _disconnected() -> Iterator[None]:
    yield
    rr.disconnect()


def program(name: str, argument: object) -> subprocess.Popen[str]:
    """Start a program of ``fault_programs``."""
    return subprocess.Popen(
        [sys.executable, '-m', 'test.support.fault_programs', name, str(argument)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def numbers_in(data: bytes) -> list[float]:
    """Return what was logged at ``number``, in the order of its times."""
    found = [
        (int(count), number)
        for chunk in chunks_of(data)
        if chunk.entity_path.parts == ('number',)
        for times in chunk.times
        if times.timeline.name == 'count'
        for count, number in zip(times.values, chunk.components[0].lists.values.to_pylist())
    ]
    return [number for _, number in sorted(set(found))]


def test_a_viewer_that_starts_five_seconds_later_gets_everything(
    judge: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What was logged meanwhile waits for it; that there is none is told once."""
    port = free_port()
    rr.init('app')
    rr.connect(f'127.0.0.1:{port}')
    begin, count = time.monotonic(), 0
    while time.monotonic() < begin + 5:
        rr.set_time('count', sequence=count)
        rr.log('number', rr.Scalars(float(count)))
        count += 1
        time.sleep(0.002)
    with proxy(judge, port):
        assert rr.flush(SOON)
        rr.disconnect()  # which waits until the viewer says that it has everything
        assert numbers_in(recording_now_in(port)) == list(range(count))
    assert caplog.text.count('no viewer at') == 1


def test_a_viewer_that_is_restarted_amid_the_stream_gets_what_lasts_and_losses_are_counted(
    judge: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Static data, the blueprint, what is new; what did not fit while there was none is told."""
    port = free_port()
    rr.init('app')
    sink = StreamSink(f'127.0.0.1:{port}', queue_bytes=2_000_000)
    with proxy(judge, port) as viewer:
        rr.set_sinks(sink)
        rr.send_blueprint(rrb.Blueprint(rrb.TimeSeriesView(origin='/number')))
        rr.log('still', rr.Points3D([[1, 2, 3]]), static=True)
        rr.log('number', rr.Scalars(1.0))
        assert rr.flush(SOON)
        viewer.kill()
        viewer.wait()
    for _ in range(100):
        rr.log('picture', rr.EncodedImage(contents=NOISE, media_type='image/jpeg'))
        rr.flush(0.0)
    with proxy(judge, port):
        end = time.monotonic() + SOON
        while not sink.is_connected:
            assert time.monotonic() < end
            time.sleep(0.01)
        rr.log('after', rr.Scalars(2.0))
        rr.disconnect()
        data = recording_now_in(port)
    found = [each for each in read_rrd(data) if isinstance(each, FoundChunk)]
    assert {'/still', '/after', '/picture'} <= {str(each.chunk.entity_path) for each in found}
    assert any(each.store.kind == 'blueprint' for each in found)
    arrived = sum(len(each) for each in chunks_of(data) if each.entity_path.parts == ('picture',))
    assert 0 < arrived < 100
    assert sink.lost['/picture'] + sink.doubtful.get('/picture', 0) >= 100 - arrived
    assert 'does not keep up' in caplog.text
    assert 'never reached' in caplog.text


def test_a_frozen_viewer_neither_blocks_calls_nor_keeps_the_program(judge: Path) -> None:
    """The program logs on, and ends in time; what may not have arrived is told."""
    port = free_port()
    with proxy(judge, port) as viewer, program('frozen', port) as logging:
        assert logging.stdin is not None
        assert logging.stdout is not None
        assert logging.stdout.readline() == 'connected\n'
        os.kill(viewer.pid, signal.SIGSTOP)
        try:
            logging.stdin.write('\n')
            logging.stdin.flush()
            assert logging.stdout.readline() == 'logged\n'
            assert logging.wait(SOON) == 0
        finally:
            os.kill(viewer.pid, signal.SIGCONT)
            logging.kill()
        assert logging.stderr is not None
        assert 'reached' in logging.stderr.read()


def test_a_full_disk_is_told_once_and_other_sinks_go_on(judge: Path, tmp_path: Path) -> None:
    """The program lives, the file is whole as far as it got."""
    with program('full', tmp_path) as logging:
        said, warned = logging.communicate(timeout=SOON)
        assert (logging.returncode, said) == (0, '21\n')
    assert warned.count('cannot be written: File too large') == 1
    assert 'FileSink did not take 19 rows (/picture 19)' in warned
    data = (tmp_path / 'small.rrd').read_bytes()
    assert len(chunks_of(data)) == 1
    assert read_footer(data) is not None


def test_a_hundred_times_everywhere_leaves_nothing_behind(judge: Path, tmp_path: Path) -> None:
    """No thread, no socket, no file."""
    port = free_port()
    rr.init('app')
    with proxy(judge, port):
        before = None
        for i in range(100):
            rr.connect(f'127.0.0.1:{port}')
            rr.log('a', rr.Scalars(float(i)))
            rr.serve(open_browser=False, web_port=0, ws_port=0)
            rr.save(tmp_path / 'a.rrd')
            rr.disconnect()
            if before is None:
                before = len(os.listdir('/proc/self/fd')), threading.active_count()
        assert (len(os.listdir('/proc/self/fd')), threading.active_count()) == before
