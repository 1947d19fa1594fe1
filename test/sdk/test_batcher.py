"""Rows become chunks: every value where it was, in the order it was logged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Points3D, Scalars, TextLog
from rerun_bridge.sdk.archetypes.archetype import Component
from rerun_bridge.sdk.batcher import RowBatch
from rerun_bridge.sdk.thread_times import NO_TIMES, STATIC, ThreadTimes, Timelines
from rerun_bridge.sdk.time import TimeType
from test.support.logged import rows_of


def timelines(**kinds: TimeType) -> Timelines:
    """Return timelines by their names."""
    times = ThreadTimes()
    for name, kind in kinds.items():
        times.set(name, kind, 0)
    return times.timelines


def batch(
    kind: Timelines, values: list[tuple[Any, ...]], component: Component, **more: bool
) -> RowBatch:
    """Return a batch of rows: when they were logged, times, and values of one component."""
    made = RowBatch(('/a b/c', kind, (component,)), **more)
    for *times, value in values:
        made.append((*times, component.cell(value)))
    return made


def test_rows_become_a_chunk() -> None:
    """With their times, when they were logged, and their values."""
    kind = timelines(step=TimeType.SEQUENCE, since=TimeType.DURATION)
    made = batch(kind, [(100, 5, 1, 0.5), (101, 6, 2, [1.5, 2.5])], Scalars.scalars)
    assert made.count() == 2
    (chunk,) = made.chunks(8192)
    assert rows_of([chunk], with_log_time=True) == {
        '/a\\ b/c': [
            {'log_time': 100, 'since': 5, 'step': 1, 'Scalars:scalars': [0.5]},
            {'log_time': 101, 'since': 6, 'step': 2, 'Scalars:scalars': [1.5, 2.5]},
        ]
    }
    assert [int.from_bytes(bytes(each[:8]), 'big') for each in chunk.row_ids] == [100, 101]


def test_static_rows_have_no_times() -> None:
    """Not even when they were logged."""
    (chunk,) = batch(STATIC, [(100, 'x')], TextLog.text).chunks(8192)
    assert chunk.is_static
    assert rows_of([chunk]) == {'/a\\ b/c': [{'TextLog:text': ['x']}]}


def test_the_time_of_logging_takes_the_place_of_a_timeline_of_its_name() -> None:
    """Unless the recording does without it."""
    kind = timelines(log_time=TimeType.TIMESTAMP)
    (chunk,) = batch(kind, [(100, 5, 1.0)], Scalars.scalars).chunks(8192)
    assert [each.values.tolist() for each in chunk.times] == [[100]]
    (chunk,) = batch(kind, [(100, 5, 1.0)], Scalars.scalars, with_log_time=False).chunks(8192)
    assert [each.values.tolist() for each in chunk.times] == [[5]]
    (chunk,) = batch(NO_TIMES, [(1, 1.0)], Scalars.scalars, with_log_time=False).chunks(8192)
    assert not chunk.times


def test_a_clock_that_steps_back_leaves_the_rows_in_their_order() -> None:
    """Their ids do not; the time of logging says what the clock said."""
    made = batch(NO_TIMES, [(100, 1.0), (50, 2.0), (60, 3.0)], Scalars.scalars)
    (chunk,) = made.chunks(8192)
    assert [each.values.tolist() for each in chunk.times] == [[100, 50, 60]]
    assert not chunk.times[0].is_sorted
    ids = [bytes(each) for each in chunk.row_ids]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ('steps', 'sizes'),
    [([1, 2, 3, 4, 5], [5]), ([5, 4, 3, 2, 1], [2, 2, 1]), ([2, 1], [2]), ([1, 3, 2], [2, 1])],
)
def test_many_rows_whose_times_go_back_are_split(steps: list[int], sizes: list[int]) -> None:
    """For a viewer must look at all rows of such a chunk; no row is lost."""
    kind = timelines(step=TimeType.SEQUENCE)
    rows = [(i, step, float(step)) for i, step in enumerate(steps)]
    chunks = list(batch(kind, rows, Scalars.scalars).chunks(2))
    assert [len(chunk) for chunk in chunks] == sizes
    assert len({chunk.id for chunk in chunks}) == len(sizes)
    found = rows_of(chunks)['/a\\ b/c']
    assert [row['step'] for row in found] == steps
    assert [row['Scalars:scalars'] for row in found] == [[float(step)] for step in steps]


def test_cleared_and_large_values() -> None:
    """An empty cell is an empty list; arrays are whole."""
    points = np.arange(30, dtype=np.float32).reshape(10, 3)
    made = RowBatch(('/p', NO_TIMES, (Points3D.positions, Points3D.radii)))
    made.append((1, Points3D.positions.cell(points), Points3D.radii.cells.empty))
    made.append((2, Points3D.positions.cells.empty, Points3D.radii.cell(0.5)))
    (chunk,) = made.chunks(8192)
    first, second = rows_of([chunk])['/p']
    assert first == {'Points3D:positions': points.tolist(), 'Points3D:radii': []}
    assert second == {'Points3D:positions': [], 'Points3D:radii': [0.5]}
