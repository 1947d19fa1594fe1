"""IDL statements; test_idl.py has those that are refused."""

from __future__ import annotations

from rerun_bridge.definitions import FieldType
from rerun_bridge.definitions.idl_statements import Names, read_statements
from rerun_bridge.definitions.sections import Section
from rerun_bridge.messages import TypeName


def names_of(text: str) -> Names:
    """Return what a text names."""
    names = Names({}, {}, {})
    read_statements(Section('IDL', TypeName('a/msg/B'), text, 5), names)
    return names


def test_scopes() -> None:
    """Names carry the modules around them; types are left as written."""
    names = names_of(
        'module a {\n module b { typedef c::D E[3]; const long F = 1; };\n'
        'struct G { b::E h; };\n enum I { J }; };'
    )
    assert set(names.structs) == {'a::G'}
    assert set(names.aliases) == {'a::b::E', 'a::I'}
    assert names.aliases['a::b::E'].type == FieldType('c::D', 'array', 3)
    assert names.structs['a::G'][0].type == FieldType('b::E')
    assert names.structs['a::G'][0].line == 7
    assert set(names.constants['a::b']) == {'F'}


def test_a_default_is_of_the_next_member_only() -> None:
    """It is forgotten after it."""
    first, second = names_of('struct A { @default (value=1) short x; short y; };').structs['A']
    assert first.value is not None
    assert first.value.text == '1'
    assert second.value is None


def test_declarations_ahead() -> None:
    """``struct A;`` says nothing."""
    assert names_of('struct A; struct B {};').structs == {'B': []}


def test_the_first_of_two_counts() -> None:
    """A section may be there twice."""
    text = 'struct A { short x; }; struct A { long y; };'
    assert [member.name for member in names_of(text).structs['A']] == ['x']
