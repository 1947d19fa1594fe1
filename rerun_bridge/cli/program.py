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

from rerun_bridge.cli.hardly_used import HARDLY_USED, NEVER_READ
from rerun_bridge.cli.late_modules import leave_out, load_late
from rerun_bridge.cli.process_memory import keep_memory, share_memory, use_large_pages

__all__ = ['begin', 'run', 'settle']

YOUNG_OBJECTS = 10_000


def run() -> NoReturn:
    """Be ``rerun-bridge``: run the command line and leave with its exit code."""
    begin()
    from rerun_bridge.cli import main

    code = main()
    with suppress(Exception):  # Python has told of it, and an exit code stays what it is
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def begin() -> None:
    """Have the process as it is to be while it loads; :func:`settle` is what comes then."""
    gc.disable()
    keep_memory()
    share_memory()
    use_large_pages()
    load_late(HARDLY_USED)
    leave_out(NEVER_READ)


def settle() -> None:
    """Keep what is loaded; look seldom for garbage: what goes through lives for moments."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()
