"""
From the calls that log to the outlet, by one thread of the recording's own.

Calls only put things into a queue: chunks, batches of rows, messages, and orders to change the
sinks. The thread takes them out in order and has the outlet encode and send them. It ends when
there has been nothing to do for a while, and is started again by the next call.

* One lock guards the queue and the rows that gather. Nothing is encoded, sent or told under it.
* One thread at a time is the outlet's. Mostly it is the recording's own; but who brings many
  chunks together, as a bridge does, and finds it free, does the work itself: to hand it over would
  cost more than the rest.
* Who fills the queue faster than it empties has to wait; who does the work never does.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.backlog import Backlog
from rerun_bridge.sdk.batch_limits import BatchLimits
from rerun_bridge.sdk.batcher import Batch
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.exits import EXIT_SECONDS, close_at_exit, watch_this_process
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.outlet import Item, NewSinks, Outlet
from rerun_bridge.sdk.sinks.base import LogSink

__all__ = ['Delivery', 'WAITING_BYTES']

WAITING_BYTES = 8 * 1024 * 1024
"""How much of chunks may wait to be encoded before a call blocks: a disk can be slow."""
ROWS_WAITING_BYTES = 16 * 1024 * 1024
"""Of rows: memory used again after more is not in the cache, which costs half of the time."""
IDLE_SECONDS, FILE_TICK_S, LIVE_TICK_S = 2.0, 0.2, 0.008


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
        self.backlog = Backlog(buffer_bytes)
        self._limits = limits = BatchLimits.from_environment()
        self._outlet = Outlet(
            store, self.backlog, limits.rows_if_unsorted, raises=raises, compress=compress
        )
        self._num_bytes, self._num_rows = limits.num_bytes, limits.num_rows
        self._reset()
        close_at_exit(self)

    def _reset(self) -> None:
        self._lock = lock = threading.RLock()
        self._acquire, self._release = lock.acquire, lock.release
        self._arrived = threading.Condition(lock)
        self._done = threading.Condition(lock)
        self._gathering: dict[Hashable, Batch] = {}
        self._due = 0.0
        self._waiting: deque[tuple[Item, int]] = deque()
        self._waiting_bytes = 0
        self._thread: threading.Thread | None = None
        self._worker: int | None = None
        self._is_idle = self.is_closed = self._is_abandoned = False

    def forget(self) -> None:
        """
        Begin anew in a forked child.

        What gathered or waited is the parent's to send, and so are the sinks, but for those that
        know how to begin anew themselves.
        """
        kept = tuple([each for each in self.sinks if getattr(each, 'survives_fork', False)])
        self.backlog.forget_sent()
        self._reset()
        self._outlet.begin_anew(kept)

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
        is_lot = isinstance(item, tuple)
        with self._lock:
            self._check_open()
            self._wait_for_room(WAITING_BYTES, 1 if is_lot else None)
            self._outlet.failures.check()
            if not is_lot or self._waiting or self._worker is not None:
                self._put(item, size_bytes)
                return
            self._waiting_bytes += size_bytes
            self._worker = threading.get_ident()
        self._carry_out(item, size_bytes, None)

    def _check_open(self) -> None:
        if self.is_closed:
            raise SinkError('the recording is closed')

    def _wait_for_room(self, limit_bytes: int, most: int | None = None) -> None:
        while self._are_others_at_work() and (
            self._waiting_bytes > limit_bytes or (most is not None and len(self._waiting) >= most)
        ):
            self._done.wait()

    def _put(self, item: Item, size_bytes: int) -> None:
        self._waiting.append((item, size_bytes))
        self._waiting_bytes += size_bytes
        self._wake()

    def _put_batches(self) -> None:
        for batch in self._gathering.values():
            self._waiting.append((batch, batch.size_bytes))
            self._waiting_bytes += batch.size_bytes
        self._gathering = {}

    def _are_others_at_work(self) -> bool:
        """Tell whether another thread does the work; who does it must not wait for it."""
        if self._worker is not None:
            return self._is_taken()
        return self._thread is not None and self._thread is not threading.current_thread()

    def _wake(self) -> None:
        if self._thread is not None:
            self._arrived.notify_all()
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
        return self._outlet.sinks

    def set_sinks(self, sinks: Sequence[LogSink]) -> None:
        """
        Send everything from now on to these sinks, and to new ones first what they need.

        Those that get nothing any more are closed.

        :raises SinkError: this is closed, or something could not be written.
        """
        order = NewSinks(tuple(sinks))
        with self._lock:
            self._check_open()
            self._put_batches()
            self._put(order, 0)
            while not order.is_done and self._are_others_at_work():
                self._done.wait()
        if not order.is_done:
            self._work()
        self._outlet.close_sinks(order.replaced)
        self._outlet.failures.check()

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
            while (self._waiting or self._worker is not None) and self._are_others_at_work():
                if not self._done.wait(max(0.0, end - time.monotonic())):
                    return False
            sinks, thread = self.sinks, self._thread
        if thread is None:
            self._work()
        self._outlet.failures.check()
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
            self._arrived.notify_all()
            thread = self._thread
            if thread is None:
                self._done.wait_for(lambda: not self._are_others_at_work(), timeout)
        if thread is None:
            self._work()
        elif thread is not threading.current_thread():
            thread.join(timeout)
        with self._lock:
            sinks = [sink for sink in self.sinks if sink is not self._outlet.sink_at_work]
            self._outlet.sinks = ()
        self._outlet.close_sinks(sinks)
        self._outlet.failures.check()

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
        while self._waiting and not self._is_taken() and self._step():
            pass

    def _step(self) -> bool:
        with self._lock:
            if not self._has_work():
                self._thread = None
                self._done.notify_all()
                return False
            item, size_bytes = self._waiting.popleft()
            before, self._worker = self._worker, threading.get_ident()
            if isinstance(item, tuple):
                self._done.notify_all()  # there is room for the next
        self._carry_out(item, size_bytes, before)
        return True

    def _carry_out(self, item: Item, size_bytes: int, before: int | None) -> None:
        """
        Do what is to be done with a thing.

        :param before: who worked before: the same thread, where something it calls logs, or None.
        """
        try:
            self._outlet.carry_out(item)
        finally:  # Ctrl-C, where the program's own thread works
            with self._lock:
                self._worker = before
                self._waiting_bytes -= size_bytes
                if self._outlet.failures.has_error:
                    self._leave_waiting()
                self._done.notify_all()

    def _leave_waiting(self) -> None:
        """Drop what waits: whoever is told of the error ends, and what is written ends with it."""
        self._waiting = deque(each for each in self._waiting if isinstance(each[0], NewSinks))
        self._waiting_bytes = 0

    def _is_taken(self) -> bool:
        """Tell whether the outlet is another thread's now."""
        return self._worker is not None and self._worker != threading.get_ident()

    def _has_work(self) -> bool:
        """Wait for something to do; tell whether there is, or the thread may end."""
        while not self._waiting or self._is_taken():
            left_s = self._due - time.monotonic()
            if self._gathering and (left_s <= 0 or self.is_closed):
                self._due = time.monotonic() + self.tick_s
                self._put_batches()
            elif self._is_taken() and (self._waiting or self.is_closed):
                self._done.wait()
            elif self.is_closed:
                return False
            elif left_s > 0:  # who logs now need not wake it: it wakes soon
                self._arrived.wait(left_s)
            else:
                self._is_idle = True
                self._arrived.wait(IDLE_SECONDS)
                self._is_idle = False
                if not self._waiting and not self._gathering and not self.is_closed:
                    return False
        return True

    @property
    def tick_s(self) -> float:
        """How long rows gather; a file and a viewer together get what suits the file."""
        if self._limits.tick_s is not None:
            return self._limits.tick_s
        is_live = bool(self.sinks) and all(getattr(s, 'is_live', False) for s in self.sinks)
        return LIVE_TICK_S if is_live else FILE_TICK_S
