"""
The ``.msg`` grammar.

A line is a field ``type name [default]``, a constant ``type NAME=value``, a comment, or empty.
Names may be in any case, unlike in rosidl: a recording is read after the fact.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from rerun_bridge.definitions.linking import Declaration
from rerun_bridge.definitions.reading import read_schema
from rerun_bridge.definitions.schema import PRIMITIVES, Constant, Field, FieldType, MessageSchema
from rerun_bridge.definitions.sections import Section
from rerun_bridge.definitions.values import parse_value
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName

__all__ = ['declare', 'parse_msg']

# Groups: base, string bound, whole brackets, bound mark, length, name, constant, default.
_LINE = re.compile(
    r'([A-Za-z][\w/]*)(?:<=([0-9]{1,10}))?(\[(<=)?([0-9]{0,10})\])?'
    r'[ \t]+([A-Za-z_]\w*)'
    r'(?:[ \t]*=[ \t]*(.*)|[ \t]+([^#\s].*)|[ \t]*(?:#.*)?)\Z',
    re.A,
)
# The names that do not stand for themselves; `time` and `duration` are ROS 1's.
_ALIASES = {
    'byte': 'uint8',
    'char': 'uint8',
    'octet': 'uint8',
    'time': 'builtin_interfaces/msg/Time',
    'duration': 'builtin_interfaces/msg/Duration',
}
_MAX_NAME_CHARS = 255
_NATIVE = frozenset(PRIMITIVES) - frozenset(_ALIASES) | {'string', 'wstring'}


def _full_name(base: str, package: str, known: Container[TypeName]) -> str:
    """Return the full name of a message type as it is written inside a package."""
    parts = base.split('/')
    if len(parts) > 3 or not all(parts) or len(base) > _MAX_NAME_CHARS:
        raise ValueError(f'{base} is no type name')
    if len(parts) == 3:
        return base
    if len(parts) == 2:
        return f'{parts[0]}/msg/{parts[1]}'
    own = TypeName(f'{package}/msg/{base}')
    return 'std_msgs/msg/Header' if base == 'Header' and own not in known else own


def _field_type(words: Sequence[str], package: str, known: Container[TypeName]) -> FieldType:
    """
    Return the type that the first five groups of a line stand for.

    :param words: a group that the line does not have is empty.
    """
    base, bound, brackets, at_most, length = words
    if base not in _NATIVE:
        base = _ALIASES.get(base) or _full_name(base, package, known)
    string_bound = int(bound) if bound else 0
    if bound and (base not in ('string', 'wstring') or not string_bound):
        raise ValueError('only a string has a bound, and it is at least 1')
    if not brackets:
        return FieldType(base, string_bound=string_bound)
    if (length and not int(length)) or (at_most and not length):
        raise ValueError('a length is at least 1')
    fixed = length and not at_most
    return FieldType(base, 'array' if fixed else 'sequence', int(length or 0), string_bound)


def _declare(section: Section, known: Container[TypeName]) -> Declaration:
    package = section.name.partition('/')[0]
    fields: dict[str, Field] = {}
    constants: dict[str, Constant] = {}
    for number, raw in enumerate(section.text.split('\n')):
        line = raw.strip()
        if not line or line[0] == '#':
            continue
        try:
            match = _LINE.match(line)
            if match is None:
                raise ValueError('neither a field nor a constant')
            *words, name, constant, default = match.groups('')
            is_constant = match[7] is not None
            if name in (constants if is_constant else fields):
                raise ValueError(f'{name} is there twice')
            kind = _field_type(words, package, known)
            if not is_constant:
                fields[name] = Field(name, kind, parse_value(default, kind) if default else None)
            elif kind.collection != 'none':
                raise ValueError('a constant is no array')
            else:
                constants[name] = Constant(name, kind, parse_value(constant, kind))
        except ValueError as error:
            where = f'line {section.line + number}: {line[:80]!r}'
            raise DefinitionError(f'{where}: {str(error)[:200]}', type_name=section.name) from None
    return Declaration(tuple(fields.values()), tuple(constants.values()))


def declare(sections: Sequence[Section]) -> Mapping[TypeName, Declaration]:
    """Return what ``.msg`` sections declare; of two with one name the first counts."""
    known = {section.name: section for section in reversed(sections)}
    return {name: _declare(section, known) for name, section in known.items()}


def parse_msg(text: str, type_name: TypeName) -> MessageSchema:
    """
    Return the schema that a ``.msg`` text defines, alone or followed by the types it needs.

    :raises DefinitionError: a line is malformed, a type is missing or contains itself.
    """
    return read_schema(text, type_name, 'MSG')
