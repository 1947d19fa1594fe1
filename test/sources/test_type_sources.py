"""Texts of types, as nodes tell them."""

from __future__ import annotations

import pytest

from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.type_sources import definition_of

OUTER = TypeName('pkg/msg/Outer')


def test_a_type_with_its_parts() -> None:
    """A part may be written in the other language; one whose text is not told is implied."""
    idl = 'module pkg { module msg { struct Inner { double x; }; }; };'
    definition = definition_of(
        [
            (OUTER, 'msg', 'Inner a\nbuiltin_interfaces/Time b\n'),
            ('pkg/msg/Inner', 'idl', idl),
            ('builtin_interfaces/msg/Time', 'implicit', ''),
        ]
    )
    assert definition is not None
    schema = parse_definition(definition, OUTER)
    assert [field.name for field in schema.fields] == ['a', 'b']


@pytest.mark.parametrize(
    'sources', [[], [(OUTER, 'implicit', '')], [(OUTER, 'msg', '')], [(OUTER, 'cobol', 'X')]]
)
def test_no_text_is_no_definition(sources: list[tuple[str, str, str]]) -> None:
    """Of the type itself."""
    assert (
        definition_of([*sources, *[('pkg/msg/Inner', 'msg', 'int8 a\n')] * bool(sources)]) is None
    )
