"""Who makes one recording and nothing else is spared the thread, and loses nothing by it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.archetypes.recording import RecordingInfo
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.direct_delivery import LARGE_BYTES
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink, MemorySink
from test.support.chunks import STAMP, chunk_of, times
from test.support.recordings import chunks_in

SMALL, LARGE = 3, LARGE_BYTES // 8 + 1
ENCODER = 'rerun_bridge encoder'


class Watched(MemorySink):
    """Remembers which thread brought what."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[str] = []
        self.waits_for: threading.Event | None = None

    def send(self, msg: LogMsg) -> None:
        """Take it."""
        if self.waits_for is not None:
            self.waits_for.wait(30)
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


def sent(sizes: Sequence[int], *, patiently: bool = False) -> list[str]:
    """
    Return by which threads chunks of these sizes were written.

    :param patiently: wait for each.
    """
    sink = Watched()
    with RecordingStream('app', direct=True) as recording:
        recording.set_sinks(sink)
        sink.threads.clear()
        for size in sizes:
            recording.send_chunk(chunk(size))
            if patiently:
                recording.flush()
        recording.flush()
        return sink.threads


def test_what_is_small_is_written_by_who_sends_it() -> None:
    """At once, and no thread is ever started."""
    assert sent([SMALL] * 5) == [threading.current_thread().name] * 5


def test_what_is_large_is_written_by_a_thread() -> None:
    """And what is small by who sends it, as before, when that is done."""
    mine = threading.current_thread().name
    found = sent([SMALL, LARGE, SMALL, LARGE, SMALL], patiently=True)
    assert found == [mine, ENCODER, mine, ENCODER, mine]


def test_what_comes_behind_something_large_stays_behind_it() -> None:
    """It waits for the thread, too, as long as that is at work."""
    sink, may_go_on = Watched(), threading.Event()
    with RecordingStream('app', direct=True) as recording:
        recording.set_sinks(sink)
        sink.waits_for = may_go_on
        sink.threads.clear()
        recording.send_chunk(chunk(LARGE))
        recording.send_chunk(chunk(SMALL))
        assert sink.threads == []
        may_go_on.set()
        recording.flush()
    assert sink.threads == [ENCODER] * 2


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
