"""
The process of the command line, from its start to its end.

Both cost as much as converting a small bag does. Nothing that is imported is ever garbage, so none
is looked for meanwhile; and at the end the system takes back at once what Python would take apart
piece by piece.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

__all__ = ['run']


def run() -> NoReturn:
    """Be ``rerun-bridge``: run the command line and leave with its exit code."""
    gc.disable()
    from rerun_bridge.cli import main

    code = main()
    with suppress(Exception):  # Python has told of it, and an exit code stays what it is
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
