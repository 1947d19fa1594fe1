"""The examples run, and what they log is there."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rerun_bridge.sdk.rrd.decoder import FoundChunk, FoundStore, read_rrd
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.support.chromium import Picture, browser
from test.support.native_viewer import native_viewer
from test.support.official import rerun, viewer_code
from test.support.proxy import free_port, proxy, recording_in

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / 'examples'
SOON = 60.0
VIVID = 60
SHOWN = 0.005


def run(name: str, *arguments: str) -> str:
    """Run an example and return what it prints."""
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=SOON,
        env={**os.environ, 'PYTHONPATH': '.'},
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def paths_in(data: bytes) -> set[str]:
    """Return the entities of a recording."""
    found = {str(e.chunk.entity_path) for e in read_rrd(data) if isinstance(e, FoundChunk)}
    return found - {'/__properties'}


@pytest.mark.judge
@pytest.mark.parametrize(
    ('name', 'paths'),
    [
        (
            'walking_robot.py',
            '/camera /log /plots/heading /plots/height /world /world/path /world/robot '
            '/world/robot/body /world/walls',
        ),
        ('serialized_messages.py', '/cmd_vel/angular /cmd_vel/linear'),
    ],
)
def test_examples_write_recordings(judge: Path, tmp_path: Path, name: str, paths: str) -> None:
    """With the entities that they are about; the official tool finds no fault."""
    target = tmp_path / 'example.rrd'
    run(name, '--save', str(target))
    rerun(judge, 'rrd', 'verify', target)
    assert paths_in(target.read_bytes()) >= set(paths.split())


def test_several_sinks_at_once(tmp_path: Path) -> None:
    """The file is whole, the page has a link."""
    target = tmp_path / 'example.rrd'
    ports = ['--web-port', '0', '--ws-port', '0', '--seconds', '0.3']
    assert 'http://127.0.0.1:' in run('several_sinks.py', str(target), *ports)
    assert paths_in(target.read_bytes()) == {'/wave'}


@pytest.mark.judge
def test_processes_log_into_one_recording(judge: Path) -> None:
    """One store, the entities of all four."""
    port = free_port()
    with proxy(judge, port):
        run('many_processes.py', '--connect', f'127.0.0.1:{port}')
        found = recording_in(port, 12)
    assert paths_in(found) >= {f'/process_{i}/value' for i in range(1, 5)}
    assert len({each.store for each in read_rrd(found) if isinstance(each, FoundStore)}) == 1


def lively(picture: Picture) -> float:
    """Return which part of the middle of a viewer has colors, as data has."""
    middle = picture[60:520, 230:790].astype(np.int16)
    return float((middle.max(axis=2) - middle.min(axis=2) > VIVID).mean())


@pytest.mark.judge
@pytest.mark.parametrize(
    ('name', 'arguments'),
    [
        ('walking_robot.py', ['--connect', '--url']),
        ('serialized_messages.py', ['--connect', '--url']),
        ('many_processes.py', ['--connect']),
    ],
)
def test_the_native_viewer_shows_what_examples_log(
    judge: Path, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    """Live; before, there is nothing but messages of its own."""
    with native_viewer(judge, tmp_path, '--hide-welcome-screen') as viewer:
        assert lively(viewer.picture()) < SHOWN / 2
        run(name, *arguments, f'127.0.0.1:{viewer.port}')
        assert lively(viewer.wait_for(lambda picture: lively(picture) > SHOWN)) > SHOWN


@pytest.mark.judge
@pytest.mark.parametrize(
    ('name', 'arguments'),
    [
        ('walking_robot.py', ['--serve']),
        ('several_sinks.py', ['{folder}/a.rrd']),
    ],
)
def test_chromium_shows_what_examples_serve(
    judge: Path, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    """At the link that they print."""
    given = [each.format(folder=tmp_path) for each in arguments]
    with subprocess.Popen(
        [sys.executable, '-u', EXAMPLES / name, *given, '--web-port', '0', '--ws-port', '0'],
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            'PYTHONPATH': '.',
            'BROWSER': 'true',
            FOLDER_VARIABLE: str(viewer_code(judge)),
        },
    ) as example:
        try:
            assert example.stdout is not None
            link = example.stdout.readline().split()[-1]
            with browser() as page:
                page.open(link)
                found = page.wait_for(lambda picture: lively(picture) > SHOWN)
                assert lively(found) > SHOWN, page.console
        finally:
            example.send_signal(signal.SIGINT)
            assert example.wait(SOON) in (0, -signal.SIGINT)


@pytest.mark.parametrize('name', ['robot_node.py', 'bridge_in_a_node.py'])
def test_nodes_are_python(name: str) -> None:
    """They run where ROS is; here what they import of ours must be there."""
    tree = ast.parse((EXAMPLES / name).read_text(encoding='utf-8'))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or '').startswith('rerun_bridge'):
            path = ROOT / Path(*str(node.module).split('.'))
            assert path.is_dir() or path.with_suffix('.py').is_file(), node.module


def test_the_notebook_runs() -> None:
    """Its cells, one after the other; the last shows itself as HTML."""
    cells = json.loads((EXAMPLES / 'notebook.ipynb').read_text(encoding='utf-8'))['cells']
    code = '\n'.join(''.join(c['source']) for c in cells if c['cell_type'] == 'code')
    program = code + '\nprint(recording.num_msgs() > 0)\n'
    result = subprocess.run(
        [sys.executable, '-c', program], capture_output=True, text=True, timeout=SOON, cwd=ROOT
    )
    assert result.stdout == 'True\n', result.stderr


def test_every_example_is_in_the_list() -> None:
    """And no other is."""
    listed = (EXAMPLES / 'README.md').read_text(encoding='utf-8')
    files = {p.name for p in EXAMPLES.iterdir() if p.suffix in ('.py', '.ipynb')}
    assert {name for name in files if f'[{name}]({name})' in listed} == files
    assert listed.count('](') == len(files)
