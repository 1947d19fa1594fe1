"""The sink that feeds a viewer, wherever that runs and whenever it is there."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import suppress

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.live.address import parse_address
from rerun_bridge.sdk.sinks.live.connection import Connection
from rerun_bridge.sdk.sinks.live.outbox import Outbox, Policy

__all__ = ['DEFAULT_QUEUE_BYTES', 'StreamSink']

DEFAULT_QUEUE_BYTES = 128 * 1024 * 1024
AGAIN_BYTES = 16 * 1024 * 1024
"""How much of what was sent is sent again to a viewer that comes back."""

_LOOK_SECONDS = 0.2
_FIRST_DELAY, _LONGEST_DELAY = 0.1, 2.0
_HANG_UP_SECONDS = 1.0
_MOST_NAMED = 5
_logger = logging.getLogger('rerun_bridge')


class StreamSink:
    """
    Sends to a viewer, in a thread of its own; returns at once, whether the viewer is there or not.

    It connects when the viewer starts, and again when that comes back; what lasts (which
    recordings there are, layouts, static data) is sent again then, with the last of the rest.

    :param address: see :func:`parse_address`.
    :param queue_bytes: how much may wait for the viewer.
    :param policy: what happens beyond: ``drop_oldest``, and the loss is told, or ``block``.
    :param close_seconds: how long :meth:`close` may take to send what waits.
    :raises ConfigError: that is no address.
    """

    is_live = survives_fork = True
    _has_told_loss: bool
    _was_sent: bool

    def __init__(
        self,
        address: str | None = None,
        *,
        queue_bytes: int = DEFAULT_QUEUE_BYTES,
        policy: Policy = 'drop_oldest',
        close_seconds: float = 5.0,
    ) -> None:
        self._address = parse_address(address)
        self._close_seconds = close_seconds
        self._start(Outbox(queue_bytes, AGAIN_BYTES, policy))

    @property
    def url(self) -> str:
        """What other tools of Rerun call the viewer."""
        return self._address.link

    @property
    def lost(self) -> dict[str, int]:
        """How many rows were never sent, by entity."""
        return dict(self._outbox.lost)

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
        """Wait until everything is on its way to the viewer; return whether it was in time."""
        if self._pid != os.getpid():  # nothing was sent yet in this forked process
            return True
        return self._outbox.wait_until_empty(timeout)

    def close(self) -> None:
        """Send what waits, as far as there is a viewer and time; idempotent."""
        if self._pid != os.getpid() or self._outbox.is_closed:
            return
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
        self._has_told_loss = self._was_sent = False
        self._told = ''
        self._thread = threading.Thread(
            target=self._run, name=f'rerun_bridge {self._address.authority}', daemon=True
        )
        self._thread.start()

    def _run(self) -> None:
        outbox, delay = self._outbox, _FIRST_DELAY
        while True:
            try:
                connection = Connection(self._address)
            except OSError as error:
                self._tell(f'no viewer at {self.url} yet ({error.strerror or error}), waiting')
                if outbox.is_closed:
                    return
            else:
                self._connection = connection
                try:
                    outbox.rewind()
                    if self._pump(connection):
                        return
                except (SinkError, OSError) as error:
                    self._tell(f'connection to {self.url} is lost ({error}), trying again')
                    if outbox.is_closed and isinstance(error, SinkError):
                        return
                finally:
                    self._connection = None
                    connection.close()
                if self._was_sent:
                    delay = _FIRST_DELAY
            with outbox.changed:
                outbox.changed.wait_for(lambda: outbox.is_closed, delay)
            delay = min(2 * delay, _LONGEST_DELAY)

    def _pump(self, connection: Connection) -> bool:
        """
        Send what comes until the sink is closed.

        :raises SinkError: that is no viewer.
        :raises OSError: the viewer is gone.
        """
        outbox, self._was_sent = self._outbox, False
        opened = time.monotonic()
        while True:
            connection.check()
            if messages := outbox.take(_LOOK_SECONDS):
                connection.send(messages)
                outbox.sent()
                self._was_sent = self._was_sent or time.monotonic() - opened > _LOOK_SECONDS
                if self._was_sent:
                    self._told = ''
            elif outbox.is_closed:
                with suppress(OSError):
                    connection.finish(self._close_seconds)
                return True

    def _tell(self, text: str) -> None:
        """Say once what is the matter, until it is something else."""
        if text != self._told:
            self._told = text
            _logger.warning(text)

    def _tell_losses(self) -> None:
        lost = self._outbox.lost
        if lost:
            named = ', '.join(f'{path} ({rows})' for path, rows in lost.most_common(_MOST_NAMED))
            more = f' and {len(lost) - _MOST_NAMED} more' if len(lost) > _MOST_NAMED else ''
            _logger.warning(
                '%d rows never reached %s: %s%s', sum(lost.values()), self.url, named, more
            )
