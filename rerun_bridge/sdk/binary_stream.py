"""The bytes of a recording as they come, for programs that send them elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable

from rerun_bridge.sdk.log_msg import Bytes, LogMsg
from rerun_bridge.sdk.rrd.frames import frame_header, stream_header

__all__ = ['BinaryStream', 'ByteSink']

LONG_SECONDS = 3600.0


class ByteSink:
    """Keeps the bytes of a recording until they are taken; together they are a file."""

    def __init__(self) -> None:
        self._pieces: list[Bytes] = [stream_header()]
        self._lock = threading.Lock()

    def take(self) -> bytes:
        """Return what came since the last time."""
        with self._lock:
            pieces, self._pieces = self._pieces, []
        return b''.join(pieces)

    def send(self, msg: LogMsg) -> None:
        """Keep a message."""
        with self._lock:
            self._pieces += (frame_header(msg.kind, msg.size_bytes), *msg.payload)

    def flush(self, timeout: float) -> bool:
        """Return at once: everything is here."""
        return True

    def close(self) -> None:
        """Keep what was not taken yet; no more is expected."""


class BinaryStream:
    """
    What was logged, as bytes: all reads together are a file, but for the footer.

    :param sink: takes what is logged.
    :param flush: has all that was logged so far arrive at the sink, within so many seconds.
    """

    def __init__(self, sink: ByteSink, flush: Callable[[float], bool]) -> None:
        self._sink = sink
        self._flush = flush

    def read(self, *, flush: bool = True, flush_timeout_sec: float = LONG_SECONDS) -> bytes:
        """
        Return what came since the last time.

        :param flush: also what was logged and is not encoded yet.
        :raises TimeoutError: that took too long.
        """
        if flush:
            self.flush(flush_timeout_sec)
        return self._sink.take()

    def flush(self, timeout_sec: float = LONG_SECONDS) -> None:
        """
        Have everything that was logged encoded.

        :raises TimeoutError: it took too long.
        """
        if not self._flush(timeout_sec):
            raise TimeoutError(f'not everything was encoded within {timeout_sec} s')
