"""What goes through a live session: one moving line on a terminal, nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from rerun_bridge.cli.quantities import byte_text, count_text
from rerun_bridge.cli.terminal import is_terminal, width_of
from rerun_bridge.live import LiveStatus

__all__ = ['LiveLine']

MOVE_EVERY_S = 0.5


class LiveLine:
    """
    A line that is written over and over.

    :param clock: seconds; only differences count.
    """

    def __init__(
        self, stream: TextIO, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._shows = is_terminal(stream) and not quiet
        self._clock = clock
        self._last: tuple[float, LiveStatus] | None = None
        self._is_there = False

    def update(self, status: LiveStatus) -> None:
        """Show it when the time has come."""
        now_s = self._clock()
        if not self._shows or (self._last and now_s - self._last[0] < MOVE_EVERY_S):
            return
        before_s, before = self._last or (now_s - MOVE_EVERY_S, status)
        self._last = (now_s, status)
        elapsed_s = now_s - before_s
        facts = [
            count_text(status.topics, 'topic'),
            f'{(status.messages - before.messages) / elapsed_s:,.0f} messages/s',
            f'{byte_text((status.size_bytes - before.size_bytes) / elapsed_s)}/s',
        ]
        if status.dropped:
            facts.append(f'{status.dropped:,} dropped')
        line = '  '.join(facts)[: (width_of(self._stream) or 80) - 1]
        self._stream.write(f'\r\x1b[K{line}')
        self._stream.flush()
        self._is_there = True

    def clear(self) -> None:
        """Wipe the line out."""
        if self._is_there:
            self._stream.write('\r\x1b[K')
            self._stream.flush()
        self._is_there = False
