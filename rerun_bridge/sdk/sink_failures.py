"""What sinks did not take: raised, or told once and counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.sinks.base import LogSink

__all__ = ['SinkFailures', 'in_words']

NAMED_ENTITIES = 3


class SinkFailures:
    """
    Failures of the sinks of a recording.

    :param raises: keep an error until :meth:`check` raises it; else tell it by ``logging``.
    """

    def __init__(self, raises: bool) -> None:
        self._raises = raises
        self._error: Exception | None = None
        self._lost: dict[LogSink, Counter[str]] = {}
        self._lock = threading.Lock()

    def add(self, sink: LogSink, error: Exception, msg: LogMsg | None = None) -> None:
        """Note that a sink did not take a message, or could not be closed."""
        with self._lock:
            is_first = sink not in self._lost
            lost = self._lost.setdefault(sink, Counter())
            if msg is not None and msg.facts is not None:
                lost[msg.facts.entity_path] += msg.facts.rows
        self.tell(error, is_first)

    def tell(self, error: Exception, is_first: bool = True) -> None:
        """Note an error that is none of a sink's."""
        if self._raises:
            self._error = self._error or error
        elif is_first:
            warn(f'{type(error).__name__}: {error}; the program goes on')

    @property
    def has_error(self) -> bool:
        """Whether there is something to raise."""
        return self._error is not None

    def check(self) -> None:
        """Raise what went wrong since the last time."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def settle(self, sink: LogSink) -> None:
        """Say what a sink missed in all, now that it is gone."""
        with self._lock:
            lost = self._lost.pop(sink, None)
        if lost and not self._raises:
            warn(f'{type(sink).__name__} did not take {in_words(lost)}')


def in_words(rows: Mapping[str, int]) -> str:
    """Say how many rows of which entities these are."""
    most = sorted(rows.items(), key=lambda each: -each[1])
    named = ', '.join(f'{path} {count}' for path, count in most[:NAMED_ENTITIES])
    more = f' and {len(most) - NAMED_ENTITIES} more' if len(most) > NAMED_ENTITIES else ''
    return f'{sum(rows.values())} rows ({named}{more})'
