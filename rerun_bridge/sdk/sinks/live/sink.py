"""The sink that feeds a viewer, wherever that runs and whenever it is there."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import closing
from math import inf

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sink_failures import in_words
from rerun_bridge.sdk.sinks.live.address import parse_address
from rerun_bridge.sdk.sinks.live.connection import Connection
from rerun_bridge.sdk.sinks.live.outbox import Outbox, Policy
from rerun_bridge.sdk.sinks.wire import STALL_SECONDS

__all__ = ['DEFAULT_QUEUE_BYTES', 'StreamSink']

DEFAULT_QUEUE_BYTES: dict[Policy, int] = {
    'drop_oldest': 128 * 1024 * 1024,
    'block': 16 * 1024 * 1024,
}
"""Who waits loses nothing, and waits no longer for less."""
AGAIN_BYTES = 16 * 1024 * 1024
"""
How much of what was sent is sent again to a viewer that comes back.

That is more than can be on its way, so all that was sent before has arrived.
"""

_LOOK_SECONDS = 0.2
_GATHER_SECONDS = 0.002
"""Between sending little and sending again: to wake up for each chunk would cost more than it."""
_FIRST_DELAY, _LONGEST_DELAY = 0.1, 2.0
_LONGEST_STALL = 600.0
_PATIENCE_SECONDS = 2.0
"""A program that ends sooner than that gives a viewer so long to start."""
_HANG_UP_SECONDS = 1.0
_logger = logging.getLogger('rerun_bridge')


class StreamSink:
    """
    Sends to a viewer, in a thread of its own; returns at once, whether the viewer is there or not.

    It connects when the viewer starts, and again when that comes back; what lasts (which
    recordings there are, layouts, static data) is sent again then, with the last of the rest.

    :param address: see :func:`parse_address`.
    :param queue_bytes: how much may wait for the viewer, beside what lasts; where not given,
        128 MB with ``drop_oldest`` and 16 MB with ``block``.
    :param policy: what happens beyond: ``drop_oldest``, and the loss is told, or ``block``.
    :param close_seconds: how long :meth:`close` may take to send what waits.
    :raises ConfigError: that is no address.
    """

    is_live = survives_fork = True
    _has_told_loss: bool
    _thread: threading.Thread

    def __init__(
        self,
        address: str | None = None,
        *,
        queue_bytes: int | None = None,
        policy: Policy = 'drop_oldest',
        close_seconds: float = 5.0,
    ) -> None:
        self._address = parse_address(address)
        self._close_seconds = close_seconds
        limit_bytes = DEFAULT_QUEUE_BYTES[policy] if queue_bytes is None else queue_bytes
        self._start(Outbox(limit_bytes, AGAIN_BYTES, policy))

    @property
    def url(self) -> str:
        """What other tools of Rerun call the viewer."""
        return self._address.link

    @property
    def lost(self) -> dict[str, int]:
        """How many rows were never sent, by entity."""
        return dict(self._outbox.lost)

    @property
    def doubtful(self) -> dict[str, int]:
        """How many rows were sent without a viewer ever saying that it has them, by entity."""
        return dict(self._outbox.doubtful)

    @property
    def is_connected(self) -> bool:
        """Whether there is a viewer now."""
        return self._connection is not None

    def send(self, msg: LogMsg) -> None:
        """Take a message to be sent."""
        if self._pid != os.getpid():  # forked: the parent sends what waits there
            self._start(self._outbox.heirloom())
        self._outbox.put(msg)
        if self._outbox.lost and not self._has_told_loss:
            self._has_told_loss = True
            _logger.warning('%s does not keep up: the oldest data is dropped', self.url)

    def flush(self, timeout: float) -> bool:
        """
        Wait until everything is on its way to the viewer; return whether it was in time.

        Only :meth:`close` learns whether it has arrived.
        """
        if self._pid != os.getpid():  # nothing was sent yet in this forked process
            return True
        return self._outbox.wait_until_empty(timeout)

    def close(self) -> None:
        """Send what waits, as far as there is a viewer and time; idempotent."""
        if self._pid != os.getpid() or self._outbox.is_closed:
            return
        self._until = time.monotonic() + self._close_seconds
        self._outbox.close()
        self._thread.join(self._close_seconds)
        if (connection := self._connection) is not None:
            connection.interrupt()
            self._thread.join(_HANG_UP_SECONDS)
        self._outbox.abandon()
        self._tell_losses()

    def _start(self, outbox: Outbox) -> None:
        self._pid = os.getpid()
        self._outbox = outbox
        self._connection: Connection | None = None
        self._has_told_loss = False
        self._told: set[str] = set()
        self._until = inf
        self._begin = time.monotonic()
        self._thread = threading.Thread(
            target=self._run, name=f'rerun_bridge {self._address.authority}', daemon=True
        )
        self._thread.start()

    # ------------------------------------------------------------------ the thread's work

    def _run(self) -> None:
        """Connect and send, again and again, until the sink is closed and has done it."""
        delay, stall_s = _FIRST_DELAY, STALL_SECONDS
        while not self._is_over():
            begin = time.monotonic()
            try:
                connection = Connection(self._address, stall_s)
            except OSError as error:
                self._tell(f'no viewer at {self.url} yet ({_reason(error)}), waiting')
                if self._outbox.is_closed and begin - self._begin > _PATIENCE_SECONDS:
                    return
            else:
                problem = self._serve(connection)
                if problem is None:
                    return
                if not self._is_over():
                    text = _reason(problem)
                    self._tell(f'connection to {self.url} is lost ({text}), trying again')
                if isinstance(problem, TimeoutError):  # it may be stopped, and each try costs it
                    stall_s = min(2 * stall_s, _LONGEST_STALL)
                if isinstance(problem, SinkError) and self._outbox.is_closed:
                    return
                if time.monotonic() - begin > _LOOK_SECONDS:
                    delay = _FIRST_DELAY
            self._outbox.wait_until_closed(delay)
            if self._outbox.is_closed:
                time.sleep(_FIRST_DELAY)
            delay = min(2 * delay, _LONGEST_DELAY)

    def _is_over(self) -> bool:
        return time.monotonic() >= self._until

    def _serve(self, connection: Connection) -> OSError | None:
        """Send what comes; return what ended it, unless that is the end of the sink."""
        with closing(connection):
            self._connection = connection
            try:
                self._outbox.rewind()
                self._pump(connection)
            except OSError as error:
                return error
            finally:
                self._connection = None
        return None

    def _pump(self, connection: Connection) -> None:
        """
        Send what comes until the sink is closed.

        :raises SinkError: that is no viewer, or it takes nothing.
        :raises OSError: the viewer is gone.
        """
        outbox = self._outbox
        begin = looked = time.monotonic()
        gathered = 0.0
        while True:
            has_some = outbox.wait(_LOOK_SECONDS)
            now = time.monotonic()
            if not has_some or now - looked > _LOOK_SECONDS:
                connection.check()
                looked = now
                if now - begin > _LOOK_SECONDS and self._told:
                    self._told = set()
                    _logger.info('sending to %s', self.url)
            if has_some:
                if outbox.is_little and now < gathered:
                    time.sleep(gathered - now)
                connection.send(outbox.take())
                outbox.sent()
                gathered = time.monotonic() + _GATHER_SECONDS
            elif outbox.is_closed:
                connection.finish(max(0.0, self._until - now))
                outbox.confirm()
                return

    def _tell(self, text: str) -> None:
        """Say what is the matter, once until it is over."""
        if text not in self._told:
            self._told.add(text)
            _logger.warning(text)

    def _tell_losses(self) -> None:
        for text, rows in (
            ('%s never reached %s', self._outbox.lost),
            ('%s may not have reached %s', self._outbox.doubtful),
        ):
            if rows:
                _logger.warning(text, in_words(rows), self.url)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
