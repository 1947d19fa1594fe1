"""
Readers: each takes a node and gives a checked value, or says where and why not.

Small readers make bigger ones, so the configuration is one table: :mod:`.table`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from rerun_bridge.config.nodes import ListNode, MapNode, Node, ScalarNode
from rerun_bridge.errors import ConfigError
from rerun_bridge.nouns import dataclass

__all__ = [
    'Place',
    'Reader',
    'checked',
    'choice',
    'entries_of',
    'flag',
    'is_nothing',
    'keyed',
    'list_of',
    'mapping_of',
    'name',
    'number',
    'number_range',
    'numbers',
    'positive',
    'record',
    'size_bytes',
    'size_or_nothing',
    'text',
    'whole_number',
]

T = TypeVar('T')
U = TypeVar('U')

SIZE = re.compile(r'([0-9]+(?:\.[0-9]*)?)\s*([kMG]i?)?B?')
UNITS = {None: 1, 'k': 10**3, 'M': 10**6, 'G': 10**9, 'ki': 2**10, 'Mi': 2**20, 'Gi': 2**30}


@dataclass(frozen=True)
class Place:
    """Where a node is: the file, and the keys from the top."""

    file: str
    keys: str = ''

    def below(self, key: str) -> Place:
        """Return the place of a key's value: ``topics.rules['/scan']``."""
        if not key.isidentifier():
            return Place(self.file, f'{self.keys}[{key!r}]')
        return Place(self.file, f'{self.keys}.{key}' if self.keys else key)

    def item(self, index: int) -> Place:
        """Return the place of an item of a list."""
        return Place(self.file, f'{self.keys}[{index}]')

    def error(self, node: Node, message: str) -> ConfigError:
        """Return an error that says file, line and key."""
        keys = f'{self.keys}: ' if self.keys else ''
        return ConfigError(f'{keys}{message}', file=f'{self.file}:{node.line}')

    def expected(self, what: str, node: Node) -> ConfigError:
        """Return the error for a value of another kind."""
        return self.error(node, f'expected {what}, got {node.written}')


Reader = Callable[[Node, Place], T]


def text(node: Node, place: Place) -> str:
    """Read a text; something YAML takes for another kind wants quotes."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ScalarNode) and node.value is not None:
        raise place.error(node, f"expected text, got {node.written} (as text: '{node.written}')")
    raise place.expected('text', node)


def name(node: Node, place: Place) -> str:
    """Read a text that is not empty."""
    value = text(node, place)
    if not value.strip():
        raise place.error(node, 'must not be empty')
    return value


def flag(node: Node, place: Place) -> bool:
    """Read ``true`` or ``false``."""
    if isinstance(node, ScalarNode) and isinstance(node.value, bool):
        return node.value
    raise place.expected('true or false', node)


def number(node: Node, place: Place) -> float:
    """Read a finite number."""
    value = node.value if isinstance(node, ScalarNode) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise place.expected('a number', node)
    if not math.isfinite(value):
        raise place.expected('a finite number', node)
    return float(value)


def positive(node: Node, place: Place) -> float:
    """Read a number above 0."""
    value = number(node, place)
    if value <= 0:
        raise place.expected('a number above 0', node)
    return value


def whole_number(least: int, most: int) -> Reader[int]:
    """Read a whole number within limits."""

    def read(node: Node, place: Place) -> int:
        value = number(node, place)
        if value != int(value):
            raise place.expected('a whole number', node)
        if not least <= value <= most:
            raise place.expected(f'a number from {least} to {most}', node)
        return int(value)

    return read


def size_bytes(node: Node, place: Place) -> int:
    """Read a number of bytes: ``65536``, ``64 MB``, ``1.5 GiB``."""
    value = node.value if isinstance(node, ScalarNode) else None
    match = SIZE.fullmatch(str(value)) if not isinstance(value, bool) else None
    size = int(float(match[1]) * UNITS[match[2]]) if match else 0
    if size <= 0:
        raise place.expected('a size such as 64 MB', node)
    return size


def size_or_nothing(node: Node, place: Place) -> int:
    """Read a number of bytes that may be 0."""
    is_zero = isinstance(node, ScalarNode) and node.value == 0 and node.value is not False
    return 0 if is_zero else size_bytes(node, place)


def choice(*words: str) -> Reader[str]:
    """Read one of some words."""

    def read(node: Node, place: Place) -> str:
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.value in words:
            return node.value
        hint = _suggestion(str(getattr(node, 'value', '')), words)
        raise place.error(node, f'expected one of {", ".join(words)}, got {node.written}{hint}')

    return read


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Read a list; nothing is an empty one."""

    def read(node: Node, place: Place) -> tuple[T, ...]:
        if not isinstance(node, ListNode):
            raise place.expected('a list', node)
        return tuple(reader(item, place.item(index)) for index, item in enumerate(node.items))

    return read


