"""The stretch of a run that is measured: from the line ``begin`` on stdin to the line ``end``."""

from __future__ import annotations

import json
import os
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
        if os.environ.get('THREADS'):
            import threading as T

            names = {t.native_id: t.name for t in T.enumerate()}
            import glob

            for f in sorted(glob.glob('/proc/self/task/*/stat')):
                q = open(f).read()
                tid = int(f.split('/')[4])
                nm = q[q.index('(') + 1 : q.rindex(')')]
                u = q[q.rindex(')') + 2 :].split()
                c = (int(u[11]) + int(u[12])) / 100
                if c > 0.05:
                    print(names.get(tid, nm), int(u[11]) / 100, int(u[12]) / 100, file=sys.stderr)
        print(json.dumps(found), flush=True)
        self.is_over.set()
