"""
What happens to recordings when a process ends, or becomes two.

At the end they are closed, within a time limit. A forked child begins anew: its threads are gone,
and the sinks, with what waited for them, are the parent's.
"""

from __future__ import annotations

import atexit
import os
import sys
import weakref
from contextlib import suppress
from importlib import import_module
from typing import Protocol

__all__ = ['EXIT_SECONDS', 'close_all', 'close_at_exit', 'watch_this_process']

LAZY = ('sinks.file', 'sinks.memory')
"""
Besides archetypes and cells.

Nothing that has hooks for forks of its own: these would run by half.
"""
EXIT_SECONDS = 5.0
"""How long a process that ends waits for what is not yet written."""


class _Closable(Protocol):
    def close(self, timeout: float | None = None) -> None:
        """Finish within so many seconds."""

    def forget(self) -> None:
        """Begin anew in a forked child."""


_open: weakref.WeakSet[_Closable] = weakref.WeakSet()
_watched_process = -1


def close_at_exit(closable: _Closable) -> None:
    """Have something closed when the process ends, and begin anew in forked children."""
    _open.add(closable)


def close_all() -> None:
    """Close everything that is open; what goes wrong is told."""
    for closable in list(_open):
        try:
            closable.close(EXIT_SECONDS)
        except Exception as error:
            print(f'rerun_bridge: {error}', file=sys.stderr)  # logging may have ended already


def _close_at_the_end() -> None:
    close_all()
    if getattr(sys, 'last_type', None) is KeyboardInterrupt and not hasattr(sys, 'ps1'):
        _be_interrupted()


def _be_interrupted() -> None:
    """
    Have a program that Ctrl-C ended say so to whoever started it.

    The interpreter ends itself by the signal, as a shell expects, if the last text that it
    compiled and ran was interrupted. That was the program, until something was loaded for what is
    written at the end: a named tuple is enough.
    """
    with suppress(KeyboardInterrupt):
        exec('raise KeyboardInterrupt')


def watch_this_process() -> None:
    """
    See to it that the end of this process is noticed.

    Processes of ``multiprocessing`` end without what ``atexit`` has; they have a list of their
    own, which is empty when they start.
    """
    global _watched_process
    if _watched_process == os.getpid():
        return
    _watched_process = os.getpid()
    process = sys.modules.get('multiprocessing.process')
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, close_all, exitpriority=-100)


def _load_what_is_lazy() -> None:
    """
    Load what rows need, in a process that is about to be forked.

    A module that another thread is just loading can never be loaded in the child: its lock is held
    for ever by a thread that is not there.
    """
    if _open:
        for package in ('archetypes', 'archetypes.cells'):
            for name in import_module(f'rerun_bridge.sdk.{package}').MODULES:
                import_module(f'rerun_bridge.sdk.{package}.{name}')
        for name in LAZY:
            import_module(f'rerun_bridge.sdk.{name}')


def _begin_anew() -> None:
    for closable in list(_open):
        closable.forget()


atexit.register(_close_at_the_end)
os.register_at_fork(before=_load_what_is_lazy, after_in_child=_begin_anew)
