"""The .msg grammar."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.definitions import Constant, Field, FieldType, MessageSchema
from rerun_bridge.definitions.linking import PLACEHOLDER
from rerun_bridge.definitions.msg import parse_msg
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName
from test.support.definition_texts import msg_text, schemas

NAME = TypeName('pkg/msg/Type')
RULE = '=' * 80


def fields(text: str) -> tuple[Field, ...]:
    """Return the fields of a text."""
    return parse_msg(text, NAME).fields


@given(schemas())
def test_what_is_written_is_read(schema: MessageSchema) -> None:
    """Schema to text to the same schema, with all types, constants and defaults."""
    assert parse_msg(msg_text(schema), schema.type_name) == schema
    assert parse_msg(msg_text(schema).replace('\n', '\r\n'), schema.type_name) == schema


@pytest.mark.parametrize(
    ('written', 'expected'),
    [
        ('int32', FieldType('int32')),
        ('byte', FieldType('uint8')),
        ('char', FieldType('uint8')),
        ('float64[9]', FieldType('float64', 'array', 9)),
        ('uint8[]', FieldType('uint8', 'sequence')),
        ('int32[<=3]', FieldType('int32', 'sequence', 3)),
        ('string<=5', FieldType('string', string_bound=5)),
        ('string<=5[<=3]', FieldType('string', 'sequence', 3, 5)),
        ('wstring<=5[2]', FieldType('wstring', 'array', 2, 5)),
        ('time', FieldType('builtin_interfaces/msg/Time')),
        ('duration[]', FieldType('builtin_interfaces/msg/Duration', 'sequence')),
        ('Other', FieldType('pkg/msg/Other')),
        ('foo/Other[4]', FieldType('foo/msg/Other', 'array', 4)),
        ('foo/msg/Other', FieldType('foo/msg/Other')),
        ('Header', FieldType('std_msgs/msg/Header')),
    ],
)
def test_types(written: str, expected: FieldType) -> None:
    """Every way to write a type."""
    others = ['pkg/Other', 'foo/Other', 'std_msgs/Header']
    sections = ''.join(f'\n{RULE}\nMSG: {name}\nint8 x\n' for name in others)
    assert fields(f'{written} x{sections}')[0].type == expected


def test_a_header_of_the_own_package() -> None:
    """``Header`` is std_msgs' only where the package has none."""
    text = f'Header h\n{RULE}\nMSG: pkg/Header\nint8 x\n'
    assert fields(text)[0].type.base == 'pkg/msg/Header'


@pytest.mark.parametrize(
    ('written', 'value'),
    [
        ('string X="a # b"', 'a # b'),
        ('string X="a # b" # c', 'a # b'),
        ("string X='  it\\'s \"so\"  '", '  it\'s "so"  '),
        ('string X = plain words # c', 'plain words'),
        ('string X=', ''),
        ('string X="a=b"', 'a=b'),
        ("string X=it's", "it's"),
        ('int32 X=-12', -12),
        ('int32 X = 0x1F# c', 31),
        ('uint8 X=0o17', 15),
        ('uint8 X=010', 10),
        ('int8 X=-0x80', -128),
        ('uint64 X=18446744073709551615', 2**64 - 1),
        ('float32 X=1e-3', 0.001),
        ('float64 X=.5', 0.5),
        ('bool X=true', True),
        ('bool X=False', False),
        ('char X=65', 65),
    ],
)
def test_constants(written: str, value: object) -> None:
    """Constants of every type."""
    (constant,) = parse_msg(written, NAME).constants
    assert (constant.name, constant.value, type(constant.value)) == ('X', value, type(value))


@pytest.mark.parametrize(
    ('written', 'value'),
    [
        ('int32 x 5', 5),
        ('int32 x\t-5 # c', -5),
        ('string s "a=b, c"', 'a=b, c'),
        ('string s hello there # c', 'hello there'),
        ('int32[] x [1, 2,3]', [1, 2, 3]),
        ('int32[] x []', []),
        ('bool[2] x [true, 0]', [True, False]),
        ('float64[<=3] x [1, .5] # c', [1.0, 0.5]),
        ('string[] x ["a, b", \'c\', d e]', ['a, b', 'c', 'd e']),
        ('int32 x', None),
        ('int32 x # 5', None),
    ],
)
def test_defaults(written: str, value: object) -> None:
    """Defaults, alone and in arrays."""
    assert fields(written)[0].default == value


