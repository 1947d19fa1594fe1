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
from collections.abc import Mapping
from contextlib import suppress
from typing import NoReturn

from rerun_bridge.cli.late_modules import (
    Anything,
    as_it_is,
    leave_out,
    load_late,
    one_or_many,
    silent_on,
    when_called,
)
from rerun_bridge.cli.process_memory import keep_memory, share_memory, use_large_pages

__all__ = ['begin', 'run', 'settle']

YOUNG_OBJECTS = 10_000
HARDLY_USED: Mapping[str, Mapping[str, object]] = {
    **{
        name: {}
        for name in ('ast', 'ipaddress', 'pickle', 'platform', 'textwrap', 'tokenize', 'weakref')
    },
    'gettext': {'gettext': as_it_is, 'ngettext': one_or_many},
    'inspect': {
        'cleandoc': as_it_is,
        'signature': silent_on('numpy._core.multiarray', when_called('inspect', 'signature')),
    },
    'urllib.parse': {'quote_from_bytes': when_called('urllib.parse', 'quote_from_bytes')},
    **{name: {'NDArray': Anything} for name in ('numpy._typing', 'numpy.typing')},
}
"""
What numpy and others import for functions that hardly anybody calls, for who checks types, and for
who reads their manuals: a fourth of the start.
"""
NEVER_READ = tuple(
    f'numpy.{core}.{name}'
    for core in ('_core', 'core')
    for name in ('_add_newdocs', '_add_newdocs_scalars')
)
"""The manual of what numpy has compiled, which nobody asks a command line for: another tenth."""


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
