"""``python -m demo.robot_bag OUT``: makes a bag; the same arguments give the same messages."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from demo.kinds import KINDS
from demo.scene import Scene
from demo.stream import Stream
from demo.write_db3 import write_db3
from demo.write_mcap import COMPRESSIONS, write_mcap

__all__ = ['main', 'robot_bag']


def robot_bag(
    kind: str, scale: float = 1.0, seconds: float | None = None, seed: int = 1
) -> list[Stream]:
    """
    Return the streams of a bag.

    :param kind: a key of :data:`demo.kinds.KINDS`.
    :param scale: how much of the full length.
    :param seconds: the full length; None for that of the kind.
    """
    full = KINDS[kind].seconds if seconds is None else seconds
    return KINDS[kind].streams(Scene(full * scale, seed))


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='python -m demo.robot_bag', description=__doc__)
    parser.add_argument('out', type=Path, help='the file (mcap) or folder (sqlite3) to write')
    parser.add_argument('--storage', choices=('mcap', 'sqlite3'), default='mcap')
    parser.add_argument('--kind', choices=sorted(KINDS), default='robot')
    parser.add_argument(
        '--compression', choices=sorted(COMPRESSIONS), default='zstd', help='of mcap chunks'
    )
    parser.add_argument('--seconds', type=float, help='length of the drive; each kind has its own')
    parser.add_argument(
        '--scale', type=float, default=1.0, help='how much of that length, e.g. 0.05'
    )
    parser.add_argument('--seed', type=int, default=1)
    arguments = parser.parse_args(argv)
    for name in ('scale', 'seconds'):
        if (value := getattr(arguments, name)) is not None and not value > 0:
            parser.error(f'--{name} must be above 0')
    return arguments


def main(argv: Sequence[str] | None = None) -> None:
    """Make the bag that the command line asks for."""
    arguments = _arguments(argv)
    begin = time.perf_counter()
    streams = robot_bag(arguments.kind, arguments.scale, arguments.seconds, arguments.seed)
    out: Path = arguments.out
    out.parent.mkdir(parents=True, exist_ok=True)
    if arguments.storage == 'mcap':
        write_mcap(out, streams, arguments.compression)
        size = out.stat().st_size
    else:
        write_db3(out, streams)
        size = sum(file.stat().st_size for file in out.iterdir())
    messages = sum(len(stream) for stream in streams)
    made = f'{size / 1e6:.1f} MB, made in {time.perf_counter() - begin:.1f} s'
    print(f'{out}: {len(streams)} topics, {messages} messages, {made}')


if __name__ == '__main__':
    main()
