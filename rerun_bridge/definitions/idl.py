"""
The part of OMG IDL that rosidl emits and a person may write for ROS.

What a name stands for is looked up when all sections are read: own scope first, then outwards.
``module X_Constants`` holds the constants of the struct ``X`` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rerun_bridge.definitions.idl_statements import Names, read_statements
from rerun_bridge.definitions.idl_tokens import Token
from rerun_bridge.definitions.linking import Declaration
from rerun_bridge.definitions.reading import read_schema
from rerun_bridge.definitions.schema import Constant, Field, FieldType, MessageSchema, Value
from rerun_bridge.definitions.sections import Section
from rerun_bridge.definitions.values import parse_value
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName, type_name
from rerun_bridge.nouns import replace

__all__ = ['declare', 'parse_idl']

_MAX_ALIASES = 16


def _resolved(kind: FieldType, scope: tuple[str, ...], names: Names) -> FieldType:
    """Return a type without aliases, its base a primitive, a string or a full type name."""
    for _ in range(_MAX_ALIASES):
        base = kind.base.lstrip(':')
        if kind.is_string or kind.is_primitive:
            return kind
        around = ['::'.join([*scope[:i], base]) for i in range(len(scope), -1, -1)]
        found = [name for name in around if name in names.aliases or name in names.structs]
        full = found[0] if found else base if '::' in base else around[0]
        alias = names.aliases.get(full)
        if alias is None:
            return replace(kind, base=type_name(full))
        if kind.collection != 'none' and alias.type.collection != 'none':
            raise ValueError(f'{base} would be an array of arrays or sequences')
        one = kind if alias.type.collection == 'none' else alias.type
        kind = replace(one, base=alias.type.base, string_bound=alias.type.string_bound)
        scope = alias.scope
    raise ValueError(f'{kind.base} is an alias of an alias, {_MAX_ALIASES} times over')


def _literal(word: Token, kind: FieldType) -> Value | None:
    """Return the value of a literal; None for a name, whose value does not matter to the bytes."""
    if word.kind == 'string' and kind.collection != 'none':
        inside = word.text.strip()[1:-1].rstrip().rstrip(',')  # rosidl writes a tuple
        return parse_value(f'[{inside}]', kind)
    if word.kind == 'string' and kind.is_string:
        if kind.string_bound and len(word.text) > kind.string_bound:
            raise ValueError(f'longer than {kind.string_bound} characters')
        return word.text
    if word.kind == 'char' and kind.base == 'uint8' and len(word.text) == 1:
        return ord(word.text)
    if word.kind == 'name' and word.text not in ('TRUE', 'FALSE'):
        return None
    if word.kind == 'number':
        octal = re.fullmatch(r'([-+]?)0([0-7]+)', word.text)
        text = f'{octal[1]}0o{octal[2]}' if octal else word.text
        is_hex = 'x' in text.lower()
        return parse_value(text if is_hex else text.rstrip('dDfF'), kind)
    return parse_value(word.text, kind)


def _declaration(name: str, names: Names, section: Section) -> Declaration:
    fields: list[Field] = []
    constants: list[Constant] = []
    line = section.line
    try:
        for member in names.structs[name]:
            line = member.line
            kind = _resolved(member.type, member.scope, names)
            default = _literal(member.value, kind) if member.value else None
            fields.append(Field(member.name, kind, default))
        for member in names.constants.get(f'{name}_Constants', {}).values():
            line = member.line
            kind = _resolved(member.type, member.scope, names)
            value = _literal(member.value, kind) if member.value else None
            if value is not None:
                constants.append(Constant(member.name, kind, value))
    except ValueError as error:
        raise DefinitionError(f'line {line}: {error}', type_name=type_name(name)) from None
    return Declaration(tuple(fields), tuple(constants))


def declare(sections: Sequence[Section]) -> Mapping[TypeName, Declaration]:
    """Return what IDL sections declare; of two with one name the first counts."""
    names = Names({}, {}, {})
    for section in sections:
        read_statements(section, names)
    return {type_name(name): _declaration(name, names, sections[0]) for name in names.structs}


def parse_idl(text: str, type_name: TypeName) -> MessageSchema:
    """
    Return the schema that IDL text defines, alone or in sections ``IDL: pkg/msg/Type``.

    :raises DefinitionError: the text is malformed, a type is missing or contains itself.
    """
    return read_schema(text, type_name, 'IDL')
