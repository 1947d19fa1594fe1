"""What a process costs: CPU time with its threads and children, wall time, memory at its peak."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ['Cost', 'alternating', 'cost_of', 'median']

MAXRSS_UNIT_BYTES = 1 if sys.platform == 'darwin' else 1024


@dataclass(frozen=True)
class Cost:
    """
    What one run took.

    :param cpu_s: user and system time of the process and of what it waited for; start-up included.
    :param peak_mb: largest resident memory, pages of mapped files included. Never below
        our own: Linux counts what a process had before it became another program, so a bench
        imports nothing heavy.
    :param least_cpu_s: of several runs, the CPU time of the cheapest: what it costs where nobody
        else uses the machine.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    least_cpu_s: float = math.inf


def cost_of(command: Sequence[str], out: Path | None = None) -> Cost:
    """
    Run a command to its end; one that fails ends the bench with what it said.

    :param out: what it writes, removed before the clock starts: freeing the blocks of an old file
        is no work of the command's.
    """
    environment = {**os.environ, 'OPENBLAS_NUM_THREADS': '1'}
    environment.pop('PYTHONDONTWRITEBYTECODE', None)  # what is installed is compiled once
    if out is not None:
        out.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors='replace')[-2000:]
            raise SystemExit(f'{" ".join(command)}\nexited with {process.returncode}:\n{text}')
    peak_mb = usage.ru_maxrss * MAXRSS_UNIT_BYTES / 1e6
    return Cost(usage.ru_utime + usage.ru_stime, wall_s, peak_mb)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each number, and the least CPU time."""
    return Cost(
        statistics.median(cost.cpu_s for cost in costs),
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
        min(cost.cpu_s for cost in costs),
    )


def alternating(runs: int, work: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """
    Return the median of each piece of work, taken in turns: noise of the machine hits all of them.

    :param work: by name.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in work}
    for _ in range(runs):
        for name, run in work.items():
            costs[name].append(run())
    return {name: median(taken) for name, taken in costs.items()}
