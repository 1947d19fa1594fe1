"""What is logged is written when a process ends, and belongs to the process that logged it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rerun_bridge.sdk.exits import close_all, close_at_exit
from rerun_bridge.sdk.rrd.decoder import FoundStore, read_footer, read_rrd
from test.support.chromium import share_of
from test.support.chunks import chunks_of
from test.support.logged import SOON, logged_in
from test.support.native_viewer import native_viewer
from test.support.official import read_back, run_script
from test.support.pictures import MAGENTA

ROOT = Path(__file__).parent.parent.parent
SEEN = 0.05


def run(name: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a program of ``exit_programs`` to its end."""
    command = [sys.executable, '-m', 'test.support.exit_programs', name, str(folder), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def counts(path: Path) -> dict[str, int]:
    """Return how many rows a whole file has, by entity."""
    assert read_footer(path.read_bytes()) is not None
    return {entity: len(rows) for entity, rows in logged_in(path).items()}


@pytest.mark.parametrize(('name', 'code'), [('plain', 0), ('failing', 7)])
def test_a_process_that_ends_writes_everything(name: str, code: int, tmp_path: Path) -> None:
    """Footer included, whether it succeeds or not."""
    result = run(name, tmp_path)
    assert (result.returncode, result.stderr) == (code, '')
    assert counts(tmp_path / f'{name}.rrd') == {'/main': 10}


def test_ctrl_c_ends_a_process_by_its_signal(tmp_path: Path) -> None:
    """As any other program of Python; the file is whole."""
    result = run('interrupted', tmp_path)
    assert result.returncode == -signal.SIGINT
    assert result.stderr.rstrip().endswith('KeyboardInterrupt')
    assert counts(tmp_path / 'interrupted.rrd') == {'/main': 10}


def test_what_is_logged_while_it_ends_is_written(tmp_path: Path) -> None:
    """By other functions that run at the exit."""
    result = run('late', tmp_path)
    assert (result.returncode, result.stderr) == (0, '')
    assert counts(tmp_path / 'late.rrd') == {'/late': 5}


def test_a_sink_that_hangs_does_not_keep_a_process_alive(tmp_path: Path) -> None:
    """The others are finished."""
    start = time.monotonic()
    assert run('hanging', tmp_path).returncode == 0
    assert time.monotonic() - start < 20
    assert counts(tmp_path / 'hanging.rrd') == {'/main': 10}


@pytest.mark.judge
@pytest.mark.parametrize('size', [4_000_000, 20_000_000])
def test_a_process_that_is_killed_leaves_a_file_that_opens(
    judge: Path, tmp_path: Path, size: int
) -> None:
    """Up to its last whole frame: with the official reader, and in the viewer."""
    path = tmp_path / 'endless.rrd'
    command = [sys.executable, '-m', 'test.support.exit_programs', 'endless', str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        end = time.monotonic() + SOON
        while not path.exists() or path.stat().st_size < size:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.001)
        process.kill()
    assert read_footer(path.read_bytes()) is None
    found = chunks_of(path.read_bytes())
    numbers = [
        number
        for chunk in found
        if chunk.entity_path.parts == ('number',)
        for number in chunk.components[0].lists.values.to_pylist()
    ]
    assert numbers == list(range(len(numbers)))
    assert sum(map(len, found)) > 100
    streamed = json.loads(run_script(judge, 'read_recording', path, 'only the stream'))['stream']
    assert sum(streamed.values()) == 1 + sum(map(len, found))
    with native_viewer(judge, tmp_path, path) as viewer:
        seen = viewer.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
        assert share_of(seen, MAGENTA) > SEEN


@pytest.mark.parametrize('method', ['fork', 'spawn', 'forkserver'])
def test_children_of_multiprocessing_log_into_one_recording(method: str, tmp_path: Path) -> None:
    """Each into its own file, all of it, and nothing of the others'; no row has another's id."""
    result = run('children', tmp_path, method)
    assert (result.returncode, result.stderr) == (0, '')
    assert counts(tmp_path / 'parent.rrd') == {'/parent': 20}
    files = [tmp_path / 'parent.rrd', *(tmp_path / f'{method}{i}.rrd' for i in range(2))]
    for i in range(2):
        assert counts(files[1 + i]) == {f'/{method}{i}': 10}
    data = [path.read_bytes() for path in files]
    stores = {
        found.store for each in data for found in read_rrd(each) if isinstance(found, FoundStore)
    }
    assert len(stores) == 1
    ids = [bytes(row) for each in data for chunk in chunks_of(each) for row in chunk.row_ids]
    assert len(set(ids)) == len(ids) == 40


def test_nothing_of_archetypes_is_left_to_be_loaded_by_a_child() -> None:
    """It could never be: the thread that has just been loading it is not there."""
    program = """
import os, pkgutil, sys
import rerun_bridge as rr
from rerun_bridge.sdk import archetypes
rr.init('app')
rr.memory_recording()
child = os.fork()
if not child:
    modules = pkgutil.walk_packages(archetypes.__path__, archetypes.__name__ + '.')
    print([each.name for each in modules if each.name not in sys.modules], flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""
    found = subprocess.run(
        [sys.executable, '-c', program], cwd=ROOT, capture_output=True, text=True
    )
    assert (found.stdout, found.stderr) == ('[]\n', '')


@pytest.mark.judge
def test_forks_while_threads_log(judge: Path, tmp_path: Path) -> None:
    """No deadlock; the parent's file is whole, and children write their own."""
    result = run('forks', tmp_path)
    assert result.returncode == 0, result.stderr
    assert set(counts(tmp_path / 'parent.rrd')) == {'/parent'}
    for i in range(10):
        assert counts(tmp_path / f'child{i}.rrd') == {'/lost': 5, '/child': 5}
    read_back(judge, tmp_path / 'parent.rrd')


def test_all_are_closed_whatever_happens(capsys: pytest.CaptureFixture[str]) -> None:
    """What goes wrong is told, on standard error."""

    class Closable:
        """Something to close."""

        closed = 0

        def close(self, timeout: float | None = None) -> None:
            """Fail."""
            self.closed += 1
            raise OSError('the disk is full')

        def forget(self) -> None:
            """Begin anew."""

    both = Closable(), Closable()
    for each in both:
        close_at_exit(each)
    close_all()
    assert [each.closed for each in both] == [1, 1]
    assert capsys.readouterr().err == 'rerun_bridge: the disk is full\n' * 2
