"""The functions that say where a recording goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.frames import stream_header
from rerun_bridge.sdk.sinks import FileSink, MemorySink
from rerun_bridge.sdk.sinks.live import StreamSink
from test.support.chunks import chunks_of
from test.support.logged import SOON, logged_in
from test.support.proxy import free_port


def sinks() -> list[type]:
    """Return the kinds of the current recording's sinks."""
    recording = api.get_data_recording()
    assert recording is not None
    return [type(sink) for sink in recording.sinks]


def test_destinations_take_turns(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each gets what is logged until the next."""
    api.init('app')
    address = f'127.0.0.1:{free_port()}'
    found = []
    for go in (
        lambda: api.save(tmp_path / 'a.rrd'),
        lambda: api.connect(address),
        lambda: api.connect_grpc(f'rerun+http://{address}/proxy'),
        lambda: api.memory_recording(),
        lambda: api.stdout(),
        lambda: api.set_sinks(MemorySink(), FileSink(tmp_path / 'b.rrd')),
        lambda: api.disconnect(),
    ):
        go()
        found.append(sinks())
    assert found == [
        [FileSink],
        [StreamSink],
        [StreamSink],
        [MemorySink],
        [FileSink],
        [MemorySink, FileSink],
        [],
    ]
    assert capfd.readouterr().out.startswith('RRF2')


def test_flush_has_everything_written(tmp_path: Path) -> None:
    """While it goes on."""
    api.init('app')
    api.save(tmp_path / 'a.rrd')
    api.log('a', Scalars(1.0))
    assert api.flush(SOON)
    assert list(logged_in(tmp_path / 'a.rrd')) == ['/a']


def test_bytes_are_read(tmp_path: Path) -> None:
    """Of the recording that is given."""
    api.init('app')
    other = RecordingStream('app')
    stream = api.binary_stream(other)
    memory = api.memory_recording()
    other.log('a', Scalars(1.0))
    api.log('b', Scalars(1.0))
    assert [str(chunk.entity_path) for chunk in chunks_of(stream.read())] == ['/a']
    assert [str(chunk.entity_path) for chunk in chunks_of(memory.drain_as_bytes())] == ['/b']


def test_a_wrong_address_is_misuse(caplog: pytest.LogCaptureFixture) -> None:
    """Told, or raised where the program is strict."""
    api.init('app')
    api.connect('ftp://viewer')
    assert sinks() == []
    assert 'no address of a viewer' in caplog.text
    api.init('app', strict=True)
    with pytest.raises(ValueError, match='no address of a viewer'):
        api.connect('ftp://viewer')


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """It is no misuse."""
    api.init('app')
    with pytest.raises(SinkError, match='No such file'):
        api.save(tmp_path / 'no' / 'file.rrd')


def test_without_a_recording_nothing_happens(tmp_path: Path) -> None:
    """What has to be returned is empty."""
    api.save(tmp_path / 'a.rrd')
    api.connect('no address')
    api.spawn(1)
    api.stdout()
    api.show()
    api.set_sinks(MemorySink())
    api.disconnect()
    assert api.flush()
    assert api.serve() is None
    assert api.memory_recording().num_msgs() == 0
    assert api.binary_stream().read() == stream_header()
    assert list(tmp_path.iterdir()) == []
