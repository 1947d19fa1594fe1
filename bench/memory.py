"""
Memory at its peak while converting: must not grow with the bag, and be at most 300 MB.

At full scale the bags hold about 1 and 4 GB.
"""

from __future__ import annotations

from bench.options import BUILD, parse_options
from bench.peers import convert_command, rerun_convert_command
from bench.table import Table
from bench.timing import cost_of

__all__ = ['main']

LENGTHS = (1, 4)


def main() -> None:
    """Print the peaks of both sides for a bag and one of four times its length."""
    options = parse_options(__doc__, kinds=('mixed', 'imu', 'image'), runs=1)
    table = Table(['bag', 'bag MB', 'MB peak', 'rerun', 'wall s', 'rerun'], first_width=20)
    for kind in options.kinds:
        for compression in ('zstd', 'none'):
            for length in LENGTHS if options.bags is None and kind == 'mixed' else (1,):
                bag = options.bag(kind, compression, length)
                out = BUILD / 'memory.rrd'
                ours = cost_of(convert_command(bag, out), out)
                peer = cost_of(rerun_convert_command(bag, out), out)
                out.unlink()
                name = f'{kind} {compression} x {length}'
                size_mb = bag.stat().st_size / 1e6
                table.row(name, size_mb, ours.peak_mb, peer.peak_mb, ours.wall_s, peer.wall_s)


if __name__ == '__main__':
    main()
