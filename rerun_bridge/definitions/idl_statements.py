"""
Reads the IDL statements of a section into what they name, unresolved.

Statements are read one after the other with a stack of open modules; nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rerun_bridge.definitions.idl_tokens import Token, tokens
from rerun_bridge.definitions.schema import FieldType
from rerun_bridge.definitions.sections import Section
from rerun_bridge.errors import DefinitionError
from rerun_bridge.nouns import dataclass, replace

__all__ = ['Member', 'Names', 'read_statements']

_TYPES = {
    'boolean': 'bool', 'octet': 'uint8', 'char': 'uint8', 'float': 'float32', 'double': 'float64',
    'short': 'int16', 'unsigned short': 'uint16', 'long': 'int32', 'unsigned long': 'uint32',
    'long long': 'int64', 'unsigned long long': 'uint64',
    'int8': 'int8', 'uint8': 'uint8', 'int16': 'int16', 'uint16': 'uint16',
    'int32': 'int32', 'uint32': 'uint32', 'int64': 'int64', 'uint64': 'uint64',
}  # fmt: skip
# Either no type, or nothing that rosidl passes on (long double is the like).
_REFUSED = frozenset({'wchar', 'any', 'fixed', 'map', 'sequence', 'struct', 'union', 'unsigned'})
_ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v', '0': '\0'}
_ESCAPE = re.compile(r'\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|(.))', re.S)
_MAX_MODULES = 32


@dataclass(frozen=True)
class Member:
    """A field, constant or alias as written: its type may name another one of its scope."""

    name: str
    type: FieldType
    scope: tuple[str, ...]
    value: Token | None
    line: int


@dataclass(frozen=True)
class Names:
    """What all sections say, by scoped name ``a::b::C``; constants by the scope they are in."""

    structs: dict[str, list[Member]]
    aliases: dict[str, Member]
    constants: dict[str, dict[str, Member]]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text[1:-1])


class _Reader:
    """Reads the statements of one section."""

    def __init__(self, section: Section, names: Names) -> None:
        self._section = section
        self._names = names
        self._words = tokens(section)
        self._at = 0
        self._scope: list[str] = []
        self._default: Token | None = None

    def read(self) -> None:
        while self._peek.kind != 'end':
            if self._took('}'):
                if not self._scope:
                    raise self._error('a } too many')
                self._scope.pop()
            elif self._took('@'):
                self._annotation()
            elif not self._took(';'):
                word = self._name()
                if word not in _STATEMENTS:
                    raise self._error(f'{word} is not read')
                _STATEMENTS[word](self)
                self._default = None
        if self._scope:
            raise self._error(f'module {self._scope[-1]} is not closed')

    @property
    def _peek(self) -> Token:
        return self._words[self._at]

    def _next(self, kind: str = '') -> Token:
        word = self._words[self._at]
        if kind and word.kind != kind:
            raise self._error(f'{word.text or "the end"!r} where a {kind} belongs')
        if word.kind != 'end':
            self._at += 1
        return word

    def _name(self) -> str:
        return self._next('name').text

    def _took(self, mark: str) -> bool:
        word = self._words[self._at]
        if word.text == mark and word.kind == 'mark':
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._took(mark):
            raise self._error(f'{self._peek.text or "the end"!r} where {mark!r} belongs')

    def _error(self, message: str) -> DefinitionError:
        return DefinitionError(f'line {self._peek.line}: {message}', type_name=self._section.name)

    def _annotation(self) -> None:
        """
        Keep the value of ``@default``, pass over any other.

        An optional member looks different on the wire, and ROS 2 has none.
        """
        name = self._name()
        if name == 'optional':
            raise self._error('an optional member is not read')
        is_default = name == 'default'
        if not self._took('('):
            return
        depth = 1
        while depth:
            word = self._next()
            if word.kind == 'end':
                raise self._error('an annotation is not closed')
            if word.kind == 'mark':
                depth += {'(': 1, ')': -1}.get(word.text, 0)
            elif is_default and not (word.kind == 'name' and self._peek.text == '='):
                self._default = self._value(word)

    def _value(self, first: Token) -> Token:
        """Return a literal; strings side by side are one."""
        if first.kind not in ('string', 'char'):
            return first
        text = _plain(first.text)
        while first.kind == 'string' and self._peek.kind == 'string':
            text += _plain(self._next().text)
        return first._replace(text=text)

    def _module(self) -> None:
        self._scope.append(self._name())
        if len(self._scope) > _MAX_MODULES:
            raise self._error(f'more than {_MAX_MODULES} modules deep')
        self._expect('{')

    def _struct(self) -> None:
        name = self._name()
        if self._took(';'):
            return
        self._expect('{')
        members: list[Member] = []
        while not self._took('}'):
            if self._took('@'):
                self._annotation()
                continue
            members += self._members()
            self._default = None
        known = {member.name for member in members}
        if len(known) < len(members):
            raise self._error(f'{name} has a member twice')
        self._names.structs.setdefault(self._scoped(name), members)

    def _typedef(self) -> None:
        for member in self._members():
            self._names.aliases[self._scoped(member.name)] = member

    def _const(self) -> None:
        kind = self._type()
        name = self._name()
        self._expect('=')
        value = self._value(self._next())
        member = Member(name, kind, tuple(self._scope), value, value.line)
        self._names.constants.setdefault('::'.join(self._scope), {}).setdefault(name, member)

    def _enum(self) -> None:
        name = self._name()
        self._expect('{')
        while not self._took('}'):
            if self._next().kind == 'end':
                raise self._error(f'enum {name} is not closed')
        kind = FieldType('uint32')
        self._names.aliases[self._scoped(name)] = Member(name, kind, (), None, self._peek.line)

    def _scoped(self, name: str) -> str:
        return '::'.join([*self._scope, name])

    def _members(self) -> list[Member]:
        """Read ``type name, name[3];``."""
        kind = self._type()
        members: list[Member] = []
        while True:
            line = self._peek.line
            name = self._name()
            own = kind
            while self._took('['):
                if own.collection != 'none':
                    raise self._error(f'{name} is an array of arrays or sequences')
                own = replace(own, collection='array', length=self._length())
                self._expect(']')
            members.append(Member(name, own, tuple(self._scope), self._default, line))
            if not self._took(','):
                break
        self._expect(';')
        return members

    def _type(self) -> FieldType:
        word = self._name()
        if word == 'sequence':
            self._expect('<')
            inside = self._type_of_one(self._name())
            length = self._length() if self._took(',') else 0
            self._expect('>')
            return replace(inside, collection='sequence', length=length)
        return self._type_of_one(word)

    def _type_of_one(self, word: str) -> FieldType:
        if word in ('string', 'wstring'):
            bound = 0
            if self._took('<'):
                bound = self._length()
                self._expect('>')
            return FieldType(word, string_bound=bound)
        if word in ('long', 'unsigned'):
            while self._peek.text in ('short', 'long', 'double') and word.count(' ') < 2:
                word += f' {self._name()}'
        if word in _REFUSED or (' ' in word and word not in _TYPES):
            raise self._error(f'{word} is not read here')
        return FieldType(_TYPES.get(word, word))

    def _length(self) -> int:
        """Read a length: a number, or a constant that was declared above."""
        word = self._next()
        if word.kind == 'name':
            for depth in range(len(self._scope), -1, -1):
                scope = '::'.join(self._scope[:depth])
                found = self._names.constants.get(scope, {}).get(word.text)
                if found and found.value:
                    word = found.value
                    break
        if not re.fullmatch('[1-9][0-9]{0,9}', word.text):
            raise self._error(f'{word.text or "the end"!r} is no length')
        return int(word.text)


_STATEMENTS: dict[str, Callable[[_Reader], None]] = {
    'module': _Reader._module,
    'struct': _Reader._struct,
    'typedef': _Reader._typedef,
    'const': _Reader._const,
    'enum': _Reader._enum,
}


def read_statements(section: Section, names: Names) -> None:
    """Add what a section says to the names."""
    _Reader(section, names).read()
