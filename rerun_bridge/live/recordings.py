"""
The recordings of a live bridge, one after the other, into the same viewers and files.

One follows another where simulated time goes back: in the viewer both can be looked at, and a file
holds both, or goes on in another file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.base import LogSink

__all__ = ['Recordings']


class _Lent:
    """A sink that outlives the recording that it is lent to."""

    def __init__(self, sink: LogSink) -> None:
        self._sink = sink
        self.is_live: bool = getattr(sink, 'is_live', False)
        self.survives_fork: bool = getattr(sink, 'survives_fork', False)

    def send(self, msg: LogMsg) -> None:
        self._sink.send(msg)

    def flush(self, timeout: float) -> bool:
        return self._sink.flush(timeout)

    def close(self) -> None:
        """Leave it open."""


class Recordings:
    """
    Makes recordings that share their sinks; closes all of it in the end.

    :param new: makes a recording, told how many there were before.
    :param sinks: where they go.
    :param next_sinks: returns the sinks of the next recording, told how many there were before and
        which sinks the last one had; those that it leaves out are closed. None keeps them.
    """

    def __init__(
        self,
        new: Callable[[int], RecordingStream],
        sinks: Sequence[LogSink],
        next_sinks: Callable[[int, Sequence[LogSink]], Sequence[LogSink]] | None = None,
    ) -> None:
        self._new = new
        self._sinks = list(sinks)
        self._next_sinks = next_sinks
        self._count = 0
        self.current: RecordingStream | None = None

    def begin(self) -> RecordingStream:
        """
        End the recording that was, and return the next.

        :raises SinkError: something cannot be opened or written.
        """
        if self.current is not None:
            self.current.close()
            if self._next_sinks is not None:
                before, self._sinks = self._sinks, list(self._next_sinks(self._count, self._sinks))
                for sink in before:
                    if sink not in self._sinks:
                        sink.close()
        self.current = self._new(self._count)
        self._count += 1
        self.current.set_sinks(*map(_Lent, self._sinks))
        return self.current

    def close(self) -> None:
        """End the recording, and close all sinks; idempotent."""
        current, self.current = self.current, None
        sinks, self._sinks = self._sinks, []
        try:
            if current is not None:
                current.close()
        finally:
            _close(sinks)


def _close(sinks: Sequence[LogSink]) -> None:
    """Close all, whatever happens; raise what happened first."""
    if sinks:
        try:
            sinks[0].close()
        finally:
            _close(sinks[1:])
