"""The IDL that rosidl emits."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.definitions import FieldType, MessageSchema
from rerun_bridge.definitions.idl import parse_idl
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName
from test.support.definition_texts import idl_text, schemas

NAME = TypeName('pkg/msg/Type')


def schema_of(inside: str, before: str = '') -> MessageSchema:
    """Return the schema of a struct with some members."""
    text = f'module pkg {{ module msg {{ {before} struct Type {{ {inside} }}; }}; }};'
    return parse_idl(text, NAME)


@given(schemas())
def test_what_is_written_is_read(schema: MessageSchema) -> None:
    """Schema to IDL to the same schema, with all types, constants and defaults."""
    assert parse_idl(idl_text(schema), schema.type_name) == schema


@pytest.mark.parametrize(
    ('written', 'expected'),
    [
        ('boolean', FieldType('bool')),
        ('octet', FieldType('uint8')),
        ('char', FieldType('uint8')),
        ('short', FieldType('int16')),
        ('unsigned short', FieldType('uint16')),
        ('long', FieldType('int32')),
        ('unsigned long', FieldType('uint32')),
        ('long long', FieldType('int64')),
        ('unsigned long long', FieldType('uint64')),
        ('float', FieldType('float32')),
        ('double', FieldType('float64')),
        ('uint64', FieldType('uint64')),
        ('string<5>', FieldType('string', string_bound=5)),
        ('wstring', FieldType('wstring')),
        ('sequence<double>', FieldType('float64', 'sequence')),
        ('sequence<unsigned long, 3>', FieldType('uint32', 'sequence', 3)),
        ('sequence<string<5>, 3>', FieldType('string', 'sequence', 3, 5)),
        ('double__9', FieldType('float64', 'array', 9)),
        ('Color', FieldType('uint32')),
        ('pkg::msg::Color', FieldType('uint32')),
        ('string<SIZE>', FieldType('string', string_bound=7)),
        ('builtin_interfaces::msg::Time', FieldType('builtin_interfaces/msg/Time')),
        ('sequence<::foo::msg::Bar>', FieldType('foo/msg/Bar', 'sequence')),
        ('Other', FieldType('pkg/msg/Other')),
        ('msg::Other', FieldType('pkg/msg/Other')),
    ],
)  # fmt: skip
def test_types(written: str, expected: FieldType) -> None:
    """Every way to write a type."""
    before = (
        'typedef double double__9[9]; enum Color { RED, @value(3) GREEN };'
        'const long SIZE = 7; struct Other { octet x; };'
        '}; }; module foo { module msg { struct Bar { octet x; }; }; };'
        'module pkg { module msg {'
    )
    assert schema_of(f'{written} x;', before).fields[0].type == expected


def test_declarators() -> None:
    """Several names in one declaration, and arrays without a typedef."""
    found = [(field.name, field.type) for field in schema_of('short a, b[3];').fields]
    assert found == [('a', FieldType('int16')), ('b', FieldType('int16', 'array', 3))]


@pytest.mark.parametrize(
    ('written', 'value'),
    [
        ('@default (value=-5) short', -5),
        ('@default (value=0x1F) short', 31),
        ('@default (value=017) short', 15),
        ('@default (value=8.7d) float', 8.7),
        ('@default (value=1.) float', 1.0),
        ('@default (value=9e-05) double', 9e-05),
        ('@default (value=TRUE) boolean', True),
        ("@default (value='A') char", 65),
        ('@default (value="a" "b\\n\\x41\\u00e9") string', 'ab\nAé'),
        ('@default (value=RED) long', None),
        ('@default (value="(1, 2)") sequence<long>', [1, 2]),
        ('@default (value="(True,)") sequence<boolean>', [True]),
        ('@default (value="()") sequence<long>', []),
        ('@default (value="(\\"a, b\\", \'c\')") sequence<string>', ['a, b', 'c']),
        ('@key @range (min=(1), max=")") @unit (value="m") short', None),
    ],
)
def test_defaults(written: str, value: object) -> None:
    """Values of annotations; other annotations are passed over."""
    assert schema_of(f'{written} x;').fields[0].default == value


def test_constants() -> None:
    """They belong to the struct beside their module."""
    before = 'module Type_Constants { const short A = -1; const string B = "x"; };'
    constants = schema_of('short x;', before).constants
    assert [(c.name, c.value) for c in constants] == [('A', -1), ('B', 'x')]


def test_comments_and_includes() -> None:
    """Nothing of them counts, wherever they stand."""
    text = '// }\n#include <a/msg/B.idl>\n/* struct * / } ** */'
    assert schema_of(f'{text} short x; {text}', text).fields[0].name == 'x'


def test_an_empty_message() -> None:
    """The member that stands for none is none."""
    assert schema_of('uint8 structure_needs_at_least_one_member;').fields == ()


def test_an_action() -> None:
    """What rosidl derives of goal, result and feedback."""
    text = (
        'module pkg { module action { struct Go_Goal { double x; };'
        'struct Go_Result { double y; }; struct Go_Feedback { double z; }; }; };'
    )
    schema = parse_idl(text, TypeName('pkg/action/Go_FeedbackMessage'))
    assert [field.name for field in schema.fields] == ['goal_id', 'feedback']
    event = parse_idl(text, TypeName('pkg/action/Go_GetResult_Event'))
    assert TypeName('pkg/action/Go_Result') in event.types


def test_sections_of_both_kinds() -> None:
    """A service's .srv with the IDL of what it needs, as rosbag2 keeps it."""
    rule = '=' * 80
    other = 'module pkg { module msg { struct Other { long x; }; }; };'
    text = (
        f'{rule}\nSRV: pkg/srv/Do\nOther a\n---\nfoo/Thing b\n'
        f'{rule}\nIDL: pkg/msg/Other\n{other}\n'
        f'{rule}\nMSG: foo/Thing\nint8 y\n'
    )
    schema = parse_idl(text, TypeName('pkg/srv/Do_Event'))
    assert TypeName('pkg/msg/Other') in schema.types
    assert TypeName('foo/msg/Thing') in schema.types


