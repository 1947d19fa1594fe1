"""Who makes one recording and nothing else is spared the thread, and loses nothing by it."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.archetypes import Scalars, TextLog
from rerun_bridge.sdk.archetypes.recording import RecordingInfo
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink, MemorySink
from test.support.chunks import STAMP, chunk_of, times
from test.support.recordings import chunks_in

SMALL, LARGE = 3, 2_000_000


class Watched(MemorySink):
    """Remembers which thread brought what."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[str] = []

    def send(self, msg: LogMsg) -> None:
        """Take it."""
        super().send(msg)
        self.threads.append(threading.current_thread().name)


class Full(MemorySink):
    """A disk that has no room left one day."""

    is_full = False

    def send(self, msg: LogMsg) -> None:
        """Take it, or refuse it."""
        if self.is_full:
            raise SinkError('no space left')


def chunk(rows: int) -> Chunk:
    """Return a chunk of so many numbers."""
    values = np.arange(rows, dtype=np.float64)
    return chunk_of('/c', [times(STAMP, *range(rows))], [Scalars.scalars.column(values)])


def test_everything_is_written_by_who_sends_it() -> None:
    """At once, however large, and no thread is ever started."""
    sink, before = Watched(), threading.active_count()
    with RecordingStream('app', direct=True) as recording:
        recording.set_sinks(sink)
        for size in (SMALL, LARGE, SMALL, LARGE):
            sink.threads.clear()
            recording.send_chunk(chunk(size))
            assert sink.threads == [threading.current_thread().name]
        assert threading.active_count() <= before


def test_rows_that_gather_are_written_when_they_are_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the others at the end, or before the sinks change."""
    monkeypatch.setenv('RERUN_FLUSH_NUM_BYTES', '1000')
    first, second = Watched(), Watched()
    with RecordingStream('app', direct=True) as recording:
        recording.set_sinks(first)
        announced = len(first.threads)
        recording.log('/texts', TextLog('x' * 2000))
        assert len(first.threads) == announced + 1
        recording.log('/row', Scalars(1.0))
        assert len(first.threads) == announced + 1
        recording.set_sinks(second)
        assert len(first.threads) == announced + 2
        announced = len(second.threads)
        recording.log('/row', Scalars(2.0))
    assert len(second.threads) == announced + 1


def test_the_file_holds_everything_in_order(tmp_path: Path) -> None:
    """Small and large ones, rows and properties."""
    sizes = [SMALL, LARGE, SMALL, SMALL + 1, LARGE + 1]
    with RecordingStream('app', direct=True) as recording:
        recording.set_sinks(FileSink(tmp_path / 'a.rrd'))
        for size in sizes:
            recording.send_chunk(chunk(size))
        recording.log('/row', Scalars(1.0))
        recording.send_property('more', RecordingInfo(name='x'))
    found = [(str(each.entity_path), len(each)) for each in chunks_in(tmp_path / 'a.rrd')]
    assert [rows for path, rows in found if path == '/c'] == sizes
    assert ('/row', 1) in found
    assert any(path.endswith('more') for path, _ in found)


def test_what_goes_wrong_is_raised_at_the_next_chunk() -> None:
    """As with a thread."""
    recording = RecordingStream('app', direct=True)
    full = Full()
    recording.set_sinks(full)
    full.is_full = True
    recording.send_chunk(chunk(SMALL))
    with pytest.raises(SinkError, match='no space'):
        recording.send_chunk(chunk(SMALL))
    recording.close()
    with pytest.raises(SinkError, match='closed'):
        recording.send_chunk(chunk(SMALL))
