"""How the process of the command line ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from demo.robot_bag import main as make_robot_bag
from rerun_bridge.sdk.rrd.lz4 import lz4_library
from rerun_bridge.sources.zstd_library import zstd_library
from test.test_structure import LOADED_WHEN_ASKED

PROGRAM = """
import atexit, sys
import rerun_bridge.cli
from rerun_bridge.cli.program import run
atexit.register(lambda: print('closed'))
rerun_bridge.cli.main = lambda: print('printed', end=' ') or {code}
run()
"""


def test_it_leaves_with_the_exit_code_and_nothing_unsaid() -> None:
    """What was printed is there, what atexit knows was done."""
    for code in (0, 3):
        command = [sys.executable, '-c', PROGRAM.format(code=code)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stdout) == (code, 'printed closed\n'), done.stderr


def test_what_fails_at_the_end_does_not_change_the_exit_code() -> None:
    """As with any Python program, it is told."""
    program = PROGRAM.format(code=3).replace("lambda: print('closed')", 'lambda: 1 / 0')
    command = [sys.executable, '-c', program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (3, 'printed ')
    assert 'ZeroDivisionError' in done.stderr


def test_a_conversion_loads_nothing_slow(tmp_path: Path) -> None:
    """
    Of a whole robot: neither what modules import nor what is called on the way.

    Where the system has zstd and LZ4, which every Debian has, pyarrow is no part of it.
    """
    slow = (*LOADED_WHEN_ASKED, *(['pyarrow'] if zstd_library() and lz4_library() else []))
    bag = tmp_path / 'robot.mcap'
    make_robot_bag([str(bag), '--seconds', '1'])
    program = (
        'import sys; from rerun_bridge.cli import main; '
        f'code = main(["convert", "-q", {str(bag)!r}]); '
        f'print(code, [name for name in {slow!r} if name in sys.modules])'
    )
    command = [sys.executable, '-c', program]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path
    )
    assert done.stdout == '0 []\n', done.stderr
