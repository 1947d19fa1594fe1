"""Random message schemas, and their text as people write .msg and as rosidl writes IDL."""

from __future__ import annotations

from hypothesis import strategies as st

from rerun_bridge.definitions import Constant, Field, FieldType, MessageSchema, Value
from rerun_bridge.messages import TypeName

__all__ = ['idl_text', 'msg_text', 'schemas']

_RULE = '=' * 80
_NUMBERS = ('bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64')
_NATIVE = (*_NUMBERS, 'float32', 'float64', 'string', 'wstring')
_IDL = {'bool': 'boolean', 'float32': 'float', 'float64': 'double'}
_LETTERS = 'ab #\'"=é[],;{}()@'


def _plain_values(kind: FieldType) -> st.SearchStrategy[Value]:
    if kind.is_string:
        return st.text(_LETTERS, max_size=kind.string_bound or 8)
    if kind.base == 'bool':
        return st.booleans()
    if kind.base.startswith('float'):
        return st.floats(allow_nan=False, allow_infinity=False, width=32)
    bits = int(kind.base.lstrip('uint'))
    if kind.base.startswith('u'):
        return st.integers(0, 2**bits - 1)
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _values(kind: FieldType) -> st.SearchStrategy[Value]:
    if kind.collection == 'none':
        return _plain_values(kind)
    least = kind.length if kind.collection == 'array' else 0
    return st.lists(_plain_values(kind), min_size=least, max_size=kind.length or 3)


@st.composite
def _types(draw: st.DrawFn, messages: list[MessageSchema]) -> FieldType:
    base = draw(st.sampled_from([*_NATIVE, *(schema.type_name for schema in messages)]))
    bound = draw(st.integers(0, 5)) if base in ('string', 'wstring') else 0
    collection = draw(st.sampled_from(['none', 'none', 'array', 'sequence']))
    least = 1 if collection == 'array' else 0
    length = 0 if collection == 'none' else draw(st.integers(least, 4))
    return FieldType(base, collection, length, bound)


@st.composite
def _message(draw: st.DrawFn, name: TypeName, below: list[MessageSchema]) -> MessageSchema:
    fields, types = [], {}
    for i in range(draw(st.integers(0, 4))):
        kind = draw(_types(below))
        has_values = kind.is_primitive or kind.is_string
        default = draw(st.none() | _values(kind)) if has_values else None
        fields.append(Field(f'f{i}_{name[-1]}', kind, default))
        for schema in below:
            if schema.type_name == kind.base:
                types.update({schema.type_name: schema, **schema.types})
    constants = []
    for i in range(draw(st.integers(0, 2))):
        kind = FieldType(draw(st.sampled_from(_NATIVE)))
        constants.append(Constant(f'C{i}', kind, draw(_plain_values(kind))))
    return MessageSchema(name, tuple(fields), tuple(constants), types)


@st.composite
def schemas(draw: st.DrawFn) -> MessageSchema:
    """Return a strategy for schemas of up to four types."""
    made: list[MessageSchema] = []
    for i in range(draw(st.integers(1, 4))):
        package = draw(st.sampled_from(['alpha_msgs', 'beta']))
        made.append(draw(_message(TypeName(f'{package}/msg/T{i}'), made)))
    return made[-1]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _msg_value(value: Value) -> str:
    if isinstance(value, list):
        return f'[{", ".join(_msg_value(one) for one in value)}]'
    return _quoted(value) if isinstance(value, str) else str(value)


def _msg_type(kind: FieldType, package: str) -> str:
    text = kind.base
    if '/' in text:
        own, _, name = text.split('/')
        text = name if own == package else f'{own}/{name}'
    if kind.string_bound:
        text += f'<={kind.string_bound}'
    if kind.collection == 'array':
        return f'{text}[{kind.length}]'
    if kind.collection == 'sequence':
        return f'{text}[<={kind.length}]' if kind.length else f'{text}[]'
    return text


def _msg_section(schema: MessageSchema) -> str:
    package = schema.type_name.partition('/')[0]
    lines = ['# A comment', '']
    for constant in schema.constants:
        value = _msg_value(constant.value)
        lines.append(f'{constant.type.base} {constant.name} = {value} # why')
    for field in schema.fields:
        default = '' if field.default is None else f' {_msg_value(field.default)}'
        lines.append(f'{_msg_type(field.type, package)} {field.name}{default}  # what')
    return '\n'.join(lines) + '\n'


def msg_text(schema: MessageSchema) -> str:
    """Return the text of a schema as rosbag2 keeps it: .msg files behind each other."""
    text = _msg_section(schema)
    for name, below in schema.types.items():
        package, _, last = name.split('/')
        text += f'\n{_RULE}\nMSG: {package}/{last}\n{_msg_section(below)}'
    return text


def _idl_base(kind: FieldType) -> str:
    bound = f'<{kind.string_bound}>' if kind.string_bound else ''
    return _IDL.get(kind.base, kind.base).replace('/', '::') + bound


def _idl_value(value: Value) -> str:
    if isinstance(value, list):
        return _quoted(repr(tuple(value)).replace('\\', '\\\\'))
    if isinstance(value, bool):
        return 'TRUE' if value else 'FALSE'
    return _quoted(value) if isinstance(value, str) else repr(value)


def _idl_type(kind: FieldType) -> str:
    base = _idl_base(kind)
    if kind.collection == 'sequence':
        return f'sequence<{base}, {kind.length}>' if kind.length else f'sequence<{base}>'
    if kind.collection == 'array':
        return f'{_alias(base)}__{kind.length}'
    return base


def _alias(base: str) -> str:
    return base.replace('::', '__').replace('<', '__').replace('>', '')


def _idl_section(schema: MessageSchema) -> str:
    package, folder, name = schema.type_name.split('/')
    lines = [
        '// made of a .msg',
        '#include "x/msg/Y.idl"',
        f'module {package} {{ module {folder} {{',
    ]
    for field in schema.fields:
        base, length = _idl_base(field.type), field.type.length
        if field.type.collection == 'array':
            if _alias(base) != base:
                lines.append(f'typedef {base} {_alias(base)};')
            lines.append(f'typedef {_alias(base)} {_alias(base)}__{length}[{length}];')
    if schema.constants:
        lines.append(f'module {name}_Constants {{')
        for constant in schema.constants:
            value = _idl_value(constant.value)
            lines.append('@verbatim (language="comment", text=\n"why (; not" "\\n")')
            lines.append(f'const {_idl_base(constant.type)} {constant.name} = {value};')
        lines.append('};')
    lines.append(f'@verbatim (language="comment", text="a \\"struct\\"") struct {name} {{')
    for field in schema.fields:
        if field.default is not None:
            lines.append(f'@default (value={_idl_value(field.default)})')
        lines.append('@unit (value="m")')
        lines.append(f'{_idl_type(field.type)} {field.name};')
    if not schema.fields:
        lines.append('uint8 structure_needs_at_least_one_member;')
    return '\n'.join([*lines, '}; }; };', ''])


def idl_text(schema: MessageSchema) -> str:
    """Return the text of a schema as rosbag2 keeps it: IDL files with a heading each."""
    everything = {schema.type_name: schema, **schema.types}
    return '\n'.join(
        f'{_RULE}\nIDL: {name}\n{_idl_section(below)}' for name, below in everything.items()
    )
