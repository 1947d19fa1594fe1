"""Tables."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.cli.table import Column, Row, shortened, table_lines
from rerun_bridge.cli.terminal import Paint

PLAIN = Paint(io.StringIO())
COLUMNS = (Column('topic', least=8), Column('n', right=True))


def test_columns_are_aligned() -> None:
    """Text to the left, numbers to the right, notes below."""
    rows = [Row(('/a', '1,000')), Row(('/longer', '2'), (('a note', 'red'),))]
    assert table_lines(COLUMNS, rows, PLAIN, None) == [
        'topic        n',
        '/a       1,000',
        '/longer      2',
        '  a note',
    ]


def test_a_narrow_terminal_shortens_from_the_middle() -> None:
    """Only columns that may get narrower do, down to their least width."""
    rows = [Row(('/a/very/long/topic', '12'))]
    assert table_lines(COLUMNS, rows, PLAIN, 16)[1] == '/a/v…g/topic  12'
    assert table_lines(COLUMNS, rows, PLAIN, 3)[1] == '/a/…opic  12'


def test_foreign_names_do_not_steer_the_terminal() -> None:
    """Escapes and line ends in a topic's name are shown, not obeyed."""
    lines = table_lines(COLUMNS, [Row(('/a\x1b[2J\n/b', '1'))], PLAIN, None)
    assert lines[1] == '/a\\x1b[2J\\n/b  1'


@pytest.mark.parametrize('width', [20, 31, 79, 80])
def test_long_notes_are_cut_between_words(width: int) -> None:
    """Every line fits, the later ones are indented further, and no word is lost."""
    note = 'no definition of the type: it is kept as raw bytes ' * 2
    lines = table_lines(COLUMNS, [Row(('/a', '1'), ((note, 'red'),))], PLAIN, width)[2:]
    assert all(len(line) <= width for line in lines)
    assert [len(line) - len(line.lstrip()) for line in lines] == [2] + [4] * (len(lines) - 1)
    assert ' '.join(' '.join(lines).split()) == note.strip()
    unbroken = table_lines(COLUMNS, [Row(('/a', '1'), (('x' * 100, 'red'),))], PLAIN, width)[2:]
    assert ''.join(unbroken).replace(' ', '') == 'x' * 100


@given(st.text(), st.integers(4, 80))
def test_shortened_fits(text: str, width: int) -> None:
    """A shortened text has its first and last sign, and fits."""
    short = shortened(text, width)
    assert len(short) == min(len(text), width)
    assert short[:1] == text[:1]
    assert short[-1:] == text[-1:]
