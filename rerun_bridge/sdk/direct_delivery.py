"""Delivery for a program that does nothing but make one recording, as a converter does."""

from __future__ import annotations

from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.delivery import Delivery
from rerun_bridge.sdk.log_msg import LogMsg

__all__ = ['DirectDelivery', 'LARGE_BYTES']

LARGE_BYTES = 4 * 1024 * 1024
"""To write so much takes longer than to hand it over."""


class DirectDelivery(Delivery):
    """
    Encodes and writes in the thread that logs; only what is large goes to a thread of its own.

    Two threads take the interpreter from each other at every array they touch, which costs more
    than a small chunk does. Only one thread may log.
    """

    def send(self, item: Chunk | tuple[Chunk, ...] | LogMsg, size_bytes: int) -> None:
        """
        Encode and write; have it done where it is large, or something large is not done yet.

        :raises SinkError: an earlier one could not be written, or this is closed.
        """
        with self._lock:  # so the thread begins nothing meanwhile
            if size_bytes < LARGE_BYTES and not self._waiting and not self._is_busy:
                self._check_open()
                self._failures.check()
                self._attempt(item)
                return
        super().send(item, size_bytes)
        if self._thread is None:
            while self._waiting:
                self._step()

    def _wake(self) -> None:
        if self._thread is not None or self._waiting_bytes >= LARGE_BYTES:
            super()._wake()
