"""Declarations to a schema."""

from __future__ import annotations

import pytest

from rerun_bridge.definitions import Field, FieldType
from rerun_bridge.definitions.linking import Declaration, link
from rerun_bridge.errors import DefinitionError
from rerun_bridge.messages import TypeName


def declared(types: dict[str, list[str]]) -> dict[TypeName, Declaration]:
    """Return declarations of types with fields of the given types."""
    return {
        TypeName(name): Declaration(
            tuple(Field(f'f{i}', FieldType(base)) for i, base in enumerate(bases))
        )
        for name, bases in types.items()
    }


def test_types_are_all_below() -> None:
    """For the type and for each below it; none of them is itself."""
    schema = link(TypeName('a'), declared({'a': ['b', 'c', 'b'], 'b': ['c'], 'c': ['int8']}).get)
    assert set(schema.types) == {'b', 'c'}
    assert set(schema.types[TypeName('b')].types) == {'c'}
    assert schema.types[TypeName('c')].types == {}


@pytest.mark.parametrize(
    ('types', 'message'),
    [
        ({'a': ['b']}, 'no definition of b, which a contains'),
        ({}, 'no definition of a'),
        ({'a': ['a']}, 'a > a'),
        ({'a': ['b'], 'b': ['c'], 'c': ['b']}, 'a > b > c > b'),
        ({'a': ['t0'], **{f't{i}': [f't{i + 1}'] for i in range(100)}}, 'deep'),
        ({'a': [f't{i}' for i in range(2000)], **{f't{i}': [] for i in range(2000)}}, 'wide'),
        (
            {'a': ['t0'], 't40': ['int8'], **{f't{i}': [f't{i + 1}'] * 2 for i in range(40)}},
            'fields',
        ),
    ],
)
def test_what_is_refused(types: dict[str, list[str]], message: str) -> None:
    """Missing types, circles, and more than any message needs."""
    with pytest.raises(DefinitionError, match=message) as error:
        link(TypeName('a'), declared(types).get)
    assert error.value.type_name == 'a'
