"""
Conversion of a bag to a recording, against ``rerun mcap convert``.

Both sides run in turns; the ratio says how many times cheaper ours is at the median, *least* the
same of the cheapest run of each side. *must* is what we hold ourselves to.
"""

from __future__ import annotations

import json
import subprocess
from functools import partial
from pathlib import Path

from bench.options import BUILD, Options, parse_options
from bench.peers import convert_command, judge_python, rerun_convert_command
from bench.table import Table
from bench.timing import Cost, alternating, cost_of

__all__ = ['main']

COMPRESSIONS = ('zstd', 'none')

MUST: dict[str, tuple[float, float]] = {
    'imu': (1.5, 1.5),
    'tf': (1.9, 1.9),
    'odom': (1.4, 1.4),
    'joints': (1.5, 1.5),
    'scan': (1.0, 1.0),
    'jpeg': (1.1, 1.1),
    'cloud': (3.0, 3.0),
    'image': (1.15, 1.7),
    'mixed': (2.5, 2.5),
}
"""
How many times cheaper in CPU time, from zstd and from uncompressed bags. Of mixed, 1.5 times in
wall time too.
"""


def contents(path: Path) -> dict[str, int]:
    """Return how much is in a recording, as the official reader sees it."""
    command = [judge_python(), '-m', 'bench.contents', str(path)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    counts: dict[str, int] = json.loads(result.stdout)
    return counts


def measure(options: Options, kind: str, compression: str) -> tuple[Cost, Cost, list[Path]]:
    """Return the costs of our side and of the peer's, and the recordings they wrote."""
    bag = options.bag(kind, compression)
    outs = [BUILD / f'{kind}.{compression}.{side}.rrd' for side in ('ours', 'rerun')]
    work = {
        'ours': partial(cost_of, convert_command(bag, outs[0]), outs[0]),
        'rerun': partial(cost_of, rerun_convert_command(bag, outs[1]), outs[1]),
    }
    costs = alternating(options.runs, work)
    return costs['ours'], costs['rerun'], outs


def main() -> None:
    """Print the costs of every kind of bag, then what the recordings hold."""
    options = parse_options(__doc__, kinds=tuple(MUST))
    sides = ('rerun', 'ratio')
    columns = ['bag', 'CPU s', *sides, 'least', 'must', 'wall s', *sides, 'MB peak', 'rerun']
    table = Table(columns)
    held: list[tuple[str, str, dict[str, int], float]] = []
    for kind in options.kinds:
        for compression, must in zip(COMPRESSIONS, MUST[kind]):
            ours, peer, outs = measure(options, kind, compression)
            name = f'{kind} {compression}'
            cpu = (ours.cpu_s, peer.cpu_s, peer.cpu_s / ours.cpu_s)
            least = peer.least_cpu_s / ours.least_cpu_s
            wall = (ours.wall_s, peer.wall_s, peer.wall_s / ours.wall_s)
            table.row(name, *cpu, least, must, *wall, ours.peak_mb, peer.peak_mb)
            for side, out in zip(('ours', 'rerun'), outs):
                held.append((name, side, contents(out), out.stat().st_size / 1e6))
                out.unlink()
    print('\nWhat the recordings hold (a value that all rows of a chunk share counts once):\n')
    words = ('entities', 'components', 'chunks', 'rows', 'values', 'bytes')
    table = Table(['bag', 'by', *words, 'file MB'])
    for name, side, counts, size_mb in held:
        table.row(name, side, *(counts.get(word, 0) for word in words), size_mb)


if __name__ == '__main__':
    main()
