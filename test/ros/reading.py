"""What a file of the bridge holds, for tests that publish plain messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rerun_bridge.sdk.rrd.decoder import FoundChunk, FoundStore, read_rrd

__all__ = ['cells', 'entities', 'numbers', 'recordings', 'texts']

TIMES = 'log_time'


def _chunks(path: Path) -> list[FoundChunk]:
    return [each for each in read_rrd(path.read_bytes()) if isinstance(each, FoundChunk)]


def entities(path: Path) -> set[str]:
    """Return the entities of what was published, without what the bridge says of itself."""
    found = {str(each.chunk.entity_path) for each in _chunks(path)}
    return {each for each in found if not each.startswith(('/rerun_bridge/', '/__properties'))}


def cells(
    path: Path, entity: str, component: str, timeline: str = TIMES
) -> list[tuple[int, list[Any]]]:
    """Return the values of a component with their times, in order; of what is static, 0."""
    found = []
    for each in _chunks(path):
        if str(each.chunk.entity_path) != entity:
            continue
        times = next((c.values for c in each.chunk.times if c.timeline.name == timeline), None)
        for column in each.chunk.components:
            if column.descriptor.component == component:
                for row, value in enumerate(column.lists.to_pylist()):
                    if value is not None:
                        found.append((0 if times is None else int(times[row]), value))
    return sorted(found)


def numbers(path: Path, entity: str) -> list[float]:
    """Return the numbers that are drawn at an entity."""
    return [value[0] for _, value in cells(path, entity, 'Scalars:scalars')]


def texts(path: Path, entity: str) -> list[str]:
    """Return the lines of a log."""
    return [value[0] for _, value in cells(path, entity, 'TextLog:text')]


def recordings(path: Path) -> list[str]:
    """Return the ids of the recordings in a file, in order."""
    found = [each for each in read_rrd(path.read_bytes()) if isinstance(each, FoundStore)]
    return list(dict.fromkeys(each.store.recording_id for each in found))
