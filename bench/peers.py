"""
Who we are measured against: which version, where it is, and precisely what is run.

Our side always runs with what a user gets by default: checksums are checked, the footer is
written, all topics are taken.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = [
    'RERUN_VERSION',
    'convert_command',
    'judge_python',
    'read_rosbags_command',
    'rerun_convert_command',
    'select_command',
    'viewer_program',
]

RERUN_VERSION = '0.41.0'

READ_ROSBAGS = """
import sys
from rosbags.rosbag2 import Reader
with Reader(sys.argv[1]) as reader:
    count = sum(1 for _ in reader.messages())
"""

SELECT = """
import sqlite3, sys
database = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)
count = sum(1 for _ in database.execute('SELECT topic_id, timestamp, data FROM messages'))
"""


def judge_python() -> str:
    """Return the Python of the venv with the official Rerun."""
    python = Path(os.environ.get('JUDGE', '.venv-judge')) / 'bin' / 'python'
    if not python.exists():
        raise SystemExit(f'no {python}: `make bench` makes it, or set JUDGE to a venv that has it')
    return str(python)


def viewer_program() -> str:
    """Return the official viewer, the program itself: its wrapper starts a Python."""
    venv = Path(judge_python()).parent.parent
    (version,) = venv.glob('lib/python3*/site-packages/rerun_sdk-*.dist-info')
    if RERUN_VERSION not in version.name:
        raise SystemExit(f'{version.name} is not the peer: it has to be {RERUN_VERSION}')
    (program,) = venv.glob('lib/python3*/site-packages/rerun_cli/rerun')
    return str(program)


def rerun_convert_command(bag: Path, out: Path) -> list[str]:
    """Return the official conversion."""
    return [viewer_program(), 'mcap', 'convert', str(bag), '--output', str(out)]


def convert_command(bag: Path, out: Path) -> list[str]:
    """Return our conversion, as typed by a user."""
    return [sys.executable, '-m', 'rerun_bridge', 'convert', str(bag), '-o', str(out)]


def read_rosbags_command(folder: Path) -> list[str]:
    """Return what reads the raw bytes of all messages of a bag with rosbags, and drops them."""
    return [sys.executable, '-c', READ_ROSBAGS, str(folder)]


def select_command(file: Path) -> list[str]:
    """Return what fetches all messages of a .db3 file with sqlite3, and drops them."""
    return [sys.executable, '-c', SELECT, str(file)]
