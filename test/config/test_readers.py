"""Readers: each gives its value, and says what it expected."""

from __future__ import annotations

import pytest

from rerun_bridge.config.nodes import ListNode, MapNode, Node, ScalarNode
from rerun_bridge.config.readers import (
    Place,
    checked,
    choice,
    list_of,
    mapping_of,
    number,
    record,
    text,
)
from rerun_bridge.errors import ConfigError

HERE = Place('my.yaml')


def _text(value: str, line: int = 1) -> ScalarNode:
    return ScalarNode(line, value, repr(value))


def _number(value: float) -> ScalarNode:
    return ScalarNode(1, value, str(value))


def test_places_read_like_the_file() -> None:
    """Names are joined by dots, other keys are in brackets and quotes."""
    place = HERE.below('topics').below('rules').below('/scan').below('range').item(1)
    error = place.error(_text('x', 12), 'no')
    assert str(error) == "my.yaml:12: topics.rules['/scan'].range[1]: no"


def test_a_record_calls_by_name() -> None:
    """Known keys arrive by name; a key without a value does not."""
    node = MapNode(1, ((_text('b'), _number(2)), (_text('a'), ScalarNode(1, None, 'nothing'))))
    read = record(dict[str, object], {'a': number, 'b': number})
    assert read(node, HERE) == {'b': 2.0}


def test_a_mapping_keeps_the_order() -> None:
    """The user's own keys stay in the order of the file."""
    node = MapNode(1, ((_text('z'), _number(1)), (_text('a'), _number(2))))
    assert list(mapping_of(number)(node, HERE)) == ['z', 'a']


def test_checks_become_located_errors() -> None:
    """What a check says is told with its place."""

    def refuse(value: float) -> float:
        raise ValueError(f'{value:g} is not nice')

    with pytest.raises(ConfigError, match=r'^my\.yaml:1: 3 is not nice$'):
        checked(number, refuse)(_number(3), HERE)


@pytest.mark.parametrize(
    ('node', 'message'),
    [
        (ListNode(3, ()), 'my.yaml:3: expected a number, got a list'),
        (ScalarNode(4, None, 'nothing'), 'my.yaml:4: expected a number, got nothing'),
    ],
)
def test_wrong_kinds(node: Node, message: str) -> None:
    """The error names the kind that is there."""
    with pytest.raises(ConfigError) as caught:
        number(node, HERE)
    assert str(caught.value) == message


def test_lists_and_choices() -> None:
    """A list of choices reads each item by the same reader."""
    node = ListNode(1, (_text('red'), _text('blue')))
    assert list_of(choice('red', 'blue'))(node, HERE) == ('red', 'blue')
    assert list_of(text)(ListNode(1, ()), HERE) == ()
