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

from rerun_bridge.cli.late_modules import load_late

__all__ = ['begin', 'run', 'settle', 'share_memory']

YOUNG_OBJECTS = 10_000
HARDLY_USED = ('ipaddress', 'pickle', 'platform', 'tokenize')
"""What numpy and others import for functions that hardly anybody calls: a tenth of the start."""
_MMAP_THRESHOLD, _TRIM_THRESHOLD, _ARENA_MAX = -3, -1, -8
"""Parameters of glibc's ``mallopt``."""
_LARGEST_REUSED_BYTES, _KEPT_BYTES = 32 * 1024 * 1024, 128 * 1024 * 1024


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
    _keep_memory()
    share_memory()
    load_late(HARDLY_USED)


def settle() -> None:
    """Keep what is loaded; look seldom for garbage: what goes through lives for moments."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()


def share_memory() -> None:
    """
    Have all threads take memory from one place, before there are any.

    Else each has its own, and what one fills and another gives back is there in pieces: a process
    that runs for hours grows by megabytes a minute.
    """
    _set(_ARENA_MAX, 1)


def _set(parameter: int, value: int) -> None:
    import ctypes  # numpy needs it anyhow

    with suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(parameter, value)


def _keep_memory() -> None:
    """
    Have the memory of one batch used again for the next.

    By default glibc gives every large piece back to the system, which has to empty each page of it
    before it hands it out anew.
    """
    _set(_MMAP_THRESHOLD, _LARGEST_REUSED_BYTES)
    _set(_TRIM_THRESHOLD, _KEPT_BYTES)
