"""
Conversion of SQLite storage, against reading it only.

It must cost less CPU than rosbags needs to read the raw messages, and at most 1.3 times what a
bare SELECT and the conversion of the same messages from MCAP cost together. Beside them is what it
costs to copy the file and to start Python with numpy: where messages are large and written as they
are, nothing that writes a recording can cost less.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from bench.options import BUILD, parse_options
from bench.peers import convert_command, read_rosbags_command, select_command
from bench.table import Table
from bench.timing import alternating, cost_of

__all__ = ['main']


def main() -> None:
    """Print the CPU times and the two ratios, of every kind of bag."""
    options = parse_options(
        __doc__,
        kinds=('imu', 'tf', 'odom', 'joints', 'scan', 'jpeg', 'cloud', 'image', 'mixed'),
        runs=3,
    )
    table = Table(
        [
            *('bag', 'CPU s', 'rosbags', 'ratio', 'must'),
            *('SELECT', 'from mcap', 'of both', 'at most', 'copy'),
        ]
    )
    out = BUILD / 'db3.rrd'
    for kind in options.kinds:
        folder, mcap = options.bag(kind, 'db3'), options.bag(kind, 'none')
        (file,) = Path(folder).glob('*.db3')
        costs = alternating(
            options.runs,
            {
                'ours': partial(cost_of, convert_command(folder, out), out),
                'rosbags': partial(cost_of, read_rosbags_command(folder)),
                'select': partial(cost_of, select_command(file)),
                'mcap': partial(cost_of, convert_command(mcap, out), out),
                'cp': partial(cost_of, ['cp', str(file), str(out)], out),
                'start': partial(cost_of, [sys.executable, '-c', 'import numpy']),
            },
        )
        cpu = {name: cost.cpu_s for name, cost in costs.items()}
        both = cpu['ours'] / (cpu['select'] + cpu['mcap'])
        ratio = cpu['rosbags'] / cpu['ours']
        table.row(
            *(kind, cpu['ours'], cpu['rosbags'], ratio, 1.0),
            *(cpu['select'], cpu['mcap'], both, 1.3, cpu['cp'] + cpu['start']),
        )
    out.unlink(missing_ok=True)


if __name__ == '__main__':
    main()
