"""Entity paths: parts joined by slashes, with everything unusual in a part escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from rerun_bridge.nouns import cached_property, dataclass

__all__ = ['EntityPath', 'PathLike', 'path_text']

_SPECIAL = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}
_PIECE = r'(?s)(?:\\u\{[0-9a-fA-F]+\}|\\.|[^/\\])+'
_ESCAPE = r'(?s)\\(?:u\{([0-9a-fA-F]+)\}|(.))'


def _escaped(char: str) -> str:
    if char.isalnum() or char in '_-.':
        return char
    if char in _SPECIAL:
        return _SPECIAL[char]
    return f'\\{char}' if ' ' <= char <= '~' else f'\\u{{{ord(char):x}}}'


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else '\ufffd'
    return {'n': '\n', 'r': '\r', 't': '\t'}.get(match[2], match[2])


@dataclass(frozen=True)
class EntityPath:
    """
    A place in a recording.

    :param parts: unescaped; none for the root.
    """

    parts: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> EntityPath:
        """Return the path of an escaped text; doubled and trailing slashes count as one."""
        if '\\' not in text:
            return cls.from_topic(text)
        pieces = re.findall(_PIECE, text)
        return cls(tuple(re.sub(_ESCAPE, _unescaped, piece) for piece in pieces))

    @classmethod
    def from_topic(cls, topic: str) -> EntityPath:
        """Return the path of a topic: its segments, as they are."""
        return cls(tuple(part for part in topic.split('/') if part))

    def __truediv__(self, part: str) -> EntityPath:
        """Return the child of an unescaped name."""
        return EntityPath((*self.parts, part))

    @cached_property
    def _text(self) -> str:
        return '/' + '/'.join(''.join(map(_escaped, part)) for part in self.parts)

    def __str__(self) -> str:
        """Return the escaped text with a leading slash."""
        return self._text


PathLike: TypeAlias = 'str | EntityPath | Iterable[object]'
"""An escaped text like ``/world/my\\ robot``, or the parts as they are."""


def path_text(path: PathLike) -> str:
    """
    Return the escaped text of an entity path.

    :raises TypeError: it is neither text nor parts.
    """
    if isinstance(path, (str, EntityPath)):
        return str(path)
    if not isinstance(path, Iterable):
        raise TypeError(f'entity path {path!r}: wanted text, or a list of its parts')
    return str(EntityPath(tuple(map(str, path))))
