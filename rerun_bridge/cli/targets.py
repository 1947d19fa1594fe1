"""Which bags go into which file, and how a file appears only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rerun_bridge.errors import ConfigError
from rerun_bridge.nouns import dataclass

__all__ = ['Job', 'bag_name', 'partial_path', 'plan_jobs', 'written_whole']

BAG_SUFFIXES = ('.zstd', '.zst', '.mcap', '.db3')


@dataclass(frozen=True)
class Job:
    """
    Bags that become one recording.

    :param target: None is stdout.
    :param name: of the recording, where the configuration has none.
    """

    bags: tuple[Path, ...]
    target: Path | None
    name: str


def bag_name(bag: Path) -> str:
    """Return ``walk`` for ``walk/``, ``walk.mcap`` and ``walk.db3.zstd``."""
    name = bag.name if bag.name not in ('', '..') else bag.resolve().name
    for suffix in BAG_SUFFIXES:
        if name.endswith(suffix) and name != suffix:
            name = name[: -len(suffix)]
    return name or 'bag'


def plan_jobs(bags: Sequence[Path], output: str | None, *, force: bool) -> list[Job]:
    """
    Return what is to be done.

    :param output: ``FILE.rrd`` or ``-`` for all bags together, ``DIR/`` for one file per bag;
        None is the working directory.
    :param force: files that are there are replaced.
    :raises ConfigError: a file would be lost.
    """
    if output == '-':
        return [Job(tuple(bags), None, bag_name(bags[0]))]
    if output is not None and not output.endswith(('/', os.sep)) and not Path(output).is_dir():
        target = Path(output)
        name = bag_name(bags[0]) if len(bags) == 1 else target.stem
        jobs = [Job(tuple(bags), target, name)]
    else:
        folder = Path(output or '.')
        names = [bag_name(bag) for bag in bags]
        jobs = [Job((bag,), folder / f'{name}.rrd', name) for bag, name in zip(bags, names)]
        _refuse_same_targets(jobs)
    for job in jobs:
        _refuse_loss(job, force)
    return jobs


def _refuse_same_targets(jobs: Sequence[Job]) -> None:
    first: dict[Path, Path] = {}
    for job in jobs:
        assert job.target is not None
        if job.target in first:
            raise ConfigError(
                f'{first[job.target]} and {job.bags[0]} would both become {job.target}; '
                'use -o FILE.rrd to merge them'
            )
        first[job.target] = job.bags[0]


def _refuse_loss(job: Job, force: bool) -> None:
    target = job.target
    if target is None or not target.exists():
        return
    if any(bag.exists() and bag.samefile(target) for bag in job.bags):
        raise ConfigError(f'{target} is an input; choose another output')
    if target.is_file() and not force:
        raise ConfigError(f'{target} is there already; --force replaces it')


def partial_path(target: Path) -> Path:
    """Return where a file is written: beside its target, openable should a run be killed."""
    return target.with_name(f'{target.stem}.partial{target.suffix}')


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """
    Yield where to write; the target appears, or is replaced, only when all went well.

    What is not a file (``/dev/null``, a named pipe) is written as it is.
    """
    if target.exists() and not target.is_file():
        yield target
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(target)
    try:
        yield partial
        os.replace(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
