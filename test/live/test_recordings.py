"""Recordings one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.live import Recordings
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink, LogSink, MemorySink
from test.support.official import rerun
from test.support.recordings import chunks_in


def new(before: int) -> RecordingStream:
    """Return a recording with a number."""
    return RecordingStream('app', f'r{before}', recording_name=f'run {before}')


def logged(recording: RecordingStream, value: float) -> None:
    """Log a number, for all times."""
    recording.log('/a', Scalars(value), static=True)


def values_in(path: Path) -> list[float]:
    """Return the numbers that were logged."""
    return [
        value
        for chunk in chunks_in(path)
        if str(chunk.entity_path) == '/a'
        for column in chunk.components
        for row in column.lists.to_pylist()
        for value in row
    ]


@pytest.mark.judge
def test_a_file_holds_both(tmp_path: Path, judge: Path) -> None:
    """The official tool takes it, and finds two recordings."""
    path = tmp_path / 'x.rrd'
    recordings = Recordings(new, [FileSink(path)])
    logged(recordings.begin(), 1.0)
    logged(recordings.begin(), 2.0)
    recordings.close()
    rerun(judge, 'rrd', 'verify', path)
    told = rerun(judge, 'rrd', 'print', path)
    assert told.index('"r0"') < told.index('"r1"')


def test_each_has_a_file_of_its_own(tmp_path: Path) -> None:
    """What is left out is closed, what stays goes on."""
    kept = MemorySink()

    def another(before: int, sinks: Sequence[LogSink]) -> Sequence[LogSink]:
        assert len(sinks) == 2
        return [FileSink(tmp_path / f'{before}.rrd'), sinks[1]]

    recordings = Recordings(new, [FileSink(tmp_path / '0.rrd'), kept], another)
    logged(recordings.begin(), 1.0)
    logged(recordings.begin(), 2.0)
    assert values_in(tmp_path / '0.rrd') == [1.0]
    recordings.close()
    recordings.close()
    assert values_in(tmp_path / '1.rrd') == [2.0]
    assert {msg.store.recording_id for msg in kept.messages} == {'r0', 'r1'}


def test_all_sinks_are_closed_whatever_happens() -> None:
    """What happened first is raised."""

    class Failing(MemorySink):
        def close(self) -> None:
            super().close()
            raise SinkError('full')

    one, other = Failing(), MemorySink()
    closed: list[LogSink] = []
    other.close = lambda: closed.append(other)  # type: ignore[method-assign]
    recordings = Recordings(new, [one, other])
    recordings.begin()
    with pytest.raises(SinkError, match='full'):
        recordings.close()
    assert closed == [other]
