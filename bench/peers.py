"""
Who we are measured against: which version, where it is, and precisely what is run.

Our side always runs with what a user gets by default: checksums are checked, the footer is
written, all topics are taken.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = [
    'RERUN_VERSION',
    'convert_command',
    'judge_python',
    'read_rosbags_command',
    'rerun_convert_command',
    'rerun_server',
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


@contextmanager
def rerun_server() -> Iterator[str]:
    """Run the official server, which takes what viewers take; yield its address."""
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    command = [viewer_program(), '--serve-grpc', '--bind', '127.0.0.1', '--port', str(port)]
    with subprocess.Popen(
        [*command, '--server-memory-limit', '256MB'],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_until_it_listens(port, server)
            yield f'127.0.0.1:{port}'
        finally:
            server.kill()


def _wait_until_it_listens(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with suppress(OSError), socket.create_connection(('127.0.0.1', port), 1.0):
            return
        time.sleep(0.02)
    raise SystemExit('the official server does not start')


def convert_command(bag: Path, out: Path) -> list[str]:
    """Return our conversion, as typed by a user."""
    return [sys.executable, '-m', 'rerun_bridge', 'convert', str(bag), '-o', str(out)]


def read_rosbags_command(folder: Path) -> list[str]:
    """Return what reads the raw bytes of all messages of a bag with rosbags, and drops them."""
    return [sys.executable, '-c', READ_ROSBAGS, str(folder)]


def select_command(file: Path) -> list[str]:
    """Return what fetches all messages of a .db3 file with sqlite3, and drops them."""
    return [sys.executable, '-c', SELECT, str(file)]
