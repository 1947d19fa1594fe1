"""A YAML text as plain nodes that know their line: the border to the YAML library."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rerun_bridge.errors import ConfigError
from rerun_bridge.nouns import dataclass

if TYPE_CHECKING:
    import yaml

__all__ = ['ListNode', 'MapNode', 'Node', 'Scalar', 'ScalarNode', 'nodes_of', 'read_nodes']

Scalar = str | int | float | bool | None
MOST_NODES = 100_000
STANDARD = 'tag:yaml.org,2002:'
TEXTS = ('str', 'timestamp', 'merge', 'value')
EXPONENT = re.compile(r'[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+')
"""YAML 1.1 takes `1e-2` for text, as no user does."""


@dataclass(frozen=True)
class ScalarNode:
    """
    A single value.

    :param line: counted from 1.
    :param written: how the user wrote it, for messages.
    """

    line: int
    value: Scalar
    written: str


@dataclass(frozen=True)
class ListNode:
    """A list of values."""

    line: int
    items: tuple[Node, ...]
    written: str = 'a list'


@dataclass(frozen=True)
class MapNode:
    """Keys and their values, in order; keys may be there twice."""

    line: int
    entries: tuple[tuple[Node, Node], ...]
    written: str = 'a mapping'


Node = ScalarNode | ListNode | MapNode


def read_nodes(path: Path) -> Node | None:
    """
    Return the nodes of a YAML file; None for an empty one.

    :raises ConfigError: the file cannot be read, or is not YAML.
    """
    try:
        text = path.read_text(encoding='utf-8')
    except OSError as error:
        raise ConfigError(f'cannot be read: {error.strerror}', file=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError('is not UTF-8 text', file=str(path)) from error
    return nodes_of(text, path)


def nodes_of(text: str, path: Path) -> Node | None:
    """
    Return the nodes of a YAML text; None for an empty one.

    :param path: for messages.
    :raises ConfigError: it is not YAML.
    """
    import yaml  # start-up: most runs have no configuration file

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        return None if root is None else _Reading(yaml.SafeLoader(''), path).node(root)
    except RecursionError as error:
        raise ConfigError('is nested too deeply', file=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, 'problem_mark', None)
        place = f'{path}:{mark.line + 1}' if mark else str(path)
        problem = getattr(error, 'problem', None) or str(error).splitlines()[0]
        raise ConfigError(f'not valid YAML: {problem}', file=place) from error


class _Reading:
    """One pass over a tree; an alias in it makes the same YAML node appear again."""

    def __init__(self, loader: yaml.SafeLoader, path: Path) -> None:
        self._loader = loader
        self._path = path
        self._count = 0

    def node(self, node: yaml.Node) -> Node:
        """Return our node of a YAML node; aliases that multiply without end are refused."""
        import yaml

        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MOST_NODES:
            raise ConfigError('too many values', file=f'{self._path}:{line}')
        if isinstance(node, yaml.MappingNode):
            pairs = [(self.node(key), self.node(value)) for key, value in node.value]
            return MapNode(line, tuple(pairs))
        if isinstance(node, yaml.SequenceNode):
            return ListNode(line, tuple(self.node(item) for item in node.value))
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, line)

    def _scalar(self, node: yaml.ScalarNode, line: int) -> ScalarNode:
        kind = node.tag.rpartition(':')[2]
        if kind == 'str' and node.style is None and EXPONENT.fullmatch(node.value):
            return ScalarNode(line, float(node.value), node.value)
        if kind in TEXTS:
            return ScalarNode(line, node.value, repr(node.value))
        if kind == 'null':
            return ScalarNode(line, None, 'nothing')
        if kind in ('int', 'float', 'bool'):
            with suppress(ValueError, KeyError):  # `!!int ten`
                return ScalarNode(line, self._loader.construct_object(node), node.value)
        tag = node.tag.replace(STANDARD, '!!')
        raise ConfigError(f'{tag} {node.value!r} is not known here', file=f'{self._path}:{line}')
