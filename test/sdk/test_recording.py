"""Recordings: what is sent arrives, and what goes wrong is told."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.archetypes import Points3D, Scalars
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import WAITING_BYTES, RecordingStream
from rerun_bridge.sdk.rrd.frames import FrameKind
from rerun_bridge.sdk.sinks import MemorySink
from test.support.chunks import STAMP, chunk_of, examples, times

SOON = 10.0
"""Seconds in which everything is done, unless it hangs."""


class GatedSink(MemorySink):
    """A sink that takes chunks only while its gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.closed = 0

    def send(self, msg: LogMsg) -> None:
        """Wait for the gate, except with what the recording says of itself."""
        if msg.facts is not None and msg.facts.entity_path != '/__properties':
            assert self.gate.wait(SOON)
        super().send(msg)

    def close(self) -> None:
        """Count."""
        self.closed += 1


class BrokenSink(GatedSink):
    """A sink that takes no chunks at all."""

    def send(self, msg: LogMsg) -> None:
        """Refuse, except what the recording says of itself."""
        if msg.facts is not None and msg.facts.entity_path != '/__properties':
            raise SinkError('broken')


class UnclosableSink(MemorySink):
    """A sink that cannot be finished."""

    def close(self) -> None:
        """Refuse."""
        raise SinkError('cannot be closed')


def paths(sink: MemorySink) -> list[str]:
    """Return the entity paths of the chunks that a sink has."""
    return [msg.facts.entity_path for msg in sink.messages if msg.facts is not None]


def large() -> Chunk:
    """Return a chunk so large that a second must wait."""
    numbers = np.zeros(WAITING_BYTES // 4 + 1000, np.uint32)
    column = Points3D.colors.column(numbers, np.array([0, len(numbers)]))
    return chunk_of('/large', [times(STAMP, 1)], [column])


def test_every_sink_gets_the_head_and_then_the_chunks_in_order() -> None:
    """Also a sink that comes later; it misses what was before."""
    first, second = MemorySink(), MemorySink()
    chunks = examples()
    with RecordingStream('app', 'id', recording_name='name') as recording:
        recording.set_sinks(first)
        recording.send_chunk(chunks[0])
        recording.set_sinks(first, second)
        recording.send_chunk(chunks[1])
    assert second.messages[0].kind is FrameKind.SET_STORE_INFO
    assert paths(second) == ['/__properties', '/log']
    assert [path for path in paths(first) if path != '/__properties'] == ['/plots/a\\ b', '/log']
    assert (recording.store.application_id, recording.store.recording_id) == ('app', 'id')


def test_recordings_without_an_id_get_one_of_their_own() -> None:
    """Else a viewer would mix them."""
    ids = {RecordingStream('app').store.recording_id for _ in range(10)}
    assert len(ids) == 10


def test_columns_are_sent_as_a_chunk() -> None:
    """To a path, with times or without."""
    sink = MemorySink()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        values = Scalars.scalars.column(np.arange(3.0))
        recording.send_columns('/a b/c', [times(STAMP, 1, 2, 3)], [values])
        recording.send_columns('/fixed', [], [values])
    facts = [msg.facts for msg in sink.messages[2:] if msg.facts is not None]
    assert [(each.entity_path, each.rows, each.is_static) for each in facts] == [
        ('/a\\ b/c', 3, False),
        ('/fixed', 3, True),
    ]


@pytest.mark.parametrize('stamps', [[1, 2], [1, 2, 3, 4], []])
def test_columns_of_different_lengths_are_refused(stamps: list[int]) -> None:
    """With the place and the lengths."""
    with RecordingStream('app') as recording, pytest.raises(ValueError, match='/p: columns of'):
        recording.send_columns(
            '/p', [times(STAMP, *stamps)], [Scalars.scalars.column(np.arange(3.0))]
        )


def test_no_columns_at_all_are_refused() -> None:
    """There is nothing to send."""
    with RecordingStream('app') as recording, pytest.raises(ValueError, match='/p: columns of'):
        recording.send_columns('/p', [], [])


def test_what_goes_wrong_behind_is_told_once_at_the_next_call() -> None:
    """Not at the call that sent it, for that has returned; then closing is quiet."""
    sink = BrokenSink()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        recording.send_chunk(examples()[0])
        with pytest.raises(SinkError, match='broken'):
            recording.flush(SOON)
        assert recording.flush(SOON)
    assert sink.closed == 1


def test_what_goes_wrong_last_is_told_by_close() -> None:
    """No later call is there."""
    recording = RecordingStream('app')
    recording.set_sinks(BrokenSink())
    recording.send_chunk(examples()[0])
    with pytest.raises(SinkError, match='broken'):
        recording.close()
    recording.close()


def test_a_sink_that_cannot_be_closed_does_not_keep_others_open() -> None:
    """Its error is told after all are closed."""
    other = GatedSink()
    recording = RecordingStream('app')
    recording.set_sinks(UnclosableSink(), other)
    with pytest.raises(SinkError, match='cannot be closed'):
        recording.close()
    assert other.closed == 1


def test_flush_waits_until_everything_is_written_or_the_time_is_over() -> None:
    """And says which."""
    sink = GatedSink()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        recording.send_chunk(examples()[0])
        assert not recording.flush(0.01)
        sink.gate.set()
        assert recording.flush(SOON)
        assert paths(sink) == ['/__properties', '/plots/a\\ b']


def test_close_is_idempotent_and_final() -> None:
    """Sinks are closed once, after everything was written; nothing can be sent then."""
    sink = GatedSink()
    sink.gate.set()
    recording = RecordingStream('app')
    recording.set_sinks(sink)
    recording.send_chunk(examples()[0])
    recording.close()
    recording.close()
    assert (sink.closed, len(paths(sink))) == (1, 2)
    with pytest.raises(SinkError, match='closed'):
        recording.send_chunk(examples()[0])


def test_sending_blocks_while_too_much_waits() -> None:
    """Until there is room again; nothing is lost."""
    sink, sent = GatedSink(), threading.Semaphore(0)
    recording = RecordingStream('app')
    recording.set_sinks(sink)

    def send() -> None:
        for _ in range(2):
            recording.send_chunk(large())
            sent.release()

    thread = threading.Thread(target=send)
    thread.start()
    assert sent.acquire(timeout=SOON)
    assert not sent.acquire(timeout=0.1)
    sink.gate.set()
    assert sent.acquire(timeout=SOON)
    thread.join()
    recording.close()
    assert paths(sink) == ['/__properties', '/large', '/large']
