"""IDL in words."""

from __future__ import annotations

import pytest

from rerun_bridge.definitions.idl_tokens import Token, tokens
from rerun_bridge.definitions.sections import Section
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName


def words(text: str) -> list[Token]:
    """Return the words of a text that begins at line 1, without the end."""
    *found, end = tokens(Section('IDL', TypeName('pkg/msg/Type'), text, 1))
    assert end.kind == 'end'
    return found


@pytest.mark.parametrize(
    ('text', 'kind'),
    [
        ('a::b_2::C', 'name'), ('::a', 'name'), ('-12', 'number'), ('0xfF', 'number'),
        ('1.', 'number'), ('.5e-3', 'number'), ('7d', 'number'), ('"a \\" // b\nc"', 'string'),
        ("'\\n'", 'char'), ('{', 'mark'), ('@', 'mark'),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    """One word of each kind."""
    assert words(f' {text} ') == [Token(kind, text, 1)]


@pytest.mark.parametrize(
    'nothing',
    [
        '// a\n', '#include "x"\n', '/* { * */', '/***/', '@key ', '@unit (value="m)")\n',
        '@verbatim (language="comment", text=\n "a \\" (b" "\\n")',
    ],
)  # fmt: skip
def test_what_is_dropped(nothing: str) -> None:
    """Comments, includes, annotations; the lines are still counted."""
    found = words(f'a {nothing} b')
    assert found == [Token('name', 'a', 1), Token('name', 'b', 1 + nothing.count('\n'))]


def test_annotations_that_are_kept() -> None:
    """Defaults, and what has brackets inside brackets."""
    assert [word.text for word in words('@default (value=1)')] == [
        '@',
        'default',
        '(',
        'value',
        '=',
        '1',
        ')',
    ]
    assert [word.text for word in words('@range (min=(1))')][:3] == ['@', 'range', '(']


@pytest.mark.parametrize('text', ['$', '"open', "'", '/* open', '/', 'a' * 300])
def test_what_is_no_word(text: str) -> None:
    """It is refused with its line."""
    with pytest.raises(DefinitionError, match='line 2'):
        words(f'a\n{text}')
