"""What every bench can be told, and where its bags are."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ['BUILD', 'Options', 'parse_options']

BUILD = Path('build/bench')


@dataclass(frozen=True)
class Options:
    """
    Options of a run.

    :param scale: how much of the full size of the inputs.
    :param runs: of each side; medians are printed.
    :param bags: folder of bags that are there already, ``<kind>.<compression>.mcap`` and
        ``<kind>_db3/``; None to make our own, once.
    :param kinds: of bags.
    """

    scale: float
    runs: int
    bags: Path | None
    kinds: tuple[str, ...]

    def bag(self, kind: str, compression: str = 'zstd', times: float = 1.0) -> Path:
        """
        Return a bag.

        :param compression: of MCAP chunks, or ``db3`` for a folder of SQLite storage.
        :param times: how many times the usual length.
        """
        suffix = '_db3' if compression == 'db3' else f'.{compression}.mcap'
        if self.bags is not None:
            path = self.bags / f'{kind}{suffix}'
            if not path.exists():
                raise SystemExit(f'no {path}')
            return path
        scale = self.scale * times
        path = BUILD / f'{kind}{"" if scale == 1 else f"-{scale:g}"}{suffix}'
        if not path.exists():
            self._make(kind, compression, scale, path)
        return path

    def _make(self, kind: str, compression: str, scale: float, path: Path) -> None:
        partial = path.parent / 'partial' / path.name
        command = [sys.executable, '-m', 'demo.robot_bag', str(partial), '--kind', kind]
        if compression == 'db3':
            command += ['--storage', 'sqlite3']
        else:
            command += ['--compression', compression]
        subprocess.run([*command, '--scale', f'{scale:g}'], check=True, stdout=subprocess.DEVNULL)
        partial.rename(path)


def parse_options(
    what: str | None, kinds: Sequence[str] = (), runs: int = 5, argv: Sequence[str] | None = None
) -> Options:
    """
    Return what the command line asks for.

    :param what: the first line of it says what the bench measures.
    :param kinds: that it measures unless told otherwise.
    :param runs: likewise.
    """
    parser = argparse.ArgumentParser(description=(what or '').strip().splitlines()[0])
    parser.add_argument('--scale', type=float, default=1.0, help='how much of the full size')
    parser.add_argument('--runs', type=int, default=runs, help='of each side, in turns')
    parser.add_argument('--bags', type=Path, help='a folder of bags to use instead of our own')
    parser.add_argument('--kinds', nargs='+', default=list(kinds), choices=kinds or None)
    arguments = parser.parse_args(argv)
    BUILD.mkdir(parents=True, exist_ok=True)
    return Options(arguments.scale, arguments.runs, arguments.bags, tuple(arguments.kinds))
