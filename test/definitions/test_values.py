"""Texts of constants and defaults; test_msg.py and test_idl.py read them in their places."""

from __future__ import annotations

import math

import pytest

from rerun_bridge.definitions import FieldType
from rerun_bridge.definitions.values import parse_value


@pytest.mark.parametrize(
    ('text', 'kind', 'value'),
    [
        ('"', FieldType('string'), '"'),
        ('"a" b', FieldType('string'), '"a" b'),
        ('"a\\"', FieldType('string'), '"a\\"'),
        ('a\\n', FieldType('string'), 'a\\n'),
        ('1e400', FieldType('float64'), math.inf),
        ('[a,b]', FieldType('string', 'array', 2), ['a', 'b']),
        ('["]"] # ]', FieldType('string', 'sequence'), None),
        ('["]"] # c', FieldType('string', 'sequence'), [']']),
    ],
)
def test_values(text: str, kind: FieldType, value: object) -> None:
    """Odd but legal ones; a bracket in the comment of an array is not."""
    if value is None:
        with pytest.raises(ValueError, match='list'):
            parse_value(text, kind)
    else:
        assert parse_value(text, kind) == value


@pytest.mark.parametrize(
    ('text', 'kind'),
    [
        ('', FieldType('int8')),
        ('1', FieldType('a/msg/B')),
        ('[1', FieldType('int8', 'sequence')),
        ('[1] 2', FieldType('int8', 'sequence')),
        ('[1,,2]', FieldType('int8', 'sequence')),
        ('1' * 1000, FieldType('float32')),
    ],
)
def test_what_is_no_value(text: str, kind: FieldType) -> None:
    """Each raises ValueError, which the grammars give a place."""
    with pytest.raises(ValueError):
        parse_value(text, kind)
