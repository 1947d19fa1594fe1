"""
Patterns over topic names.

In a glob ``*`` stands for any part of one segment, ``**`` for any number of segments, ``?`` for
one character, and ``{robot}`` for one whole segment that can be named elsewhere by that word; the
last ``**`` can be named ``{rest}``. What begins with ``re:`` is a regular expression, which must
match the whole topic; its named groups are words, too.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ['is_hidden', 'matches', 'pattern', 'words_of']

REGEX = 're:'
SIGN = r'(\*\*|\*|\?|\{[^{}]*\})'
ANYTHING = '.*'
MEANINGS = {'**': ANYTHING, '*': '[^/]*', '?': '[^/]'}


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """
    Return what a pattern means.

    :raises ValueError: it is no regular expression, or a word in braces is none.
    """
    try:
        if text.startswith(REGEX):
            return re.compile(text[len(REGEX) :])
        parts = [_part(part) for part in re.split(SIGN, text)]
        if ANYTHING in parts and '{rest}' not in text:
            last = len(parts) - 1 - parts[::-1].index(ANYTHING)
            parts[last] = f'(?P<rest>{ANYTHING})'
        return re.compile(''.join(parts))
    except re.error as error:
        raise ValueError(f'not a pattern: {error}') from error


def _part(part: str) -> str:
    if part.startswith('{') and part.endswith('}'):
        if not part[1:-1].isidentifier():
            raise ValueError(f'not a pattern: {part} should be a word in braces')
        return f'(?P<{part[1:-1]}>[^/]+)'
    return MEANINGS.get(part) or re.escape(part)


def matches(text: str, topic: str) -> bool:
    """Tell whether a pattern (or exact name) stands for a topic."""
    return text == topic or pattern(text).fullmatch(topic) is not None


def words_of(text: str, topic: str) -> dict[str, str]:
    """
    Return the words that can stand in an entity path, for a topic that a pattern matches.

    ``namespace`` and ``name`` are the topic before and after its last slash, unless the pattern
    has words of its own for them; ``topic`` is what follows the namespace.
    """
    namespace, _, name = topic.strip('/').rpartition('/')
    words = {'namespace': namespace, 'name': name}
    match = pattern(text).fullmatch(topic)
    if match is not None:
        words.update((word, part or '') for word, part in match.groupdict().items())
    words.setdefault('topic', topic.strip('/').removeprefix(f'{words["namespace"]}/'))
    return words


def is_hidden(topic: str) -> bool:
    """Tell whether ROS tools hide a topic: a part of its name begins with ``_``."""
    return '/_' in topic
