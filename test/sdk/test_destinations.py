"""Where a recording goes: one place after the other, or several at once."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.frames import stream_header
from rerun_bridge.sdk.sinks import FileSink, MemorySink
from rerun_bridge.sdk.sinks.live import StreamSink
from test.support.chunks import chunks_of
from test.support.logged import logged_in
from test.support.official import read_back
from test.support.proxy import free_port, proxy, recording_in


def paths(data: bytes) -> list[str]:
    """Return the entities of a recording's chunks."""
    return [str(chunk.entity_path) for chunk in chunks_of(data)]


@pytest.mark.judge
def test_a_file_gets_everything_and_stands_alone(judge: Path, tmp_path: Path) -> None:
    """Also what is static and was logged into a file before."""
    first, second = tmp_path / 'first.rrd', tmp_path / 'second.rrd'
    recording = RecordingStream('app')
    recording.log('early', Scalars(1.0))
    recording.log('fixed', Scalars(2.0), static=True)
    recording.save(first)
    recording.log('late', Scalars(3.0))
    recording.save(second)
    recording.log('later', Scalars(4.0))
    recording.close()
    assert set(logged_in(first)) == {'/early', '/fixed', '/late'}
    assert set(logged_in(second)) == {'/fixed', '/later'}
    for path in (first, second):
        assert '/fixed' in read_back(judge, path)['store']


def test_several_at_once(tmp_path: Path) -> None:
    """Those that stay are not begun anew."""
    file, memory = FileSink(tmp_path / 'a.rrd'), MemorySink()
    recording = RecordingStream('app')
    recording.set_sinks(file)
    recording.log('a', Scalars(1.0))
    recording.set_sinks(file, memory)
    assert recording.sinks == (file, memory)
    recording.log('b', Scalars(2.0))
    recording.close()
    assert list(logged_in(tmp_path / 'a.rrd')) == ['/a', '/b']
    assert [msg.facts.entity_path for msg in memory.messages if msg.facts is not None] == [
        '/__properties',
        '/b',
    ]


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Told at once; what was there before goes on."""
    memory = MemorySink()
    with RecordingStream('app') as recording:
        recording.set_sinks(memory)
        with pytest.raises(SinkError, match='No such file'):
            recording.save(tmp_path / 'no' / 'folder.rrd')
        assert recording.sinks == (memory,)


@pytest.mark.judge
def test_a_viewer_gets_everything(judge: Path) -> None:
    """What was logged before it is there, too; it stays when a block ends."""
    port = free_port()
    recording = RecordingStream('app')
    recording.log('early', Scalars(1.0))
    recording.connect(f'127.0.0.1:{port}')
    (sink,) = recording.sinks
    assert isinstance(sink, StreamSink)
    with proxy(judge, port):
        for name in ('late', 'later'):
            with recording:
                recording.log(name, Scalars(2.0))
        assert recording.sinks == (sink,)
        assert recording.flush(20)
        assert paths(recording_in(port, 5)) == ['/early', '/late', '/later']
    recording.close()


def test_a_viewer_that_is_not_there_is_not_waited_for() -> None:
    """Nor when the recording is disconnected."""
    recording = RecordingStream('app')
    recording.connect(f'127.0.0.1:{free_port()}')
    recording.disconnect()
    assert recording.sinks == ()
    recording.close()


def test_memory_is_read_as_bytes() -> None:
    """What was logged before and after."""
    with RecordingStream('app') as recording:
        recording.log('early', Scalars(1.0))
        memory = recording.memory_recording()
        recording.log('late', Scalars(2.0))
        assert memory.num_msgs() == 3
        assert paths(memory.drain_as_bytes()) == ['/early', '/late']


def test_a_server_gives_its_link(capsys: pytest.CaptureFixture[str]) -> None:
    """And prints it."""
    with RecordingStream('app') as recording:
        url = recording.serve(open_browser=False, web_port=0, ws_port=0)
        assert url is not None
        assert url.startswith('http://127.0.0.1:')
        assert capsys.readouterr().out == f'{url}\n'
        recording.disconnect()


def test_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    """As a file's bytes."""
    with RecordingStream('app') as recording:
        recording.stdout()
        assert len(recording.sinks) == 1
    assert capfd.readouterr().out.startswith('RRF2')


def test_a_terminal_is_no_destination(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It would be full of nonsense: one is told."""

    class Terminal(io.StringIO):
        """A terminal."""

        def isatty(self) -> bool:
            """Say so."""
            return True

    monkeypatch.setattr(sys, 'stdout', Terminal())
    with RecordingStream('app') as recording:
        recording.stdout()
        assert recording.sinks == ()
    assert 'is a terminal' in caplog.text


def test_a_recording_that_is_off_goes_nowhere(tmp_path: Path) -> None:
    """Nothing is opened, started or written."""
    recording = RecordingStream('app', default_enabled=False)
    recording.save(tmp_path / 'a.rrd')
    recording.connect('no address at all')
    recording.spawn(port=1)
    recording.stdout()
    recording.show()
    assert recording.serve() is None
    assert recording.memory_recording().drain_as_bytes() == stream_header()
    assert recording.binary_stream().read() == stream_header()
    recording.set_time('step', sequence=1)
    recording.log('a', Scalars(1.0))
    recording.send_columns('a', [], [])
    recording.send_recording_name('name')
    assert recording.sinks == ()
    assert list(tmp_path.iterdir()) == []
    recording.close()
