"""What the README shows works when it is pasted, with the package as it is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from test.support.chunks import chunks_of
from test.support.logged import SOON, rows_of
from test.support.proxy import listens, recording_now_in
from test.support.specified import startable_viewer

ROOT = Path(__file__).parent.parent


def installed(folder: Path) -> Path:
    """Return where the package is as ``pip install`` puts it, without what is only in the tree."""
    place = folder / 'installed'
    command = ['setup.py', '-q', 'build', '--build-base', folder / 'build', '--build-lib', place]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    return place


def program(heading: str) -> str:
    """Return the first Python of a section of the README."""
    text = (ROOT / 'README.md').read_text(encoding='utf-8')
    section = text.partition(f'\n## {heading}\n')[2].partition('\n## ')[0]
    (first, *_) = re.findall(r'^```python\n(.*?)^```$', section, re.S | re.M)
    return str(first)


@pytest.mark.judge
def test_five_lines_log_to_a_viewer_that_is_started(judge: Path, tmp_path: Path) -> None:
    """The viewer has the values, also after the program has ended."""
    code = program('Log from your own code')
    assert sum(map(bool, code.splitlines())) == 5
    if listens(9876):
        pytest.fail('port 9876 of this machine is taken')
    with startable_viewer(judge, tmp_path) as environment:
        subprocess.run(
            [sys.executable, '-W', 'error', '-c', code],
            cwd=tmp_path,
            env={**os.environ, **environment, 'PYTHONPATH': str(installed(tmp_path))},
            check=True,
            timeout=6 * SOON,
        )
        found = rows_of(chunks_of(recording_now_in(9876)))
    assert found == {
        '/world/points': [{'step': 42, 'Points3D:positions': [[0, 0, 0], [1, 1, 1]]}],
        '/plots/speed': [{'step': 42, 'Scalars:scalars': [0.7]}],
    }


def test_everything_can_be_imported_as_installed(tmp_path: Path) -> None:
    """Nothing was left in the tree: neither modules nor the files of the pages."""
    place = installed(tmp_path)
    code = (
        'import rerun_bridge as rr; [getattr(rr, name) for name in rr.__all__];'
        'from rerun_bridge.sdk.web.pages import live_page; live_page("x", 1);'
        'print(rr.__file__)'
    )
    result = subprocess.run(
        [sys.executable, '-c', code],
        cwd=tmp_path,
        env={**os.environ, 'PYTHONPATH': str(place)},
        capture_output=True,
        text=True,
        timeout=6 * SOON,
    )
    assert result.stdout.strip() == str(place / 'rerun_bridge' / '__init__.py'), result.stderr
    assert (place / 'rerun_bridge' / 'py.typed').is_file()
