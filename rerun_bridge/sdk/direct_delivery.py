"""Delivery for a program that does nothing but make one recording, as a converter does."""

from __future__ import annotations

from rerun_bridge.sdk.delivery import Delivery
from rerun_bridge.sdk.outlet import Item

__all__ = ['DirectDelivery']


class DirectDelivery(Delivery):
    """
    Encodes and writes in the thread that logs, which is only one.

    Two threads take the interpreter from each other at every array they touch, and what one has
    in its cache the other has not: together that costs more than writing does. Nobody else waits
    for the lock, so all is done under it.
    """

    def _put(self, item: Item, size_bytes: int) -> None:
        super()._put(item, size_bytes)
        while self._waiting:
            self._step()

    def _wake(self) -> None:
        """Start no thread."""
