"""From the calls to the sinks: in order, once, behind the caller's back."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.nouns import replace
from rerun_bridge.sdk import delivery as delivery_module
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.batcher import RowBatch
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.delivery import Delivery
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.sinks import MemorySink
from rerun_bridge.sdk.sinks.base import LogSink
from rerun_bridge.sdk.thread_times import NO_TIMES
from test.support.chunks import STAMP, chunk_of, times
from test.support.logged import SOON

KEY = ('/a', NO_TIMES, (Scalars.scalars,))


class CountingSink:
    """A sink that counts rows, fails when it is told to, and waits for its gate."""

    def __init__(self, *, is_live: bool = False) -> None:
        self.is_live = is_live
        self.rows = self.closed = 0
        self.chunks: list[int] = []
        self.fails = False
        self.gate = threading.Event()
        self.gate.set()

    def send(self, msg: LogMsg) -> None:
        """Count."""
        assert self.gate.wait(SOON)
        if self.fails:
            raise SinkError('the disk is full')
        if msg.facts is not None:
            self.rows += msg.facts.rows
            self.chunks.append(msg.facts.rows)

    def flush(self, timeout: float) -> bool:
        """Return at once."""
        return True

    def close(self) -> None:
        """Count."""
        self.closed += 1


class BrokenBatch:
    """A batch that cannot be made into chunks."""

    def __init__(self, key: Any) -> None:
        self.size_bytes = 0

    def append(self, item: Any) -> None:
        """Take it."""

    def count(self) -> int:
        """Return what does not matter."""
        return 1

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """Fail."""
        raise ValueError('cannot be decoded')


def delivery(sink: LogSink | None = None, **more: Any) -> Delivery:
    """Return a delivery to a sink."""
    made = Delivery(StoreId('app', 'id'), **more)
    if sink is not None:
        made.set_sinks([sink])
    return made


def add(to: Delivery, count: int, size_bytes: int = 8) -> None:
    """Add rows."""
    for i in range(count):
        to.add(KEY, RowBatch, (i, Scalars.scalars.cell(i)), size_bytes)


def chunk() -> Chunk:
    """Return a chunk of one row."""
    return chunk_of('/c', [times(STAMP, 1)], [Scalars.scalars.column([1.0])])


def until(condition: Callable[[], object]) -> None:
    """Wait for something that happens soon."""
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was told."""
    return [record.getMessage() for record in caplog.records]


def test_rows_gather_until_they_are_wanted() -> None:
    """A flush makes one chunk of them."""
    sink = CountingSink()
    to = delivery(sink)
    add(to, 5)
    assert to.flush(SOON)
    add(to, 3)
    assert to.flush(SOON)
    assert sink.chunks == [5, 3]
    to.close()


def test_rows_are_delivered_without_being_asked_for() -> None:
    """A tick later."""
    sink = CountingSink()
    to = delivery(sink)
    add(to, 2)
    until(lambda: sink.rows == 2)
    add(to, 2)
    until(lambda: sink.rows == 4)
    to.close()


