"""A file in the viewer, as a launch file asks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rerun_bridge.errors import ConfigError
from rerun_bridge.showing import command


@pytest.fixture(autouse=True)
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a program that prints what it is told."""
    program = tmp_path / 'rerun'
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv('RERUN_CLI_PATH', str(program))
    return program


@pytest.mark.parametrize(
    ('arguments', 'told'),
    [
        ('', '--port 9876 --bind 127.0.0.1'),
        ('--viewer=spawn --addr= --port=1234', '--port 1234 --bind 127.0.0.1'),
        ('--viewer=connect', '--connect rerun+http://127.0.0.1:9876/proxy'),
        ('--viewer=connect --addr=10.0.0.5:1', '--connect rerun+http://10.0.0.5:1/proxy'),
        (
            '--viewer=serve --web-port=8080',
            '--port 9876 --bind 127.0.0.1 --serve-web --web-viewer-port 8080',
        ),
    ],
)
def test_it_becomes_the_viewer(viewer: Path, arguments: str, told: str) -> None:
    """With what it is told to do."""
    argv = ['a.rrd', *arguments.split()]
    assert command(argv) == [str(viewer), 'a.rrd', *told.split()]
    code = 'from rerun_bridge.showing import main; main()'
    result = subprocess.run([sys.executable, '-c', code, *argv], capture_output=True, text=True)
    assert result.stdout == f'a.rrd {told}\n', result.stderr


def test_what_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is none, a viewer that is not there."""
    with pytest.raises(ConfigError, match='is no address'):
        command(['a.rrd', '--viewer=connect', '--addr=here:there'])
    monkeypatch.setenv('RERUN_CLI_PATH', '/not/there')
    code = 'from rerun_bridge.showing import main; main()'
    result = subprocess.run([sys.executable, '-c', code, 'a.rrd'], capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == 'show: /not/there: RERUN_CLI_PATH names no file\n'
