"""The stretch of a run that is measured: from the line ``begin`` on stdin to the line ``end``."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable

__all__ = ['Window']

SETTLE_S = 0.5


class Window:
    """
    Waits for the lines in a thread, and prints what was found.

    :param count: how many messages were forwarded so far.
    """

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count
        self._latencies: list[tuple[float, int]] = []
        self._has_begun = False
        self.is_over = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def note(self, latency_ns: float, messages: int = 1) -> None:
        """Remember how long messages were under way, on average, if that is measured."""
        if self._has_begun:
            self._latencies.append((latency_ns, messages))

    def _run(self) -> None:
        sys.stdin.readline()
        self._has_begun = True
        before, cpu_s = self._count(), time.process_time()
        print('begun', flush=True)
        sys.stdin.readline()
        time.sleep(SETTLE_S)
        cpu_s = time.process_time() - cpu_s
        self._has_begun = False
        found = {
            'cpu_s': cpu_s,
            'messages': self._count() - before,
            'latency_ms': _median(self._latencies) / 1e6,
        }
        print(json.dumps(found), flush=True)
        self.is_over.set()


def _median(latencies: list[tuple[float, int]]) -> float:
    """Return that of all messages."""
    left = sum([messages for _, messages in latencies]) / 2
    for latency_ns, messages in sorted(latencies):
        left -= messages
        if left <= 0:
            return latency_ns
    return 0.0
