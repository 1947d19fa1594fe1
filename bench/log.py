"""
Calls of ``log`` and ``set_time``, against the same calls of the official SDK.

Into a file, and to the official server, which listens as a viewer does and is not counted. CPU
time of the caller and of the threads behind it. What a process takes to start, and to grow to its
size, is taken off: it also runs with few calls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.log_calls import CALLS, FILE, LIVE
from bench.options import BUILD, Options, parse_options
from bench.peers import judge_python, rerun_server
from bench.table import Table
from bench.timing import Cost, alternating, cost_of

__all__ = ['main']

SIDES = {'ours': 'rerun_bridge', 'peer': 'rerun'}
FEW = 4
"""One so many-th of the calls are made before those that count."""


def main() -> None:
    """Print µs per call of both sides."""
    options = parse_options(__doc__, kinds=tuple(CALLS))
    print('into a file')
    with _file() as path:
        _table(options, FILE, str(path), path)
    print('\nto a live server')
    with rerun_server() as address:
        _table(options, LIVE, address, None)


@contextmanager
def _file() -> Iterator[Path]:
    BUILD.mkdir(parents=True, exist_ok=True)
    path = BUILD / 'log.rrd'
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _table(options: Options, destination: str, where: str, out: Path | None) -> None:
    python = {'ours': sys.executable, 'peer': judge_python()}
    table = Table(['call', 'µs', 'rerun', 'ratio', 'must', 'MB', 'rerun'], first_width=16)
    for kind in options.kinds:
        count = max(1, round(CALLS[kind].times * options.scale))
        few, many = count // FEW, count + count // FEW
        sizes = dict.fromkeys(SIDES, 0.0)

        def run(side: str, calls: int, kind: str = kind, sizes: dict[str, float] = sizes) -> Cost:
            program = [python[side], '-m', 'bench.log_calls', SIDES[side], kind, str(calls)]
            cost = cost_of([*program, destination, where], out)
            sizes[side] = out.stat().st_size / 1e6 if out is not None else 0.0
            return cost

        costs = alternating(
            options.runs,
            {f'{side} {n}': partial(run, side, n) for n in (few, many) for side in SIDES},
        )
        cost_us = {
            side: max(costs[f'{side} {many}'].cpu_s - costs[f'{side} {few}'].cpu_s, 1e-6)
            * 1e6
            / count
            for side in SIDES
        }
        ratio = cost_us['peer'] / cost_us['ours']
        table.row(kind, cost_us['ours'], cost_us['peer'], ratio, CALLS[kind].must, *sizes.values())


if __name__ == '__main__':
    main()
