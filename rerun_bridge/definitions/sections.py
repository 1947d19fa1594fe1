"""
Cuts a definition text into sections, one per written interface.

1. The text before the first heading is the type that was asked for.
2. A heading is a line of ``=`` and a line ``MSG: pkg/msg/Type``; the other words are ``IDL:``,
   ``SRV:`` and ``ACTION:``. White space before the first heading is no section.
3. ``---`` lines cut a section in two (a service) or three (an action); its parts become sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName, type_name
from rerun_bridge.nouns import dataclass

__all__ = ['Kind', 'Section', 'interface_name', 'split_sections']

Kind = Literal['MSG', 'IDL']
"""Which grammar a section is written in."""

_HEADING = r'^={3,}[ \t]*\r?\n\s*(MSG|IDL|SRV|ACTION):[ \t]*(\S+)[^\n]*(?:\n|\Z)'
_CUT = r'^---+[ \t]*\r?(?:\n|\Z)'
_PARTS = {2: ('srv', ('Request', 'Response')), 3: ('action', ('Goal', 'Result', 'Feedback'))}
_PART_OF = (
    r'(?:(?:_SendGoal|_GetResult)?_(?:Request|Response|Event)'
    r'|_Goal|_Result|_Feedback(?:Message)?)\Z'
)
_MAX_NAME_CHARS = 512


@dataclass(frozen=True)
class Section:
    """
    The text of one interface.

    :param name: of its type; an IDL text says its names itself.
    :param line: number of its first line in the whole text, from 1.
    """

    kind: Kind
    name: TypeName
    text: str
    line: int


def interface_name(name: TypeName) -> TypeName:
    """Return the service or action that a type is a part of: of ``p/srv/X_Event`` ``p/srv/X``."""
    folder = name.split('/')[1:2]
    return TypeName(re.sub(_PART_OF, '', name)) if folder in (['srv'], ['action']) else name


def _cut(kind: str, name: TypeName, text: str, line: int) -> Iterator[Section]:
    if len(name) > _MAX_NAME_CHARS:
        raise DefinitionError(f'line {line}: a type name is too long', type_name=name[:80])
    if kind == 'IDL' or '---' not in text:
        yield Section('IDL' if kind == 'IDL' else 'MSG', name, text, line)
        return
    cuts = list(re.finditer(_CUT, text, re.M))
    if not cuts:
        yield Section('MSG', name, text, line)
        return
    if len(cuts) + 1 not in _PARTS:
        message = f'line {line}: {len(cuts)} lines of ---, a type has at most two'
        raise DefinitionError(message, type_name=name)
    folder, parts = _PARTS[len(cuts) + 1]
    package, middle, last = (*name.split('/', 2), '', '')[:3]
    # A heading may leave the middle out, `SRV: pkg/X`, which makes it `msg`.
    if middle != folder and (kind == 'MSG' or middle != 'msg'):
        raise DefinitionError(f'line {line}: its --- lines make it a {folder}', type_name=name)
    base = interface_name(TypeName(f'{package}/{folder}/{last}'))
    starts = [0, *(cut.end() for cut in cuts)]
    stops = [*(cut.start() for cut in cuts), len(text)]
    for part, start, stop in zip(parts, starts, stops):
        first = line + text.count('\n', 0, start)
        yield Section('MSG', TypeName(f'{base}_{part}'), text[start:stop], first)


def split_sections(text: str, name: TypeName, kind: Kind) -> list[Section]:
    """
    Return the sections of a definition text.

    :param name: the type that the text was kept for.
    :param kind: how the part before the first heading is written.
    """
    headings = list(re.finditer(_HEADING, text, re.M))
    first = text[: headings[0].start()] if headings else text
    sections = [] if headings and not first.strip() else list(_cut(kind, name, first, 1))
    stops = [heading.start() for heading in headings[1:]] + [len(text)]
    line, seen = 1, 0
    for heading, stop in zip(headings, stops):
        start = heading.end()
        line += text.count('\n', seen, start)
        seen = start
        sections += _cut(heading[1], type_name(heading[2]), text[start:stop], line)
    return sections