def numbers(*counts: int) -> Reader[tuple[float, ...]]:
    """Read a list of so many numbers."""

    def read(node: Node, place: Place) -> tuple[float, ...]:
        values = list_of(number)(node, place)
        if len(values) not in counts:
            wanted = ' or '.join(map(str, counts))
            raise place.error(node, f'expected {wanted} numbers, got {len(values)}')
        return values

    return read


def number_range(node: Node, place: Place) -> tuple[float | None, float | None]:
    """Read ``[lowest, highest]``; a ``null`` among them leaves that end open."""
    if not isinstance(node, ListNode) or len(node.items) != 2:
        got = f'{len(node.items)} values' if isinstance(node, ListNode) else node.written
        raise place.error(node, f'expected [lowest, highest], got {got}')
    low, high = (
        None if is_nothing(item) else number(item, place.item(index))
        for index, item in enumerate(node.items)
    )
    if low is not None and high is not None and low >= high:
        raise place.error(node, f'the lowest must be below the highest, got [{low:g}, {high:g}]')
    return low, high


def mapping_of(reader: Reader[T]) -> Reader[dict[str, T]]:
    """Read a mapping whose keys are the user's own; keys without a value are left out."""

    def read(node: Node, place: Place) -> dict[str, T]:
        return {
            key: reader(value, place.below(key))
            for key, _, value in entries_of(node, place)
            if not is_nothing(value)
        }

    return read


def keyed(reader_of: Callable[[str], Reader[T]]) -> Reader[dict[str, T]]:
    """
    Read a mapping whose keys say how their values are read.

    :param reader_of: raises ValueError for a wrong key.
    """

    def read(node: Node, place: Place) -> dict[str, T]:
        found = {}
        for key, key_node, value in entries_of(node, place):
            try:
                reader = reader_of(key)
            except ValueError as error:
                raise place.below(key).error(key_node, str(error)) from error
            if not is_nothing(value):
                found[key] = reader(value, place.below(key))
        return found

    return read


def record(
    make: Callable[..., T], table: Mapping[str, Reader[object]], required: Sequence[str] = ()
) -> Reader[T]:
    """
    Read a mapping with known keys; a key without a value takes its default.

    :param make: called with the values by name.
    :param required: keys without a default.
    """

    def read(node: Node, place: Place) -> T:
        values = {}
        for key, key_node, value in entries_of(node, place):
            if key not in table:
                hint = _suggestion(key, table) or f'; known are {", ".join(table)}'
                raise place.below(key).error(key_node, f'unknown key{hint}')
            if not is_nothing(value):
                values[key] = table[key](value, place.below(key))
        for key in required:
            if key not in values:
                raise place.error(node, f'{key} is missing')
        return make(**values)

    return read


def checked(reader: Reader[T], check: Callable[[T], U]) -> Reader[U]:
    """
    Read a value and make something of it.

    :param check: raises ValueError with what is wrong.
    """

    def read(node: Node, place: Place) -> U:
        value = reader(node, place)
        try:
            return check(value)
        except ValueError as error:
            raise place.error(node, str(error)) from error

    return read


def entries_of(node: Node, place: Place) -> Iterator[tuple[str, Node, Node]]:
    """Yield key, its node and its value; refuse a key that is there twice."""
    if not isinstance(node, MapNode):
        raise place.expected('a mapping', node)
    lines: dict[str, int] = {}
    for key_node, value in node.entries:
        key = text(key_node, place)
        if key in lines:
            message = f'is there twice, first in line {lines[key]}'
            raise place.below(key).error(key_node, message)
        lines[key] = key_node.line
        yield key, key_node, value


def is_nothing(node: Node) -> bool:
    """Tell whether a value is left empty."""
    return isinstance(node, ScalarNode) and node.value is None


def _suggestion(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:

    from difflib import get_close_matches  # slow to load, and only for errors

    close = get_close_matches(word, list(known), n=1)
    return f', did you mean {close[0]!r}?' if close else ''
