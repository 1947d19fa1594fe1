"""Opening what the command line names, one unreadable input never in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from rerun_bridge.cli.terminal import say_error
from rerun_bridge.errors import BridgeError, ConfigError, SourceError
from rerun_bridge.messages import MessageBatch
from rerun_bridge.sources import open_bag, open_bags
from rerun_bridge.sources.base import Source
from rerun_bridge.sources.definition_lookup import DefinitionLookup, InstalledInterfaces

__all__ = ['definition_lookup', 'first_log_time_ns', 'open_readable']


def definition_lookup(
    folders: Sequence[str], installed: InstalledInterfaces | None = None
) -> DefinitionLookup | None:
    """
    Return where definitions are found that a bag lacks; None is the standard types alone.

    :param installed: what counts, too.
    :raises ConfigError: a folder is not there.
    """
    if not folders and installed is None:
        return None
    try:
        return DefinitionLookup([Path(folder) for folder in folders], installed)
    except SourceError as error:
        raise ConfigError(error.message, file=error.file) from error


def first_log_time_ns(bags: Sequence[Path]) -> int:
    """
    Return when the first message of some bags was logged; 0 where there is none.

    Where a bag does not say: the first batch is near the start; to ask for what is before it skips
    the rest unread.
    """
    first_ns = None
    for bag in bags:
        try:
            with open_bag(bag) as source:
                if (extent := source.extent()) is not None:
                    first_ns = extent[0] if first_ns is None else min(first_ns, extent[0])
                    continue
                near_ns = _earliest_ns(islice(source.batches(end_ns=first_ns), 1))
                if near_ns is not None:
                    before_ns = _earliest_ns(source.batches(end_ns=near_ns))
                    first_ns = near_ns if before_ns is None else before_ns
        except (BridgeError, OSError):
            continue  # whoever converts the bag tells
    return first_ns or 0


def _earliest_ns(batches: Iterable[MessageBatch]) -> int | None:
    return min((int(batch.log_times_ns.min()) for batch in batches), default=None)


def open_readable(
    bags: Sequence[Path], lookup: DefinitionLookup | None
) -> tuple[Source | None, int]:
    """
    Return one source of all bags that can be read, and how many cannot; those are told.

    The source is None where no bag can be read.
    """
    if len(bags) > 1 or bags[0].is_dir():
        _allow_many_files()
    readable = []
    for bag in bags:
        try:
            source = open_bag(bag, lookup)
        except (BridgeError, OSError) as error:
            say_error(str(error))
            continue
        if len(bags) == 1:
            return source, 0
        source.close()
        readable.append(bag)
    several = open_bags(readable, lookup) if readable else None
    return several, len(bags) - len(readable)


def _allow_many_files() -> None:
    """Let all files of a long bag be open at once: a shell's usual limit is 1024."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
