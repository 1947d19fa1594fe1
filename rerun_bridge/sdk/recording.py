"""A recording: takes chunks, and has them encoded and written behind the caller's back."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable
from types import TracebackType

import numpy as np

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.archetypes import RecordingInfo
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.encoder import encode_chunk, encode_store_info
from rerun_bridge.sdk.sinks.base import LogSink
from rerun_bridge.sdk.time import TimeColumn

__all__ = ['RecordingStream']

SOURCE = 'rerun_bridge'
WAITING_BYTES = 32 * 1024 * 1024
"""How much may wait to be encoded before ``send_chunk`` blocks: enough to keep both cores busy."""


class RecordingStream:
    """
    A recording that is being made; a context manager that closes it.

    Encoding and writing happen in one thread of the recording's own. What goes wrong there is
    raised at the next call.

    :param application_id: recordings of one application share a blueprint in the viewer.
    :param recording_id: any text; random where not given.
    :param recording_name: what the viewer shows.
    """

    def __init__(
        self,
        application_id: str,
        recording_id: str | None = None,
        *,
        recording_name: str | None = None,
    ) -> None:
        self.store = StoreId(application_id, recording_id or os.urandom(16).hex())
        self._sinks: tuple[LogSink, ...] = ()
        self._head = [self._store_info(), self._properties(recording_name)]
        self._waiting: deque[tuple[Chunk, int]] = deque()
        self._waiting_bytes = 0
        self._busy = False
        self._closed = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def _store_info(self) -> LogMsg:
        return encode_store_info(self.store, new_chunk_id(), SOURCE)

    def _properties(self, name: str | None) -> LogMsg:
        columns = [RecordingInfo.start_time.column(np.array([time.time_ns()]))]
        if name is not None:
            columns.append(RecordingInfo.name.column([name]))
        path = EntityPath(('__properties',))
        chunk = Chunk(new_chunk_id(), path, new_row_ids(1), (), tuple(columns))
        return encode_chunk(chunk, self.store)

    def set_sinks(self, *sinks: LogSink) -> None:
        """Send everything from now on to these sinks, and to each first what the recording is."""
        self.flush()  # what was sent before goes to the sinks that were there then
        try:
            for sink in sinks:
                for msg in self._head:
                    sink.send(msg)
        finally:
            self._sinks = sinks  # also those that failed are closed in the end

    def send_columns(
        self,
        entity_path: str | EntityPath,
        indexes: Iterable[TimeColumn],
        columns: Iterable[ComponentColumn],
    ) -> None:
        """
        Log many rows of one entity at once.

        :param entity_path: where to.
        :param indexes: the rows' times; none makes the values static.
        :param columns: the rows' components, all as long as the indexes.
        :raises ValueError: the columns are not of one length.
        """
        path = EntityPath.parse(entity_path) if isinstance(entity_path, str) else entity_path
        times, components = tuple(indexes), tuple(columns)
        lengths = {len(column.values) for column in times} | {len(c.lists) for c in components}
        if len(lengths) != 1:
            raise ValueError(f'{path}: columns of different lengths: {sorted(lengths)}')
        if rows := lengths.pop():
            self.send_chunk(Chunk(new_chunk_id(), path, new_row_ids(rows), times, components))

    def send_chunk(self, chunk: Chunk) -> None:
        """
        Have a chunk encoded and written; block while too much waits already.

        :raises SinkError: an earlier chunk could not be written.
        """
        size = chunk.size_bytes
        with self._changed:
            self._start()
            while self._waiting_bytes > WAITING_BYTES and self._error is None:
                self._changed.wait()
            self._raise_error()
            self._waiting.append((chunk, size))
            self._waiting_bytes += size
            self._changed.notify_all()

    def flush(self, timeout: float = 60.0) -> bool:
        """
        Wait until everything is written.

        :param timeout: in seconds.
        :return: whether it was in time.
        """
        end = time.monotonic() + timeout
        with self._changed:
            while (self._waiting or self._busy) and self._error is None:
                if not self._changed.wait(max(0.0, end - time.monotonic())):
                    return False
            self._raise_error()
        flushed = [sink.flush(max(0.0, end - time.monotonic())) for sink in self._sinks]
        return all(flushed)

    def close(self) -> None:
        """Write what waits, close the sinks; idempotent."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        sinks, self._sinks = self._sinks, ()
        for sink in sinks:
            try:
                sink.close()
            except Exception as error:  # the other sinks are closed all the same
                self._error = self._error or error
        self._raise_error()

    def __enter__(self) -> RecordingStream:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _start(self) -> None:
        if self._closed:
            raise SinkError('the recording is closed')
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name='rerun_bridge encoder', daemon=True
            )
            self._thread.start()

    def _raise_error(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if not self._waiting:
                    return
                chunk, size = self._waiting.popleft()
                self._busy = True
            error = self._write(chunk)
            with self._changed:
                self._busy = False
                self._waiting_bytes -= size
                if error is not None:
                    self._error = error
                    self._waiting.clear()
                    self._waiting_bytes = 0
                self._changed.notify_all()

    def _write(self, chunk: Chunk) -> Exception | None:
        """
        Return what went wrong instead of raising it.

        This is another thread than the caller's.
        """
        try:
            msg = encode_chunk(chunk, self.store)
            for sink in self._sinks:
                sink.send(msg)
        except Exception as error:  # told to the caller at its next call
            return error
        return None
