"""Finding and starting the viewer."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk import viewer
from rerun_bridge.sdk.sinks.live import StreamSink
from rerun_bridge.sdk.viewer import find_viewer, spawn_viewer
from test.support.log_msgs import announcement, scalar
from test.support.logged import SOON
from test.support.proxy import free_port, listens, received


def program(folder: Path, text: str) -> Path:
    """Write a program."""
    path = folder / 'rerun'
    path.write_text(f'#!/bin/sh\n{text}\n', encoding='utf-8')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv('RERUN_CLI_PATH', raising=False)
    monkeypatch.setattr(viewer, 'find_spec', lambda name: None)
    monkeypatch.setenv('PATH', '/nowhere')


def test_the_environment_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before all else; and a wrong name is told."""
    path = program(tmp_path, '')
    monkeypatch.setenv('RERUN_CLI_PATH', str(path))
    assert find_viewer() == path
    monkeypatch.setenv('RERUN_CLI_PATH', str(tmp_path / 'no'))
    with pytest.raises(SinkError, match='RERUN_CLI_PATH'):
        find_viewer()


def test_the_path_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last place that is looked at."""
    monkeypatch.setenv('PATH', str(program(tmp_path, '').parent))
    assert find_viewer() == tmp_path / 'rerun'


def test_what_only_starts_the_viewer_is_seen_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pip installs it, also where pipx links to that."""
    folders = [
        tmp_path / name for name in ('bin', 'links', 'lib/python3.11/site-packages/rerun_cli')
    ]
    for folder in folders:
        folder.mkdir(parents=True)
    launcher, real = program(folders[0], ''), program(folders[2], '')
    (folders[1] / 'rerun').symlink_to(launcher)
    for folder in folders[:2]:
        monkeypatch.setenv('PATH', str(folder))
        assert find_viewer() == real


def test_nowhere() -> None:
    """The error names the fix."""
    with pytest.raises(SinkError, match='pip install rerun-sdk'):
        find_viewer()


def test_one_that_listens_is_used() -> None:
    """Nothing is started, so nothing need be installed."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        port = listening.getsockname()[1]
        assert spawn_viewer(port) == f'rerun+http://127.0.0.1:{port}/proxy'


def test_one_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its exit code."""
    monkeypatch.setenv('RERUN_CLI_PATH', str(program(tmp_path, 'exit 7')))
    with pytest.raises(SinkError, match='code 7'):
        spawn_viewer(free_port())
    (tmp_path / 'rerun').chmod(0o600)
    with pytest.raises(SinkError, match='cannot be started'):
        spawn_viewer(free_port())


def test_one_that_is_slow_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Elsewhere: on a busy machine it takes long to start for the first time."""
    monkeypatch.setenv('RERUN_CLI_PATH', str(program(tmp_path, 'exec /bin/sleep 2')))
    port = free_port()
    assert spawn_viewer(port, wait_seconds=0.2) == f'rerun+http://127.0.0.1:{port}/proxy'
    assert 'does not listen' in caplog.text


def test_what_pip_installs_does_not_start_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It starts what the environment names, which may be itself."""
    said = tmp_path / 'said'
    path = program(tmp_path, f'echo "<$RERUN_CLI_PATH>" > {said}\nexit 7')
    monkeypatch.setenv('RERUN_CLI_PATH', str(path))
    with pytest.raises(SinkError, match='code 7'):
        spawn_viewer(free_port())
    assert said.read_text() == '<>\n'


@pytest.mark.judge
def test_the_real_viewer_starts_and_takes_data(
    judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It listens when the call returns, shows what is sent, and leaves nothing when it ends."""
    (real,) = judge.parent.glob('lib/python*/site-packages/rerun_cli/rerun')
    # the viewer is nobody's child; a program that becomes it says who it is
    said = tmp_path / 'pid'
    monkeypatch.setenv(
        'RERUN_CLI_PATH', str(program(tmp_path, f'echo $$ > {said}\nexec {real} "$@"'))
    )
    port = free_port()
    try:
        url = spawn_viewer(port, headless=True, wait_seconds=30)
        sink = StreamSink(url)
        sink.send(announcement())
        sink.send(scalar(1))
        assert sink.flush(10)
        assert len(received(port, 2)) == 2
        sink.close()
        assert spawn_viewer(port) == url
        assert listens(port)
        pid, end = int(said.read_text()), time.monotonic() + SOON
        os.kill(pid, signal.SIGTERM)
        while Path(f'/proc/{pid}').exists():  # as a zombie it would still be there
            assert time.monotonic() < end
            time.sleep(0.01)
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(said.read_text()), signal.SIGKILL)
