"""Chunks of all kinds, and what a recording made of them holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.archetypes import Points3D, Scalars, TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType

STAMP = Timeline('stamp')
COUNT = Timeline('count', TimeType.SEQUENCE)
SINCE = Timeline('since', TimeType.DURATION)


def times(timeline: Timeline, *values: int) -> TimeColumn:
    """Return the times of so many rows."""
    return TimeColumn(timeline, np.array(values, np.int64))


def chunk_of(
    path: str, indexes: Iterable[TimeColumn], components: Iterable[ComponentColumn]
) -> Chunk:
    """Return a chunk with ids of its own."""
    columns = tuple(components)
    rows = len(columns[0].lists)
    return Chunk(
        new_chunk_id(), EntityPath.parse(path), new_row_ids(rows), tuple(indexes), columns
    )


def examples() -> list[Chunk]:
    """Return chunks on every kind of timeline: unsorted, static, with nulls, cleared, large."""
    rng = np.random.default_rng(7)
    own = ComponentDescriptor('pkg.msg.Type:some.field')
    sparse = pa.array([[1.5], None, [], [2.5, None]], pa.list_(pa.float64()))
    noise = rng.random((40_000, 3), np.float32)
    mixed = [times(STAMP, 10, 20, 30), times(COUNT, 3, 1, 2)]
    return [
        chunk_of(
            '/plots/a b',
            [times(STAMP, 10, 20, 30), times(COUNT, 1, 2, 3)],
            [Scalars.scalars.column(np.arange(3.0))],
        ),
        chunk_of('/log', [times(SINCE, 5, 6)], [TextLog.text.column(['one', 'zwei µ'])]),
        chunk_of('/fixed', [], [Points3D.positions.column(np.zeros((1, 3)))]),
        chunk_of('/own', [times(STAMP, 4, 3, 2, 1)], [ComponentColumn(own, sparse)]),
        chunk_of(
            '/cloud',
            [times(STAMP, 1, 2)],
            [Points3D.positions.column(noise, np.array([0, 10_000, 40_000]))],
        ),
        chunk_of(
            '/flat', [times(COUNT, 1)], [Points3D.colors.column(np.zeros(50_000), [0, 50_000])]
        ),
        chunk_of('/mixed', mixed, [Scalars.scalars.column(np.arange(3.0))]),
    ]


def write(path: Path, chunks: Iterable[Chunk]) -> None:
    """Write a recording of these chunks."""
    with RecordingStream('test_app', 'test_recording', recording_name='name') as recording:
        recording.set_sinks(FileSink(path))
        for chunk in chunks:
            recording.send_chunk(chunk)


def chunks_of(data: bytes) -> list[Chunk]:
    """Return the chunks of a recording, without its properties."""
    found = [each.chunk for each in read_rrd(data) if isinstance(each, FoundChunk)]
    return [chunk for chunk in found if str(chunk.entity_path) != '/__properties']


def same(a: Chunk, b: Chunk) -> bool:
    """Tell whether two chunks are equal; the order of columns does not count."""
    return (
        (a.id, a.entity_path) == (b.id, b.entity_path)
        and np.array_equal(a.row_ids, b.row_ids)
        and {c.timeline: c.values.tolist() for c in a.times}
        == {c.timeline: c.values.tolist() for c in b.times}
        and {c.descriptor: c.lists for c in a.components}.keys()
        == {c.descriptor: c.lists for c in b.components}.keys()
        and all(
            c.lists.equals(d.lists)
            for c in a.components
            for d in b.components
            if c.descriptor == d.descriptor
        )
    )
