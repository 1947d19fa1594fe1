"""What was logged, read back: rows of plain Python, by entity."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rerun_bridge.sdk.binary_stream import ByteSink
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd

SOON = 10.0
"""Seconds in which everything is done, unless it hangs."""


def to_memory(recording: RecordingStream) -> ByteSink:
    """Have a recording go to memory."""
    sink = ByteSink()
    recording.set_sinks(sink)
    return sink


def chunks_in(data: bytes, *, with_properties: bool = False) -> list[Chunk]:
    """Return the chunks of a recording's bytes."""
    found = [each.chunk for each in read_rrd(data) if isinstance(each, FoundChunk)]
    return [each for each in found if with_properties or not _is_property(each)]


def _is_property(chunk: Chunk) -> bool:
    return chunk.entity_path.parts[:1] == ('__properties',)


def rows_of(chunks: Iterable[Chunk], *, with_log_time: bool = False) -> dict[str, list[Any]]:
    """
    Return the rows by entity, in the order they were logged.

    A row has its times by timeline, and its components by name; what it did not log is not there.
    """
    rows: dict[str, list[tuple[bytes, dict[str, Any]]]] = {}
    for chunk in chunks:
        cells = {each.descriptor.component: each.lists.to_pylist() for each in chunk.components}
        for i in range(len(chunk)):
            row: dict[str, Any] = {
                column.timeline.name: int(column.values[i])
                for column in chunk.times
                if with_log_time or column.timeline.name != 'log_time'
            }
            for component, values in cells.items():
                if values[i] is not None:
                    row[component] = values[i]
            found = bytes(chunk.row_ids[i]), row
            rows.setdefault(str(chunk.entity_path), []).append(found)
    return {
        path: [row for _, row in sorted(found, key=lambda each: each[0])]
        for path, found in rows.items()
    }


def logged(recording: RecordingStream, sink: ByteSink) -> dict[str, list[Any]]:
    """Return the rows that a recording brought to memory since the last time."""
    assert recording.flush(SOON)
    data = sink.take()
    if not data.startswith(b'RRF2'):
        data = ByteSink().take() + data
    return rows_of(chunks_in(data))


def logged_in(path: Path) -> dict[str, list[Any]]:
    """Return the rows of a file."""
    return rows_of(chunks_in(path.read_bytes()))