@pytest.mark.parametrize('variable', ['RERUN_FLUSH_NUM_BYTES', 'RERUN_FLUSH_NUM_ROWS'])
def test_a_full_batch_is_delivered_at_once(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By size or by count; the rest waits."""
    monkeypatch.setenv('RERUN_FLUSH_TICK_SECS', '1000')
    monkeypatch.setenv(variable, '4')
    sink = CountingSink()
    to = delivery(sink)
    add(to, 10, size_bytes=1)
    until(lambda: sink.chunks == [4, 4])
    to.close()
    assert sink.chunks == [4, 4, 2]


def test_the_tick_suits_the_sinks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer gets little at a time; with a file beside it, what suits the file."""
    live, file = CountingSink(is_live=True), CountingSink()
    to = delivery()
    ticks = []
    for sinks in ([], [live], [file], [live, file]):
        to.set_sinks(sinks)
        ticks.append(to.tick_s)
    assert ticks == [0.2, 0.008, 0.2, 0.2]
    to.close()
    monkeypatch.setenv('RERUN_FLUSH_TICK_SECS', '0.5')
    assert delivery(live).tick_s == 0.5


def test_what_comes_before_the_first_sink_is_kept_for_it() -> None:
    """Also what a disconnected recording takes."""
    first, second = CountingSink(), CountingSink()
    to = delivery()
    add(to, 3)
    to.send(chunk(), 8)
    to.set_sinks([first])
    assert to.flush(SOON)
    assert sorted(first.chunks) == [1, 3]
    to.set_sinks([])
    assert first.closed == 1
    add(to, 2)
    to.set_sinks([second])
    assert (first.rows, second.rows) == (4, 2)
    to.close()
    assert second.closed == 1


def test_a_buffer_has_a_limit_if_it_is_given_one(caplog: pytest.LogCaptureFixture) -> None:
    """What it loses is counted, and told when somebody listens."""
    to = delivery(buffer_bytes=5000)
    for _ in range(20):
        to.send(chunk(), 8)
    sink = CountingSink()
    to.set_sinks([sink])
    lost = 20 - sink.rows
    assert 0 < lost < 20
    assert told(caplog)[-1] == (
        f'before there was a viewer or file, {lost} rows (/c {lost}) were dropped'
    )
    to.close()


def test_a_sink_that_fails_costs_its_own_rows(caplog: pytest.LogCaptureFixture) -> None:
    """It is told once, other sinks go on, and when it works again it gets what comes."""
    bad, good = CountingSink(), CountingSink()
    to = delivery()
    to.set_sinks([bad, good])
    bad.fails = True
    for _ in range(3):
        add(to, 2)
        assert to.flush(SOON)
    bad.fails = False
    add(to, 1)
    to.close()
    assert (bad.rows, good.rows) == (1, 7)
    assert told(caplog) == [
        'SinkError: the disk is full; the program goes on',
        'CountingSink did not take 6 rows (/a 6)',
    ]


def test_who_writes_chunks_may_have_failures_raised() -> None:
    """At the next call; what waits behind is left."""
    sink = CountingSink()
    to = delivery(sink, raises=True)
    sink.gate.clear()
    sink.fails = True
    for _ in range(5):
        to.send(chunk(), 8)
    sink.gate.set()
    with pytest.raises(SinkError, match='disk is full'):
        to.flush(SOON)
    sink.fails = False
    to.send(chunk(), 8)
    to.close()
    assert sink.rows == 1


def test_a_batch_that_cannot_be_encoded_costs_itself(caplog: pytest.LogCaptureFixture) -> None:
    """It is told, and what comes after is delivered."""
    sink = CountingSink()
    to = delivery(sink)
    to.add('broken', BrokenBatch, None, 1)
    add(to, 1)
    assert to.flush(SOON)
    to.close()
    assert sink.rows == 1
    assert told(caplog) == ['ValueError: cannot be decoded; the program goes on']


def the_third_waits(to: Delivery, sink: CountingSink, send: Callable[[], object]) -> None:
    """See that of four calls two go through while the sink does not, the others when it does."""
    sent = threading.Semaphore(0)

    def send_all() -> None:
        for _ in range(4):
            send()
            sent.release()

    thread = threading.Thread(target=send_all)
    thread.start()
    assert sent.acquire(timeout=SOON)
    assert sent.acquire(timeout=SOON)
    assert not sent.acquire(timeout=0.1)
    sink.gate.set()
    thread.join(SOON)
    to.close()


def test_who_logs_too_fast_waits() -> None:
    """Nothing is lost, and memory is bounded."""
    sink = CountingSink()
    to = delivery(sink)
    size = delivery_module.ROWS_WAITING_BYTES // 2 + 1
    sink.gate.clear()
    the_third_waits(to, sink, lambda: add(to, 1, size_bytes=size))
    assert sink.chunks == [1, 1, 1, 1]


def test_of_many_chunks_together_no_second_lot_waits(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever brings them has to know that it is too fast; a bad one costs itself."""
    sink = CountingSink()
    to = delivery(sink)
    bad = replace(chunk(), times=None)
    sink.gate.clear()
    to.send(chunk(), 8)
    until(lambda: to._worker is not None)  # the thread is at it
    to.send((chunk(), bad, chunk()), 1)
    sent = threading.Event()
    second = threading.Thread(target=lambda: (to.send((chunk(),), 1), sent.set()))
    second.start()
    assert not sent.wait(0.1)
    sink.gate.set()
    second.join(SOON)
    to.close()
    assert sink.rows == 4
    assert len(told(caplog)) == 1


class ThreadsSink(CountingSink):
    """A sink that notes by which thread it was given something."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    def send(self, msg: LogMsg) -> None:
        """Note it, and count."""
        self.threads.append(threading.get_ident())
        super().send(msg)


def test_who_brings_many_chunks_sends_them_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the thread idles or has ended; and if it is at work, it does this, too."""
    sink = ThreadsSink()
    to = delivery(sink)
    sink.threads.clear()
    to.send((chunk(), chunk()), 16)
    assert sink.threads == [threading.get_ident()] * 2
    monkeypatch.setattr(delivery_module, 'IDLE_SECONDS', 0.01)
    add(to, 1)
    until(lambda: to._thread is None)
    to.send((chunk(),), 8)
    assert sink.threads[-1] == threading.get_ident()
    sink.gate.clear()
    to.send(chunk(), 8)
    until(lambda: to._worker is not None)
    to.send((chunk(),), 8)
    sink.gate.set()
    assert to.flush(SOON)
    assert threading.get_ident() not in sink.threads[-2:]
    to.close()
    assert sink.rows == 6


def sending(to: Delivery, sink: ThreadsSink) -> threading.Thread:
    """Return a thread that sends many chunks itself, in the middle of it: until the gate opens."""
    sink.threads.clear()
    sink.gate.clear()
    thread = threading.Thread(target=to.send, args=((chunk(), chunk()), 16))
    thread.start()
    until(lambda: sink.threads)
    return thread


@pytest.mark.parametrize('has_thread', [True, False])
def test_others_wait_for_who_sends_itself(
    has_thread: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they log comes after it; flushing and closing have their time limits."""
    if not has_thread:
        monkeypatch.setattr(delivery_module, 'IDLE_SECONDS', 0.01)
    sink = ThreadsSink()
    to = delivery(sink)
    if not has_thread:
        until(lambda: to._thread is None)
    at_work = sending(to, sink)
    assert not to.flush(0.02)
    add(to, 3)
    to.send(chunk(), 8)
    assert not to.flush(0.05)
    assert len(sink.threads) == 1
    to.close(0.02)
    assert sink.closed == 0  # it is at work
    sink.gate.set()
    at_work.join(SOON)


def test_who_sends_itself_may_be_interrupted() -> None:
    """By Ctrl-C; the recording goes on, and ends."""

    class Interrupted(CountingSink):
        """A sink during whose work the user presses Ctrl-C, once."""

        def send(self, msg: LogMsg) -> None:
            """Be interrupted."""
            if self.fails:
                self.fails = False
                raise KeyboardInterrupt
            super().send(msg)

    sink = Interrupted()
    to = delivery(sink)
    sink.fails = True
    with pytest.raises(KeyboardInterrupt):
        to.send((chunk(), chunk()), 16)
    add(to, 1)
    to.send(chunk(), 8)
    assert to.flush(SOON)
    to.close(SOON)
    assert (sink.rows, sink.closed) == (2, 1)


def test_who_closes_waits_for_who_sends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no thread, too."""
    monkeypatch.setattr(delivery_module, 'IDLE_SECONDS', 0.01)
    sink = ThreadsSink()
    to = delivery(sink)
    until(lambda: to._thread is None)
    at_work = sending(to, sink)
    threading.Timer(0.05, sink.gate.set).start()
    to.close()
    at_work.join(SOON)
    assert (sink.rows, sink.closed) == (2, 1)


@pytest.mark.parametrize('begin', [lambda to: add(to, 1), lambda to: to.send((chunk(),), 8)])
def test_who_is_at_work_may_log(begin: Callable[[Delivery], object]) -> None:
    """As a handler of ``logging`` does that hears a sink's warning; it never waits for itself."""

    class LoggingSink(CountingSink):
        """A sink that logs."""

        def send(self, msg: LogMsg) -> None:
            """Log once a lot, and even ask for it to be written."""
            if self.rows == 0:
                self.rows = 1
                add(to, 3, size_bytes=delivery_module.ROWS_WAITING_BYTES)
                to.send((chunk(),), 8)
                to.flush(0.0)
            super().send(msg)

    sink = LoggingSink()
    to = delivery()
    to.set_sinks([sink])
    begin(to)
    until(lambda: sum(sink.chunks) == 5)
    to.close()


def test_the_thread_ends_when_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """And begins again."""
    monkeypatch.setattr(delivery_module, 'IDLE_SECONDS', 0.01)
    monkeypatch.setenv('RERUN_FLUSH_TICK_SECS', '0')
    before = threading.active_count()
    sink = CountingSink()
    to = delivery(sink)
    for i in range(3):
        add(to, 1)
        until(lambda expected=i + 1: sink.rows == expected)
        until(lambda: threading.active_count() == before)
    to.close()


def test_closing_within_a_time_limit_leaves_a_sink_that_hangs() -> None:
    """The others are closed."""
    hanging, other = CountingSink(), CountingSink()
    to = delivery()
    to.set_sinks([hanging, other])
    hanging.gate.clear()
    add(to, 1)
    to.close(0.05)
    assert (hanging.closed, other.closed) == (0, 1)
    hanging.gate.set()


def test_nothing_is_taken_after_the_end() -> None:
    """Rows and chunks are refused; to close twice is to close once."""
    sink = CountingSink()
    to = delivery(sink)
    to.close()
    to.close()
    assert sink.closed == 1
    for call in (lambda: add(to, 1), lambda: to.send(chunk(), 8), lambda: to.set_sinks([sink])):
        with pytest.raises(SinkError, match='closed'):
            call()


def test_what_nobody_holds_any_more_is_delivered() -> None:
    """And its sinks are closed; an error there is told."""
    sink = CountingSink()
    to = delivery(sink)
    add(to, 2)
    to.abandon()
    assert (sink.rows, sink.closed) == (2, 1)


def test_a_thread_that_cannot_be_started_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the end of the interpreter: closing does the work."""

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    sink = CountingSink()
    to = delivery()
    monkeypatch.setattr(threading.Thread, 'start', refuse)
    to.set_sinks([sink])
    add(to, 2)
    assert to.flush(SOON)
    assert sink.rows == 2
    to.send(chunk(), 8)
    add(to, 1)
    to.close()
    assert (sink.rows, sink.closed) == (4, 1)


def test_a_hundred_leave_no_thread_behind() -> None:
    """Closed or just forgotten."""
    before = threading.active_count()
    for i in range(100):
        to = delivery(MemorySink())
        add(to, 1)
        if i % 2:
            to.close()
        else:
            to.abandon()
    del to
    gc.collect()
    until(lambda: threading.active_count() <= before)


def test_threads_log_at_once_and_nothing_is_lost() -> None:
    """Rows, chunks and many chunks together, while sinks come and go."""

    def send(to: Delivery) -> None:
        for _ in range(100):
            to.send(chunk(), 8)
            to.send((chunk(), chunk()), 16)

    sinks = [CountingSink() for _ in range(5)]
    to = delivery()
    threads = [threading.Thread(target=add, args=(to, 2000, 500)) for _ in range(4)]
    threads += [threading.Thread(target=send, args=(to,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for sink in sinks:
        to.set_sinks([sink])
        time.sleep(0.01)
    for thread in threads:
        thread.join(SOON)
    to.close()
    assert sum(sink.rows for sink in sinks) == 8600
    assert all(sink.closed == 1 for sink in sinks)
