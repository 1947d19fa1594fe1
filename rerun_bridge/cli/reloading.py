"""Reading the configuration anew while a verb runs: on SIGHUP, as daemons do."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType

from rerun_bridge.cli.terminal import say_error
from rerun_bridge.errors import BridgeError

__all__ = ['Reloading']


class Reloading:
    """
    Waits for the signal, where there is one; a context manager.

    :param reload: takes the configuration; an error is told, and what was before stays.
    """

    def __init__(self, reload: Callable[[], None]) -> None:
        self._reload = reload
        self._is_wished = False
        self._number: int | None = getattr(signal, 'SIGHUP', None)

    def act(self) -> None:
        """Reload if the signal came."""
        if not self._is_wished:
            return
        self._is_wished = False
        try:
            self._reload()
        except BridgeError as error:
            say_error(f'{error}; the old rules stay')

    def __enter__(self) -> Reloading:
        """Return itself; signals reach the main thread only."""
        if threading.current_thread() is not threading.main_thread():
            self._number = None
        if self._number is not None:
            self._before = signal.signal(self._number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the signal to whoever had it before."""
        if self._number is not None:
            signal.signal(self._number, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._is_wished = True
