"""How far a run has come: one moving line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TextIO

from rerun_bridge.cli.quantities import byte_text, duration_text
from rerun_bridge.cli.table import shortened
from rerun_bridge.cli.terminal import is_terminal, printable, say, width_of
from rerun_bridge.sources.base import Progress

__all__ = ['MovingLine', 'PlainLines', 'ProgressView', 'Silence', 'progress_view']

Clock = Callable[[], float]
MOVE_EVERY_S = 0.1
PLAIN_EVERY_S = 5.0
PLAIN_STEP = 0.25
SETTLE_S = 0.5
"""A rate measured over less time than this says nothing."""


class ProgressView(Protocol):
    """Shows progress to a user."""

    def update(self, progress: Progress) -> None:
        """Take the latest progress; cheap enough for every batch."""

    def clear(self) -> None:
        """Leave no trace where something else is printed next."""


class Silence:
    """Shows nothing."""

    def update(self, progress: Progress) -> None:
        """Take no notice."""

    def clear(self) -> None:
        """Leave no trace."""


def _done(progress: Progress) -> float | None:
    """Return the part that is done, 0 to 1; None when the whole is unknown."""
    if progress.total_bytes <= 0:
        return None
    return min(1.0, progress.done_bytes / progress.total_bytes)


def _facts(progress: Progress, elapsed_s: float) -> str:
    """Return ``42 %  310 MB/s  0:12 left``."""
    done = _done(progress)
    facts = [byte_text(progress.done_bytes) if done is None else f'{done:4.0%}']
    if elapsed_s >= SETTLE_S and progress.done_bytes:
        rate = progress.done_bytes / elapsed_s
        facts.append(f'{byte_text(rate)}/s')
        if done is not None:
            left_s = round((progress.total_bytes - progress.done_bytes) / rate)
            facts.append(
                f'{duration_text(max(left_s, 0)) if left_s >= 60 else f"{max(left_s, 0)} s"} left'
            )
    return '  '.join(facts)


class MovingLine:
    """
    A line that is written over and over, ten times a second at most.

    :param label: what is worked on.
    :param clock: seconds; only differences count.
    """

    def __init__(self, stream: TextIO, label: str, clock: Clock = time.monotonic) -> None:
        self._stream = stream
        self._label = printable(label)
        self._clock = clock
        self._start_s = clock()
        self._next_s = self._start_s
        self._shown = False

    def update(self, progress: Progress) -> None:
        """Show it when the time has come."""
        now_s = self._clock()
        if now_s < self._next_s:
            return
        self._next_s = now_s + MOVE_EVERY_S
        width = (width_of(self._stream) or 80) - 1
        facts = _facts(progress, now_s - self._start_s)
        label = shortened(self._label, max(8, width // 3))
        room = min(40, width - len(label) - len(facts) - 6)
        done = _done(progress)
        bar = ''
        if done is not None and room >= 8:
            bar = f'[{("=" * int(done * room)).ljust(room)}]  '
        line = f'{label}  {bar}{facts}'[:width]
        self._stream.write(f'\r\x1b[K{line}')
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Wipe the line out."""
        if self._shown:
            self._stream.write('\r\x1b[K')
            self._stream.flush()
        self._shown = False


class PlainLines:
    """
    A line of its own every few seconds or every quarter, whatever is rarer; for logs.

    :param label: what is worked on.
    :param clock: seconds; only differences count.
    """

    def __init__(self, stream: TextIO, label: str, clock: Clock = time.monotonic) -> None:
        self._stream = stream
        self._label = printable(label)
        self._clock = clock
        self._start_s = clock()
        self._last_s = self._start_s
        self._last_done = 0.0

    def update(self, progress: Progress) -> None:
        """Print it when there is something to say."""
        now_s = self._clock()
        if now_s - self._last_s < PLAIN_EVERY_S:
            return
        done = _done(progress)
        if done is not None and done - self._last_done < PLAIN_STEP and now_s - self._last_s < 60:
            return
        self._last_s, self._last_done = now_s, done or 0.0
        say(f'{self._label}: {_facts(progress, now_s - self._start_s).strip()}', self._stream)

    def clear(self) -> None:
        """Leave what is printed."""


def progress_view(stream: TextIO, label: str, *, quiet: bool) -> ProgressView:
    """Return what fits a stream."""
    if quiet:
        return Silence()
    return MovingLine(stream, label) if is_terminal(stream) else PlainLines(stream, label)
