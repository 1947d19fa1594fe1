"""Entity paths and their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.entity_path import EntityPath, path_text

PARTS = st.lists(st.text(min_size=1, max_size=8), max_size=4).map(tuple)


@given(PARTS)
def test_parsing_undoes_escaping(parts: tuple[str, ...]) -> None:
    """Whatever characters the parts have."""
    assert EntityPath.parse(str(EntityPath(parts))) == EntityPath(parts)


@given(st.text(max_size=20))
def test_any_text_parses_to_a_path_that_keeps_its_text(text: str) -> None:
    """Parsing what was parsed and written changes nothing."""
    path = EntityPath.parse(text)
    assert EntityPath.parse(str(path)) == path


@pytest.mark.parametrize(
    ('parts', 'text'),
    [
        ((), '/'),
        (('a', 'b'), '/a/b'),
        (('front camera', 'x/y'), r'/front\ camera/x\/y'),
        (('Größe_1-2.3',), '/Größe_1-2.3'),
        (('a\nb', '\x07', '☃'), r'/a\nb/\u{7}/\u{2603}'),
        (('{~}', '\\'), r'/\{\~\}/\\'),
    ],
)
def test_unusual_characters_are_escaped(parts: tuple[str, ...], text: str) -> None:
    """Letters, digits and ``_-.`` are not."""
    assert str(EntityPath(parts)) == text


@pytest.mark.parametrize('text', ['a/b', '/a/b/', '//a///b'])
def test_parsing_is_forgiving(text: str) -> None:
    """Slashes too many or too few."""
    assert EntityPath.parse(text) == EntityPath(('a', 'b'))


def test_escapes_of_no_character_do_not_stop_parsing() -> None:
    """They become the replacement character."""
    assert EntityPath.parse(r'\u{d800}/\u{110000}').parts == ('\ufffd', '\ufffd')


def test_topics_and_children() -> None:
    """Names are taken as they are."""
    path = EntityPath.from_topic('/robot//front camera/') / 'a/b'
    assert path.parts == ('robot', 'front camera', 'a/b')


def test_a_path_is_given_as_text_or_as_parts() -> None:
    """Parts are as they are, and may be numbers."""
    assert path_text('a/b\\ c') == 'a/b\\ c'
    assert path_text(EntityPath(('a', 'b c'))) == '/a/b\\ c'
    assert path_text(['a', 'b c/d', 5]) == '/a/b\\ c\\/d/5'
    assert path_text([]) == '/'
    with pytest.raises(TypeError, match='wanted text, or a list'):
        path_text(5)  # type: ignore[arg-type]
