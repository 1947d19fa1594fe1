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
        self.latencies_ns: list[float] = []
        self.is_over = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        sys.stdin.readline()
        self.latencies_ns.clear()
        before, cpu_s = self._count(), time.process_time()
        print('begun', flush=True)
        sys.stdin.readline()
        time.sleep(SETTLE_S)
        cpu_s = time.process_time() - cpu_s
        latencies = sorted(self.latencies_ns) or [0.0]
        found = {
            'cpu_s': cpu_s,
            'messages': self._count() - before,
            'latency_ms': latencies[len(latencies) // 2] / 1e6,
        }
        print(json.dumps(found), flush=True)
        self.is_over.set()
