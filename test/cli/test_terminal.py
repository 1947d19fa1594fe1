"""What streams can show."""

from __future__ import annotations

import io
import shutil

import pytest

from rerun_bridge.cli.terminal import (
    Paint,
    columns,
    is_terminal,
    printable,
    say,
    say_error,
    width_of,
    wrapped,
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour on a terminal only, and never where NO_COLOR or a dumb terminal says no."""
    monkeypatch.setenv('TERM', 'xterm')
    monkeypatch.delenv('NO_COLOR', raising=False)
    assert Paint(_Terminal())('x', 'bold', 'red') == '\x1b[1;31mx\x1b[0m'
    assert Paint(io.StringIO())('x', 'red') == 'x'
    monkeypatch.setenv('NO_COLOR', '1')
    assert Paint(_Terminal())('x', 'red') == 'x'
    monkeypatch.delenv('NO_COLOR')
    monkeypatch.setenv('TERM', 'dumb')
    assert Paint(_Terminal())('x', 'red') == 'x'
    assert not is_terminal(_Terminal())


def test_width() -> None:
    """A pipe has no width."""
    assert width_of(io.StringIO()) is None
    assert width_of(_Terminal())


def test_say_survives_a_poor_encoding() -> None:
    """What the stream cannot encode is escaped."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding='ascii')
    say('µ', stream)
    stream.flush()
    assert raw.getvalue() == b'\\xb5\n'


def test_errors_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Line ends in a message do not break the line."""
    say_error('a\nb')
    assert capsys.readouterr().err == 'rerun-bridge: error: a\\nb\n'
    assert printable('plain µ') == 'plain µ'


def test_lines_that_fit() -> None:
    """Cut between words where there are any, and never without a limit."""
    text = 'walk.mcap at byte 30: zstd data is damaged'
    assert list(wrapped(text, None)) == [text]
    assert list(wrapped(text, 42)) == [text]
    assert list(wrapped(text, 30, ' ')) == [' walk.mcap at byte 30: zstd', '   data is damaged']
    assert list(wrapped('x' * 50, 3)) == ['x' * 20, '  ' + 'x' * 18, '  ' + 'x' * 12]
    assert list(wrapped('a\n', 80)) == ['a\\n']


def test_columns_are_those_shutil_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the environment, by the terminal, or the usual."""
    for told in ('72', '0', 'wide', None):
        if told is None:
            monkeypatch.delenv('COLUMNS')
        else:
            monkeypatch.setenv('COLUMNS', told)
        assert columns() == shutil.get_terminal_size().columns
