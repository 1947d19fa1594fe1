"""The moving line of a live session."""

from __future__ import annotations

import io

from rerun_bridge.cli.live_line import LiveLine
from rerun_bridge.live import LiveStatus


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        """Be one."""
        return True

    def shown(self) -> str:
        """Return what was written since the last time."""
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text


def test_it_shows_rates_twice_a_second(monkeypatch: object) -> None:
    """Of what came since it was last shown; drops only where there are any."""
    clock, terminal = [0.0], Terminal()
    line = LiveLine(terminal, quiet=False, clock=lambda: clock[0])
    line.update(LiveStatus(2, 0, 0, 0))
    assert terminal.shown() == '\r\x1b[K2 topics  0 messages/s  0 B/s'
    clock[0] = 0.1
    line.update(LiveStatus(2, 50, 1000, 0))
    assert terminal.shown() == ''
    clock[0] = 1.0
    line.update(LiveStatus(1, 2000, 5_000_000, 3))
    assert terminal.shown() == '\r\x1b[K1 topic  2,000 messages/s  5.00 MB/s  3 dropped'


def test_it_leaves_no_trace() -> None:
    """And once is enough."""
    terminal = Terminal()
    line = LiveLine(terminal, quiet=False, clock=lambda: 0.0)
    line.update(LiveStatus(2, 0, 0, 0))
    terminal.shown()
    line.clear()
    assert terminal.shown() == '\r\x1b[K'
    line.clear()
    assert terminal.shown() == ''


def test_files_and_quiet_users_see_nothing() -> None:
    """A log is no place for a moving line."""
    for stream, quiet in ((io.StringIO(), False), (Terminal(), True)):
        line = LiveLine(stream, quiet=quiet)
        line.update(LiveStatus(2, 0, 0, 0))
        line.clear()
        assert stream.getvalue() == ''
