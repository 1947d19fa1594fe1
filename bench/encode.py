"""
Columns into a recording file, against ``send_columns`` of the official SDK.

What each process takes to start and to make the data is taken off: both also run without writing.
"""

from __future__ import annotations

import sys
from functools import partial

from bench.encode_data import WORKLOADS
from bench.options import BUILD, parse_options
from bench.peers import judge_python
from bench.table import Table
from bench.timing import alternating, cost_of

__all__ = ['main']


def main() -> None:
    """Print MB per CPU second of both sides."""
    options = parse_options(__doc__, kinds=tuple(WORKLOADS))
    table = Table(
        [
            'columns of',
            'CPU s',
            'rerun',
            'ratio',
            'MB/s',
            'rerun',
            'file MB',
            'rerun',
            'start s',
            'rerun',
        ]
    )
    out = {side: BUILD / f'encode.{side}.rrd' for side in ('ours', 'peer')}
    for kind in options.kinds:
        pieces = WORKLOADS[kind](options.scale)
        size_mb = (
            sum(
                p.values.nbytes + (0 if p.rotations is None else p.rotations.nbytes)
                for p in pieces
            )
            / 1e6
        )
        program = {
            'ours': [sys.executable, '-m', 'bench.encode_ours', kind, str(options.scale)],
            'peer': [judge_python(), '-m', 'bench.encode_peer', kind, str(options.scale)],
        }
        costs = alternating(
            options.runs,
            {
                **{side: partial(cost_of, [*program[side], str(out[side])]) for side in out},
                **{f'{side} start': partial(cost_of, [*program[side], '-']) for side in out},
            },
        )
        cpu = {side: max(costs[side].cpu_s - costs[f'{side} start'].cpu_s, 1e-3) for side in out}
        table.row(
            kind,
            *(cpu['ours'], cpu['peer'], cpu['peer'] / cpu['ours']),
            *(size_mb / cpu['ours'], size_mb / cpu['peer']),
            *(file.stat().st_size / 1e6 for file in out.values()),
            *(costs[f'{side} start'].cpu_s for side in out),
        )
    for file in out.values():
        file.unlink(missing_ok=True)


if __name__ == '__main__':
    main()
