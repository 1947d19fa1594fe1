"""
From the calls that log to the sinks, by one thread of the recording's own.

Calls only put things into a queue: chunks, batches of rows, messages, and orders to change the
sinks. The thread takes them out in order, encodes them, and sends them to all sinks. It ends when
there has been nothing to do for a while, and is started again by the next call.

* One lock guards the queue and the rows that gather. Nothing is encoded, sent or told under it.
* Who fills the queue faster than it empties has to wait; the thread itself never does.
* The sinks are the thread's, except while there is none.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any, TypeAlias

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.backlog import Backlog
from rerun_bridge.sdk.batch_limits import BatchLimits
from rerun_bridge.sdk.batcher import Batch
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.exits import EXIT_SECONDS, close_at_exit, watch_this_process
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.rrd.compression import Compression
from rerun_bridge.sdk.rrd.encoder import encode_chunk
from rerun_bridge.sdk.sink_failures import SinkFailures, in_words
from rerun_bridge.sdk.sinks.base import LogSink

__all__ = ['Delivery', 'Item', 'WAITING_BYTES']

WAITING_BYTES = 8 * 1024 * 1024
"""How much of chunks may wait to be encoded before a call blocks: a disk can be slow."""
ROWS_WAITING_BYTES = 16 * 1024 * 1024
"""Of rows: memory used again after more is not in the cache, which costs half of the time."""
IDLE_SECONDS, FILE_TICK_S, LIVE_TICK_S = 2.0, 0.2, 0.008


class _NewSinks:
    """An order: what comes after it goes to these sinks."""

    def __init__(self, sinks: tuple[LogSink, ...]) -> None:
        self.sinks = sinks
        self.replaced: tuple[LogSink, ...] = ()
        self.is_done = False


Item: TypeAlias = 'Chunk | tuple[Chunk, ...] | Batch | LogMsg | _NewSinks'


class Delivery:
    """
    Takes what is logged and sees that the sinks get it.

    :param raises: raise what goes wrong at a sink at the next call, as one wants who writes a
        file; else it is told once by ``logging``, and the program goes on.
    :param buffer_bytes: how much to keep until there is a sink; None for all.
    :param compress: rather have small messages than quick ones.
    """

    def __init__(
        self,
        store: StoreId,
        *,
        raises: bool = False,
        buffer_bytes: int | None = None,
        compress: bool = False,
    ) -> None:
        self.store = store
        compression = Compression(is_wanted=compress)
        self._encode = partial(encode_chunk, store=store, compression=compression)
        self.backlog = Backlog(buffer_bytes)
        self._limits = limits = BatchLimits.from_environment()
        self._num_bytes, self._num_rows = limits.num_bytes, limits.num_rows
        self._raises = raises
        self._reset()
        close_at_exit(self)

    def _reset(self) -> None:
        self._lock = lock = threading.RLock()
        self._acquire, self._release = lock.acquire, lock.release
        self._changed = threading.Condition(self._lock)
        self._failures = SinkFailures(self._raises)
        self._gathering: dict[Hashable, Batch] = {}
        self._due = 0.0
        self._waiting: deque[tuple[Item, int]] = deque()
        self._waiting_bytes = 0
        self._sinks: tuple[LogSink, ...] = ()
        self._sink_at_work: LogSink | None = None
        self._thread: threading.Thread | None = None
        self._is_idle = self._is_busy = self.is_closed = self._is_abandoned = False

    def forget(self) -> None:
        """
        Begin anew in a forked child.

        What gathered or waited is the parent's to send, and so are the sinks, but for those that
        know how to begin anew themselves.
        """
        kept = tuple([each for each in self._sinks if getattr(each, 'survives_fork', False)])
        self.backlog.forget_sent()
        self._reset()
        self._sinks = kept

    # ------------------------------------------------------------------ what calls bring

    def add(self, key: Hashable, make: Callable[[Any], Batch], item: Any, size_bytes: int) -> None:
        """
        Take a row, or another thing that gathers before it is encoded.

        :param key: things of one key make one batch.
        :param make: makes the batch of a key.
        :raises SinkError: this is closed.
        """
        self._acquire()  # `with` takes twice as long
        try:
            batch = self._gathering.get(key)
            if batch is None:
                batch = self._begin_batch(key, make)
            batch.append(item)
            batch.size_bytes = size_bytes = batch.size_bytes + size_bytes
            if size_bytes >= self._num_bytes or (
                self._num_rows is not None and batch.count() >= self._num_rows
            ):
                del self._gathering[key]
                self._wait_for_room(ROWS_WAITING_BYTES)
                self._put(batch, size_bytes)
        finally:
            self._release()

    def _begin_batch(self, key: Hashable, make: Callable[[Any], Batch]) -> Batch:
        self._check_open()
        if not self._gathering:
            now = time.monotonic()
            if self._due <= now:
                self._due = now + self.tick_s
            if self._is_idle or self._thread is None:
                self._wake()
        return self._gathering.setdefault(key, make(key))

    def send(self, item: Chunk | tuple[Chunk, ...] | LogMsg, size_bytes: int) -> None:
        """
        Have chunks encoded, or a message sent; block while too much waits already.

        Many chunks together are one thing, and of such no second one waits: whoever has more
        learns that this does not keep up.

        :raises SinkError: an earlier one could not be written, or this is closed.
        """
        with self._lock:
            self._check_open()
            self._wait_for_room(WAITING_BYTES, 1 if isinstance(item, tuple) else None)
            self._failures.check()
            self._put(item, size_bytes)

    def _check_open(self) -> None:
        if self.is_closed:
            raise SinkError('the recording is closed')

    def _wait_for_room(self, limit_bytes: int, most: int | None = None) -> None:
        while self._is_at_work() and (
            self._waiting_bytes > limit_bytes or (most is not None and len(self._waiting) >= most)
        ):
            self._changed.wait()

    def _put(self, item: Item, size_bytes: int) -> None:
        self._waiting.append((item, size_bytes))
        self._waiting_bytes += size_bytes
        self._wake()

    def _put_batches(self) -> None:
        for batch in self._gathering.values():
            self._waiting.append((batch, batch.size_bytes))
            self._waiting_bytes += batch.size_bytes
        self._gathering = {}

    def _is_at_work(self) -> bool:
        """Tell whether the thread is there, and is another than who asks."""
        return self._thread is not None and self._thread is not threading.current_thread()

    def _wake(self) -> None:
        if self._thread is not None:
            self._changed.notify_all()
            return
        watch_this_process()
        thread = threading.Thread(target=self._run, name='rerun_bridge encoder', daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the interpreter is ending: `close` does the work
            return
        self._thread = thread

    # ------------------------------------------------------------------ waiting for it

    @property
    def sinks(self) -> tuple[LogSink, ...]:
        """Where what is logged goes to."""
        return self._sinks

    def set_sinks(self, sinks: Sequence[LogSink]) -> None:
        """
        Send everything from now on to these sinks, and to new ones first what they need.

        Those that get nothing any more are closed.

        :raises SinkError: this is closed, or something could not be written.
        """
        order = _NewSinks(tuple(sinks))
        with self._lock:
            self._check_open()
            self._put_batches()
            self._put(order, 0)
            while not order.is_done and self._is_at_work():
                self._changed.wait()
        if not order.is_done:
            self._work()
        self.close_sinks(order.replaced)
        self._failures.check()

    def flush(self, timeout: float) -> bool:
        """
        Wait until the sinks have everything and have written it.

        :return: whether it was in time.
        :raises SinkError: something could not be written.
        """
        end = time.monotonic() + timeout
        with self._lock:
            self._put_batches()
            if self._waiting:
                self._wake()
            while (self._waiting or self._is_busy) and self._is_at_work():
                if not self._changed.wait(max(0.0, end - time.monotonic())):
                    return False
            sinks, thread = self._sinks, self._thread
        if thread is None:
            self._work()
        self._failures.check()
        flushed = [sink.flush(max(0.0, end - time.monotonic())) for sink in sinks]
        return all(flushed)

    def close(self, timeout: float | None = None) -> None:
        """
        Deliver what waits, then close the sinks; idempotent.

        :param timeout: leave what waits after so many seconds; None for never.
        :raises SinkError: something could not be written.
        """
        with self._lock:
            self.is_closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is None:
            self._work()
        elif thread is not threading.current_thread():
            thread.join(timeout)
        with self._lock:
            sinks = [sink for sink in self._sinks if sink is not self._sink_at_work]
            self._sinks = ()
        self.close_sinks(sinks)
        self._failures.check()

    def abandon(self) -> None:
        """Close where nobody logs any more, nor hears of an error."""
        if self.is_closed:
            return
        self.is_closed = True
        self._is_abandoned = self._thread is threading.current_thread()
        if not self._is_abandoned:
            self._close_told()

    def _close_told(self) -> None:
        try:
            self.close(EXIT_SECONDS)
        except Exception as error:
            warn(f'{type(error).__name__}: {error}')

    def close_sinks(self, sinks: Sequence[LogSink]) -> None:
        """Close sinks, all of them whatever happens."""
        for sink in sinks:
            try:
                sink.close()
            except Exception as error:
                self._failures.add(sink, error)
            self._failures.settle(sink)

    # ------------------------------------------------------------------ the thread's work

    def _run(self) -> None:
        while self._step():
            pass
        if self._is_abandoned:
            self._close_told()

    def _work(self) -> None:
        """Do the thread's work where none can be started any more."""
        with self._lock:
            self._put_batches()
        while self._waiting and self._step():
            pass

    def _step(self) -> bool:
        with self._lock:
            if not self._has_work():
                self._thread = None
                self._changed.notify_all()
                return False
            item, size_bytes = self._waiting.popleft()
            self._is_busy = True
            if isinstance(item, tuple):
                self._changed.notify_all()  # there is room for the next
        self._attempt(item)
        with self._lock:
            self._is_busy = False
            self._waiting_bytes -= size_bytes
            if self._failures.has_error:
                self._leave_waiting()
            self._changed.notify_all()
        return True

    def _leave_waiting(self) -> None:
        """Drop what waits: whoever is told of the error ends, and what is written ends with it."""
        self._waiting = deque(each for each in self._waiting if isinstance(each[0], _NewSinks))
        self._waiting_bytes = 0

    def _has_work(self) -> bool:
        """Wait for something to do; tell whether there is, or the thread may end."""
        while not self._waiting:
            left_s = self._due - time.monotonic()
            if self._gathering and (left_s <= 0 or self.is_closed):
                self._due = time.monotonic() + self.tick_s
                self._put_batches()
            elif self.is_closed:
                return False
            elif left_s > 0:  # who logs now need not wake it: it wakes soon
                self._changed.wait(left_s)
            else:
                self._is_idle = True
                self._changed.wait(IDLE_SECONDS)
                self._is_idle = False
                if not self._waiting and not self._gathering and not self.is_closed:
                    return False
        return True

    def _attempt(self, item: Item) -> None:
        try:
            self._do(item)
        except Exception as error:
            self._failures.tell(error)

    def _do(self, item: Item) -> None:
        if isinstance(item, _NewSinks):
            self._change_sinks(item)
        elif isinstance(item, LogMsg):
            self._deliver(item)
        elif isinstance(item, tuple):
            for chunk in item:
                self._attempt(chunk)
        elif isinstance(item, Chunk):
            self._deliver(self._encode(item))
        else:
            for chunk in item.chunks(self._limits.rows_if_unsorted):
                self._deliver(self._encode(chunk))

    def _deliver(self, msg: LogMsg) -> None:
        self.backlog.keep(msg, is_sent=bool(self._sinks))
        for sink in self._sinks:
            self._send(sink, msg)

    def _send(self, sink: LogSink, msg: LogMsg) -> None:
        self._sink_at_work = sink
        try:
            sink.send(msg)
        except Exception as error:
            self._failures.add(sink, error, msg)
        self._sink_at_work = None

    def _change_sinks(self, order: _NewSinks) -> None:
        for sink in order.sinks:
            if sink not in self._sinks:
                for msg in self.backlog:
                    self._send(sink, msg)
        order.replaced = tuple([sink for sink in self._sinks if sink not in order.sinks])
        self._sinks = order.sinks
        if order.sinks and (dropped := self.backlog.forget_sent()):
            warn(f'before there was a viewer or file, {in_words(dropped)} were dropped')
        order.is_done = True

    @property
    def tick_s(self) -> float:
        """How long rows gather; a file and a viewer together get what suits the file."""
        if self._limits.tick_s is not None:
            return self._limits.tick_s
        is_live = bool(self._sinks) and all(getattr(s, 'is_live', False) for s in self._sinks)
        return LIVE_TICK_S if is_live else FILE_TICK_S
