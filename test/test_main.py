"""``python -m rerun_bridge``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_module_is_the_program() -> None:
    """It takes the same arguments and gives the same exit codes."""
    root = Path(__file__).parents[1]
    for argv, code in ((['--help'], 0), (['fly'], 2)):
        command = [sys.executable, '-m', 'rerun_bridge', *argv]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert 'rerun-bridge' in done.stdout + done.stderr
