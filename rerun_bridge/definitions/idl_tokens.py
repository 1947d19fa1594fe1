"""
Cuts IDL text into words.

Comments, includes and the annotations that say nothing of the bytes are dropped here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rerun_bridge.definitions.sections import Section
from rerun_bridge.errors import DefinitionError

__all__ = ['Token', 'tokens']

# Each repetition either takes at least one character for good or ends: no text makes it try twice.
_TOKEN = re.compile(
    r"""
    (?: \s+ | //[^\n]* | \#[^\n]* | /\*(?:[^*]|\*(?!/))*\*/
      | @(?!(?:default|optional)\b)[A-Za-z_]\w*\b
        (?: \s*\([^"()]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"()]*)*\) | (?!\s*\() )
    )*
    (?: L?(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")
      | L?(?P<char>'(?:[^'\\]|\\.[^']*)')
      | (?P<name>(?:::)?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)
      | (?P<number>[-+]?(?: 0[xX][0-9A-Fa-f]+
                          | (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[dDfF]? ))
      | (?P<mark>[][@{}()<>,;:=])
      | (?P<end>\Z)
      | (?P<bad>.)
    )""",
    re.X | re.S | re.A,
)
# Scoped names are put together again for every statement.
_MAX_NAME_CHARS = 255


class Token(NamedTuple):
    """
    One word of IDL.

    :param kind: ``string``, ``char``, ``name``, ``number``, ``mark`` or ``end``.
    :param line: its number in the whole text.
    """

    kind: str
    text: str
    line: int


def tokens(section: Section) -> list[Token]:
    """Return the words of a section, with an ``end`` after the last one."""
    found: list[Token] = []
    text, line, seen = section.text, section.line, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or 'bad'
        start = match.start(kind)
        line += text.count('\n', seen, start)
        seen = start
        if kind == 'bad':
            message = f'line {line}: {match[kind]!r} is no IDL'
            raise DefinitionError(message, type_name=section.name)
        if kind == 'name' and match.end() - start > _MAX_NAME_CHARS:
            raise DefinitionError(f'line {line}: a name is too long', type_name=section.name)
        found.append(Token(kind, match[kind], line))
        if kind == 'end':
            break
    return found
