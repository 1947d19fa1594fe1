"""Recordings: what is sent arrives, and what goes wrong is told."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk import _current
from rerun_bridge.sdk.archetypes import AnyValues, Points3D, Scalars, TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import WAITING_BYTES, RecordingStream
from rerun_bridge.sdk.rrd.decoder import read_footer
from rerun_bridge.sdk.rrd.frames import FrameKind
from rerun_bridge.sdk.sinks import MemorySink
from rerun_bridge.sdk.time import TimeColumn
from test.support.chunks import STAMP, chunk_of, examples, times
from test.support.logged import chunks_in, logged, rows_of, to_memory

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


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was told."""
    return [record.getMessage() for record in caplog.records]


def test_rows_have_the_times_that_are_set() -> None:
    """Static ones have none; a time holds until it is set anew, disabled or all are reset."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        recording.log('a', Scalars(0.0))
        recording.set_time('step', sequence=1)
        recording.set_time('since', duration=timedelta(seconds=1))
        recording.log('a', Scalars(1.0))
        recording.set_time('step', sequence=2)
        recording.log('a', Scalars(2.0))
        recording.log('a', Scalars(9.0), static=True)
        recording.disable_timeline('since')
        recording.log('a', Scalars(3.0))
        recording.reset_time()
        recording.log('a', Scalars(4.0))
        rows = logged(recording, sink)['/a']
    assert rows == [
        {'Scalars:scalars': [0.0]},
        {'step': 1, 'since': 10**9, 'Scalars:scalars': [1.0]},
        {'step': 2, 'since': 10**9, 'Scalars:scalars': [2.0]},
        {'Scalars:scalars': [9.0]},
        {'step': 2, 'Scalars:scalars': [3.0]},
        {'Scalars:scalars': [4.0]},
    ]


def test_times_are_the_threads_own() -> None:
    """Rows of all threads are there, with ids of their own."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)

        def log(thread: int) -> None:
            for i in range(500):
                recording.set_time('step', sequence=i)
                recording.log(f'{thread}', Scalars(float(i)))

        threads = [threading.Thread(target=log, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert recording.flush(SOON)
        chunks = chunks_in(sink.take())
    found = rows_of(chunks)
    for i in range(4):
        assert found[f'/{i}'] == [{'step': i, 'Scalars:scalars': [float(i)]} for i in range(500)]
    assert len({bytes(row) for chunk in chunks for row in chunk.row_ids}) == 2000


def test_paths_are_texts_or_parts() -> None:
    """Of one entity, however it is written."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        for path in ('a b/c', '/a\\ b/c/', ['a b', 'c'], ('a b', 'c')):
            recording.log(path, Scalars(1.0))
        assert {path: len(rows) for path, rows in logged(recording, sink).items()} == {
            '/a\\ b/c': 4
        }


def test_several_archetypes_are_one_row(caplog: pytest.LogCaptureFixture) -> None:
    """Of a component that is given twice the first counts, and one is told."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        recording.log('a', TextLog('one'), AnyValues(own=5), TextLog('two', level='INFO'))
        assert logged(recording, sink) == {
            '/a': [{'TextLog:text': ['one'], 'TextLog:level': ['INFO'], 'own': [5]}]
        }
        with pytest.raises(ValueError, match='TextLog:text given twice'):
            recording.log('a', TextLog('one'), TextLog('two'), strict=True)
    assert told(caplog) == ["log('a'): TextLog:text given twice: the first counts"]


def test_what_cannot_be_logged_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """Or raised, if one wants; and what has nothing to log is no row."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        for wrong in ((), (5,), ('text',)):
            recording.log('a', *wrong)
            with pytest.raises(TypeError):
                recording.log('a', *wrong, strict=True)
        recording.log(5, Scalars(1.0))  # type: ignore[arg-type]
        recording.log('a', AnyValues())
        assert logged(recording, sink) == {}
    assert told(caplog) == [
        "log('a'): nothing to log was given",
        "log('a'): int is nothing that can be logged",
        "log('a'): str is nothing that can be logged",
        'log(5): entity path 5: wanted text, or a list of its parts',
    ]


def test_logging_to_a_closed_recording_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """It does not raise."""
    recording = RecordingStream('app')
    recording.close()
    recording.log('a', Scalars(1.0))
    assert told(caplog) == ["log('a'): the recording is closed"]


def test_log_never_raises_what_goes_wrong_at_a_sink() -> None:
    """Flushing does."""
    recording = RecordingStream('app')
    recording.set_sinks(BrokenSink())
    for _ in range(3):
        recording.log('a', Scalars(1.0))
    with pytest.raises(SinkError, match='broken'):
        recording.flush(SOON)
    recording.log('a', Scalars(1.0))
    with pytest.raises(SinkError, match='broken'):
        recording.close()


def test_properties_and_names() -> None:
    """They are static, below a reserved entity."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        recording.send_recording_name('a name')
        recording.send_property('place', AnyValues(hall=3))
        assert recording.flush(SOON)
        chunks = chunks_in(sink.take(), with_properties=True)
    assert all(chunk.is_static for chunk in chunks)
    found = rows_of(chunks)
    assert found['/__properties'][1] == {'RecordingInfo:name': ['a name']}
    assert found['/__properties/place'] == [{'hall': [3]}]


def test_a_recording_without_properties_has_none() -> None:
    """If one does not want them."""
    sink = MemorySink()
    with RecordingStream('app', send_properties=False) as recording:
        recording.set_sinks(sink)
    assert paths(sink) == []


def test_ids_are_any_text() -> None:
    """But for none."""
    assert RecordingStream('app', 'my drive').get_recording_id() == 'my drive'
    uuid = UUID(int=5)
    assert RecordingStream('app', uuid).get_recording_id() == str(uuid)
    for wrong in (('', 'id'), ('app', '')):
        with pytest.raises(ValueError, match='empty'):
            RecordingStream(*wrong)


@pytest.mark.parametrize(
    ('variable', 'default', 'enabled'),
    [
        ('on', False, True),
        ('OFF', True, False),
        ('0', True, False),
        ('maybe', True, True),
        ('', False, False),
    ],
)
def test_the_environment_turns_recordings_on_and_off(
    variable: str, default: bool, enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the program says, unless it is nonsense."""
    monkeypatch.setenv('RERUN', variable)
    recording = RecordingStream('app', default_enabled=default)
    assert recording.is_enabled() is enabled
    sink = to_memory(recording)
    recording.log('a', Scalars(1.0))
    assert bool(logged(recording, sink)) is enabled


@pytest.mark.parametrize(
    ('variables', 'timelines'),
    [
        ({}, {'log_time'}),
        ({'RERUN_LOG_TIME': 'off'}, set()),
        ({'RERUN_LOG_TICK': '1'}, {'log_time', 'log_tick'}),
    ],
)
def test_timelines_that_rows_get_by_themselves(
    variables: dict[str, str], timelines: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a row was logged, and which in order, as the environment says."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        for _ in range(3):
            recording.log('a', Scalars(1.0))
        assert recording.flush(SOON)
        rows = rows_of(chunks_in(sink.take()), with_log_time=True)['/a']
    assert all(row.keys() - {'Scalars:scalars'} == timelines for row in rows)
    assert [row.get('log_tick') for row in rows] in ([0, 1, 2], [None] * 3)


def test_a_block_makes_it_the_recording_of_the_thread() -> None:
    """Until the end, which leaves it usable."""
    recording = RecordingStream('app', make_thread_default=False)
    sink = to_memory(recording)
    for _ in range(2):
        with recording:
            assert _current.current() is recording
            recording.log('a', Scalars(1.0))
        assert _current.current() is None
    recording.set_sinks(sink)
    assert len(logged(recording, sink)['/a']) == 2
    made = RecordingStream('app', make_default=True)
    assert _current.get_global() is made
    made = RecordingStream('app', make_thread_default=True)
    assert _current.get_of_thread() is made


def test_a_recording_that_nobody_holds_is_written(tmp_path: Path) -> None:
    """As a file that nobody holds is closed."""
    recording = RecordingStream('app')
    recording.save(tmp_path / 'a.rrd')
    recording.log('a', Scalars(1.0))
    del recording
    data = (tmp_path / 'a.rrd').read_bytes()
    assert [str(chunk.entity_path) for chunk in chunks_in(data)] == ['/a']
    assert read_footer(data) is not None


def test_columns_of_another_kind_of_time_are_refused() -> None:
    """A timeline has one kind."""
    with RecordingStream('app') as recording:
        recording.set_time('step', sequence=1)
        column = Scalars.columns(scalars=[1.0])
        with pytest.raises(ValueError, match='has sequences'):
            recording.send_columns('a', [TimeColumn('step', duration=[1.0])], column)


def test_values_may_be_changed_after_they_were_logged() -> None:
    """What was logged stays."""
    points = np.zeros((2, 3), np.float32)
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        recording.log('a', Points3D(points))
        points[:] = 7
        assert logged(recording, sink)['/a'] == [{'Points3D:positions': [[0.0] * 3] * 2}]
