"""Options of scripts: where to log to."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.misuse import is_strict
from rerun_bridge.sdk.script import script_add_args, script_setup, script_teardown
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sdk.sinks.live import StreamSink
from test.support.logged import logged_in
from test.support.proxy import free_port, listens


def arguments(*given: str) -> Namespace:
    """Return what a script's parser makes of a command line."""
    parser = ArgumentParser()
    parser.add_argument('--of-the-script')
    script_add_args(parser)
    return parser.parse_args(given)


def test_save_writes_to_a_file(tmp_path: Path) -> None:
    """And functions mean the recording, strictly."""
    args = arguments('--save', str(tmp_path / 'a.rrd'))
    recording = script_setup(args, 'app', recording_id='id')
    assert api.get_data_recording() is recording
    assert (recording.get_recording_id(), is_strict()) == ('id', True)
    api.log('a', Scalars(1.0))
    script_teardown(args)
    api.disconnect()
    assert list(logged_in(tmp_path / 'a.rrd')) == ['/a']


@pytest.mark.parametrize('given', [['--connect', '--url'], ['--addr']])
def test_connect_streams_to_a_viewer(given: list[str]) -> None:
    """By either name of the address."""
    recording = script_setup(arguments(*given, f'127.0.0.1:{free_port()}'), 'app')
    (sink,) = recording.sinks
    assert isinstance(sink, StreamSink)
    api.disconnect()


def test_serve_has_the_ports_that_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    """And prints the link."""
    web_port, ws_port = free_port(), free_port()
    given = ['--serve', '--web-port', str(web_port), '--ws-port', str(ws_port)]
    script_setup(arguments(*given), 'app', open_browser=False)
    assert listens(web_port)
    assert listens(ws_port)
    assert f'http://127.0.0.1:{web_port}/#token=' in capsys.readouterr().out
    api.disconnect()


def test_headless_gathers() -> None:
    """No viewer is started."""
    assert script_setup(arguments('--headless'), 'app').sinks == ()


def test_stdout_writes_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    """All of it."""
    recording = script_setup(arguments('--stdout'), 'app')
    (sink,) = recording.sinks
    assert isinstance(sink, FileSink)
    recording.close()
    assert capfd.readouterr().out.startswith('RRF2')
