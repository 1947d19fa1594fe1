"""Definition texts in sections."""

from __future__ import annotations

import pytest

from rerun_bridge.definitions.sections import Section, interface_name, split_sections
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName

NAME = TypeName('pkg/msg/Type')


def test_a_text_alone() -> None:
    """One section, of the type asked for."""
    assert split_sections('int8 a\n', NAME, 'MSG') == [Section('MSG', NAME, 'int8 a\n', 1)]


@pytest.mark.parametrize('rule', ['=' * 80, '===', '=' * 80 + ' \r'])
def test_headings(rule: str) -> None:
    """They give kind, name and line of what follows."""
    text = f'int8 a\n{rule}\nMSG: foo/Bar\r\nint8 b\n\n{rule}\nIDL: foo/msg/Baz\nmodule'
    assert split_sections(text, NAME, 'MSG') == [
        Section('MSG', NAME, 'int8 a\n', 1),
        Section('MSG', TypeName('foo/msg/Bar'), 'int8 b\n\n', 4),
        Section('IDL', TypeName('foo/msg/Baz'), 'module', 8),
    ]


def test_a_heading_first() -> None:
    """White space before it is no section."""
    found = split_sections(f'\n{"=" * 80}\nIDL: pkg/msg/Type\nmodule', NAME, 'IDL')
    assert found == [Section('IDL', NAME, 'module', 4)]


@pytest.mark.parametrize(
    ('name', 'text', 'expected'),
    [
        ('p/srv/X_Event', 'a\n---\nb', {'p/srv/X_Request': 'a\n', 'p/srv/X_Response': 'b'}),
        ('p/srv/X', '---\r\n', {'p/srv/X_Request': '', 'p/srv/X_Response': ''}),
        (
            'p/action/X_SendGoal_Event',
            'a\n---\nb\n----\nc',
            {'p/action/X_Goal': 'a\n', 'p/action/X_Result': 'b\n', 'p/action/X_Feedback': 'c'},
        ),
        ('p/srv/X_Request', 'a # --- b', {'p/srv/X_Request': 'a # --- b'}),
    ],
)
def test_parts_of_services_and_actions(name: str, text: str, expected: dict[str, str]) -> None:
    """``---`` lines cut."""
    found = split_sections(text, TypeName(name), 'MSG')
    assert {section.name: section.text for section in found} == expected


def test_a_service_heading_without_its_middle() -> None:
    """``SRV: pkg/X`` is ``pkg/srv/X``; its second part starts where it starts."""
    found = split_sections('===\nSRV: p/X\nint8 a\n---\nint8 b', TypeName('p/srv/X'), 'MSG')
    assert [(one.name, one.line) for one in found] == [
        ('p/srv/X_Request', 3),
        ('p/srv/X_Response', 5),
    ]


@pytest.mark.parametrize('text', ['a\n---\nb', 'a\n---\nb\n---\nc\n---\nd'])
def test_cuts_that_are_too_many(text: str) -> None:
    """A message has none, an action two."""
    with pytest.raises(DefinitionError, match='line 1'):
        split_sections(text, NAME, 'MSG')


def test_a_name_without_end() -> None:
    """It is refused."""
    with pytest.raises(DefinitionError, match='too long'):
        split_sections(f'===\nMSG: a/{"b" * 1000}\n', NAME, 'MSG')


@pytest.mark.parametrize(
    ('part', 'whole'),
    [
        ('p/srv/X_Request', 'p/srv/X'),
        ('p/srv/X_Event', 'p/srv/X'),
        ('p/action/X_SendGoal_Response', 'p/action/X'),
        ('p/action/X_FeedbackMessage', 'p/action/X'),
        ('p/srv/X', 'p/srv/X'),
        ('p/msg/X_Event', 'p/msg/X_Event'),
    ],
)
def test_the_interface_of_a_part(part: str, whole: str) -> None:
    """Messages have no parts."""
    assert interface_name(TypeName(part)) == whole