@pytest.mark.parametrize(
    'line',
    [
        'int32', 'int32 9x', 'int32 x[3]', 'int32 x =', 'int32 X=a', 'int8 X=128', 'uint8 X=-1',
        'int32[0] x', 'int32[<=] x', 'int32[<=0] x', 'string<=0 x', 'int32<=5 x', 'int32[-1] x',
        'int32[3 x', 'string<=2 x "abc"', 'int32[2] x [1]', 'int32[<=2] x [1,2,3]', 'int32[] x 1',
        'bool x yes', 'time X=3', 'time x 3', 'int32[] X=[1]', 'a/b/c/d x', 'a//b x', '/a x',
        'int32 x\nint32 x', 'int32 X=1\nint32 X=1', '---', '=' * 80, 'int32 ü', 'int32 x 1\\',
        'float32 X=abc', f'int64 X={"9" * 5000}', '@unit x', 'string[] x ["a" b]',
    ],
)  # fmt: skip
def test_malformed_lines(line: str) -> None:
    """Each is refused, with type and line."""
    with pytest.raises(DefinitionError, match=r'type pkg/.*line \d+') as error:
        parse_msg(f'# one\n\nint8 first\n{line}\n', NAME)
    assert error.value.type_name
    if '\n' not in line and line != '---':
        assert 'line 4' in str(error.value)


def test_the_line_of_a_later_section() -> None:
    """Lines are counted in the whole text."""
    text = f'Other x\n\n{RULE}\nMSG: pkg/Other\nint8 a\nint8 b c\n'
    with pytest.raises(DefinitionError, match='type pkg/msg/Other: line 6'):
        parse_msg(text, NAME)


def test_a_missing_type() -> None:
    """It is named, and so is what contains it."""
    with pytest.raises(DefinitionError, match='no definition of foo/msg/Bar, which pkg/msg/Type'):
        parse_msg('foo/Bar x', NAME)


def test_a_type_that_contains_itself() -> None:
    """The way round is named."""
    text = f'Other x\n{RULE}\nMSG: pkg/Other\nType[] x\n'
    with pytest.raises(DefinitionError, match='pkg/msg/Type > pkg/msg/Other > pkg/msg/Type'):
        parse_msg(text, NAME)


def test_an_empty_message() -> None:
    """No field, with or without the member that rosidl puts in its place."""
    assert fields('') == ()
    assert fields('# nothing\nuint8 structure_needs_at_least_one_member\n') == ()


def test_a_service_event() -> None:
    """Of a service's text with ``---`` as rosbag2 records it."""
    name = TypeName('example_interfaces/srv/AddTwoInts_Event')
    schema = parse_msg('int64 a\nint64 b\n---\nint64 sum\n', name)
    assert [field.name for field in schema.fields] == ['info', 'request', 'response']
    request = schema.types[TypeName('example_interfaces/srv/AddTwoInts_Request')]
    response = schema.types[TypeName('example_interfaces/srv/AddTwoInts_Response')]
    assert [field.name for field in request.fields] == ['a', 'b']
    assert [field.name for field in response.fields] == ['sum']
    assert TypeName('builtin_interfaces/msg/Time') in schema.types


def test_constants_are_of_the_native_type() -> None:
    """``byte`` is ``uint8``, as on the wire."""
    constants = parse_msg('byte OK=0', NAME).constants
    assert constants == (Constant('OK', FieldType('uint8'), 0),)


def test_every_standard_type_is_what_rosbags_says() -> None:
    """All definitions of a distro, field by field."""
    typesys = pytest.importorskip('rosbags.typesys', reason='no rosbags')
    store = typesys.get_typestore(typesys.Stores.ROS2_JAZZY)
    assert len(store.fielddefs) > 100
    for name, (constants, expected) in store.fielddefs.items():
        text, _ = store.generate_msgdef(name, ros_version=2)
        schema = parse_msg(text, TypeName(name))
        found = [(field.name, field.type) for field in schema.fields]
        wanted = [(field, _as_field_type(*kind)) for field, kind in expected]
        assert found == [one for one in wanted if one[0] != PLACEHOLDER], name
        assert [c.value for c in schema.constants] == [value for _, _, value in constants], name


def _as_field_type(node: object, what: object) -> FieldType:
    """Return a node of rosbags as ours: 1 base, 2 name, 3 array, 4 sequence."""
    kind = int(node)  # type: ignore[call-overload]
    if kind == 1:
        base, bound = what  # type: ignore[misc]
        native = 'uint8' if base in ('byte', 'char', 'octet') else base
        return FieldType(native, string_bound=bound)
    if kind == 2:
        return FieldType(str(what))
    inner, length = what  # type: ignore[misc]
    one = _as_field_type(*inner)
    return FieldType(one.base, 'array' if kind == 3 else 'sequence', length, one.string_bound)


PIECES = [
    'int32', ' ', 'x', '\n', '[', ']', '<=', '3', '=', '"', "'", '#', '---\n', '\\', 'string',
    'Other', 'pkg/', f'{RULE}\n', 'MSG: pkg/Other\n', 'IDL: a/b/C\n', 'SRV: pkg/srv/X\n', '\r',
    'struct', '9' * 400, '{', '}', ';', 'é', '\0',
]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map(''.join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but DefinitionError."""
    for name in ('pkg/msg/Type', 'pkg/srv/X_Event', 'pkg/action/X_FeedbackMessage', '', '/'):
        with suppress(DefinitionError):
            assert parse_msg(text, TypeName(name)).type_name == name
