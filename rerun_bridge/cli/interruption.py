"""Ctrl-C and SIGTERM as a wish to finish early, not as an accident in the middle of a write."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

__all__ = ['Interruption']


class Interruption:
    """
    A context manager that turns the first signal into :attr:`wished`.

    The second one raises KeyboardInterrupt.

    Signals reach the main thread only; elsewhere it does nothing.
    """

    def __init__(self) -> None:
        self.wished = False
        self._before: dict[int, signal.Handlers | object] = {}

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.wished:
            raise KeyboardInterrupt
        self.wished = True

    def __enter__(self) -> Interruption:
        """Take the signals over."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
