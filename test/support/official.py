"""The official Rerun, in its own venv: runs scripts of ``judge_scripts`` and its tool."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent / 'judge_scripts'


def run_script(judge: Path, name: str, *arguments: str | Path) -> str:
    """Return what a script prints."""
    return _run(judge / 'python', SCRIPTS / f'{name}.py', *arguments)


def rerun(judge: Path, *arguments: str | Path) -> str:
    """Return what the tool prints; it must succeed."""
    return _run(judge / 'rerun', *arguments)


def read_back(judge: Path, path: Path) -> dict[str, Any]:
    """Return what the official readers find in a file: verified, streamed and lazily loaded."""
    rerun(judge, 'rrd', 'verify', path)
    found: dict[str, Any] = json.loads(run_script(judge, 'read_recording', path))
    return found


@lru_cache(maxsize=1)
def archetypes(judge: Path) -> dict[str, dict[str, list[str]]]:
    """Return component, archetype, component type and Arrow type of all fields, by archetype."""
    found: dict[str, dict[str, list[str]]] = json.loads(run_script(judge, 'describe_archetypes'))
    return found


@contextmanager
def viewer(judge: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the viewer itself, for its launcher would leave it behind; end it."""
    (program,) = judge.parent.glob('lib/python*/site-packages/rerun_cli/rerun')
    command = [program, '--bind', '127.0.0.1', *arguments]
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def viewer_code(judge: Path) -> Path:
    """Return the folder of the web viewer's code."""
    (folder,) = judge.parent.glob('lib/python*/site-packages/rerun_notebook/static')
    return folder


def _run(*command: str | Path) -> str:
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
