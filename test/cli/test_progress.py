"""Progress, with a clock of the test's own."""

from __future__ import annotations

import io

from rerun_bridge.cli.progress import MovingLine, PlainLines, Silence, progress_view
from rerun_bridge.sources.base import Progress


class _Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_the_line_moves_ten_times_a_second_at_most() -> None:
    """A thousand updates in a second write ten times, and are cleared at the end."""
    clock, stream = _Clock(), io.StringIO()
    line = MovingLine(stream, 'walk', clock)
    for step in range(1000):
        clock.now_s = 100 + step / 1000
        line.update(Progress(step * 1_000_000, 2_000_000_000))
    shown = stream.getvalue().split('\r\x1b[K')
    assert len(shown) == 11
    assert shown[-1].startswith('walk  [=====')
    assert shown[-1].endswith('  45%  1.00 GB/s  1 s left')
    assert all(len(each) < 80 for each in shown)
    line.clear()
    assert stream.getvalue().endswith('\r\x1b[K')


def test_an_unknown_size_has_no_bar() -> None:
    """What is done is shown in bytes then."""
    clock, stream = _Clock(), io.StringIO()
    MovingLine(stream, 'walk', clock).update(Progress(5_000, 0))
    assert stream.getvalue() == '\r\x1b[Kwalk  5.00 kB'


def test_nothing_shown_nothing_cleared() -> None:
    """A run that is over at once leaves no escape sequences."""
    stream = io.StringIO()
    MovingLine(stream, 'walk').clear()
    assert stream.getvalue() == ''


def test_plain_lines_are_rare() -> None:
    """A long run prints a line per quarter, a very long one a line per minute."""
    clock, stream = _Clock(), io.StringIO()
    lines = PlainLines(stream, 'walk', clock)
    for second in range(41):
        clock.now_s = 100 + second
        lines.update(Progress(second * 10, 400))
    assert [line.split()[1] for line in stream.getvalue().splitlines()] == [
        '25%',
        '50%',
        '75%',
        '100%',
    ]
    for second in range(41, 161):
        clock.now_s = 100 + second
        lines.update(Progress(400, 400))
    assert len(stream.getvalue().splitlines()) == 6
    assert '\x1b' not in stream.getvalue()


def test_the_view_fits_the_stream() -> None:
    """A file gets plain lines, a quiet run nothing."""
    assert isinstance(progress_view(io.StringIO(), 'walk', quiet=False), PlainLines)
    assert isinstance(progress_view(io.StringIO(), 'walk', quiet=True), Silence)