@pytest.mark.parametrize(
    'inside',
    [
        'short', 'short x', 'short ;', 'long double x;', 'wchar x;', 'unsigned x;', 'short x[0];',
        'short x[2][2];', 'sequence<sequence<long>> x;', 'sequence<double__9> x;', 'short x[A];',
        'sequence<long, 0> x;', 'string<x> x;', 'short x; short x;', '@default (value=1',
        '@default (value=300) octet x;', '$ x;', '"a" x;', 'short x = 1;', 'Loop x;',
        'map<long, long> x;', '@', 'union U {};', f'{"a" * 300} x;', "short 'x;", 'short "x;',
        '@default (value="abc") string<2> x;', '@default (value="(1, 2)") three x;',
        'Missing x;', 'Type x;', '@optional long x;', '@optional(TRUE) long x;',
    ],
)  # fmt: skip
def test_malformed_text(inside: str) -> None:
    """Each is refused, with type and place."""
    before = '\ntypedef Loop Loop; typedef double double__9[9]; typedef long three[3];\n'
    with pytest.raises(DefinitionError, match=r'type pkg/msg/Type: (line \d|.*pkg/msg/)'):
        schema_of(inside, before)


@pytest.mark.parametrize(
    'text',
    [
        '}', 'module a {', 'module a { struct B', 'bitmask X {', 'enum X { A', '/* open', '@a(',
        'x;', '"',
    ],
)  # fmt: skip
def test_unbalanced_text(text: str) -> None:
    """What is not closed, or closed twice, is refused with its line."""
    with pytest.raises(DefinitionError, match='line 2'):
        parse_idl(f'\n{text}', NAME)


@pytest.mark.parametrize(
    'text',
    [
        'module a {' * 100_000,
        '/*' * 100_000,
        '@a(' * 100_000,
        'sequence<' * 100_000,
        'struct A { sequence<' * 1000,
        ''.join(f'typedef A{i} A{i + 1};' for i in range(1000)) + 'struct B { A999 x; };',
        ' ' * 100_000 + '\\',
        '@verbatim(text="' + 'a" "' * 50_000,
    ],
)
def test_hostile_text_ends(text: str) -> None:
    """Depth and repetition cost an error, not the process."""
    with pytest.raises(DefinitionError):
        parse_idl(text, NAME)


PIECES = [
    'module a {', 'struct Type {', '};', '}', 'short x;', 'typedef long T;', 'T y;', 'sequence<',
    '>', '[', '3', ']', ',', 'const short A = 1;', '@default (value=', ')', '"(1,)"', "'a'", '::',
    '/*', '*/', '//', '\n', '#', 'enum E {A}', 'string<A> z;', '\\', 'L"', '1e', '0x', ' ',
    '=' * 80 + '\nMSG: a/B\n', 'é',
]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map(''.join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but DefinitionError."""
    for name in ('Type', 'a/msg/Type', 'a/msg/B'):
        with suppress(DefinitionError):
            assert parse_idl(text, TypeName(name)).type_name == name
