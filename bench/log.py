"""
Calls of ``log`` and ``set_time`` into a file, against the same calls of the official SDK.

CPU time of the caller and of the threads behind it. What a process takes to start is taken off: it
also runs without a call. The last row is what it takes to import the SDK.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from bench.log_calls import CALLS
from bench.options import BUILD, parse_options
from bench.peers import judge_python
from bench.table import Table
from bench.timing import alternating, cost_of

__all__ = ['main']

SIDES = {'ours': 'rerun_bridge', 'peer': 'rerun'}


def main() -> None:
    """Print µs per call of both sides."""
    options = parse_options(__doc__, kinds=tuple(CALLS))
    python = {'ours': sys.executable, 'peer': judge_python()}
    table = Table(['call', 'µs', 'rerun', 'ratio', 'must', 'file MB', 'rerun'], first_width=16)
    BUILD.mkdir(parents=True, exist_ok=True)
    for kind in options.kinds:
        _, count, must = CALLS[kind]
        count = max(1, round(count * options.scale))

        def command(side: str, calls: int, kind: str = kind) -> list[str]:
            program = [python[side], '-m', 'bench.log_calls', SIDES[side]]
            return [*program, kind, str(calls), str(_out(side))]

        costs = alternating(
            options.runs,
            {
                f'{side} {calls}': partial(cost_of, command(side, calls), _out(side))
                for calls in (0, count)
                for side in SIDES
            },
        )
        cost_us = {
            side: max(costs[f'{side} {count}'].cpu_s - costs[f'{side} 0'].cpu_s, 1e-6)
            * 1e6
            / count
            for side in SIDES
        }
        sizes = [_out(side).stat().st_size / 1e6 for side in SIDES]
        ratio = cost_us['peer'] / cost_us['ours']
        table.row(kind, cost_us['ours'], cost_us['peer'], ratio, must, *sizes)
    imports = alternating(
        options.runs,
        {
            side: partial(cost_of, [python[side], '-c', f'import {name}; {name}.log'])
            for side, name in SIDES.items()
        },
    )
    ours, peer = (imports[side].cpu_s * 1e6 for side in SIDES)
    table.row('import', ours, peer, peer / ours, 2.0, 0, 0)
    for side in SIDES:
        _out(side).unlink(missing_ok=True)


def _out(side: str) -> Path:
    return BUILD / f'log.{side}.rrd'


if __name__ == '__main__':
    main()
