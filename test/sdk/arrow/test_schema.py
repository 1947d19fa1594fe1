"""Schemas are read by pyarrow as those it would have made."""

from __future__ import annotations

import pyarrow as pa
import pytest

from rerun_bridge.sdk.arrow.exchange import pyarrow_schema
from rerun_bridge.sdk.arrow.schema import schema_message
from rerun_bridge.sdk.arrow.types import (
    BINARY16,
    BOOL,
    DURATION,
    NULL,
    NUMBERS,
    TIMESTAMP,
    UTF8,
    DataType,
    Field,
    list_of,
    number,
    struct_of,
    union_of,
    vector_of,
)
from test.support.archetypes import ARCHETYPES

COMPONENTS = {
    str(component.arrow_type): component.arrow_type
    for archetype in ARCHETYPES.values()
    for component in archetype.components.values()
}


def read(fields: list[Field], metadata: dict[str, str] | None = None) -> pa.Schema:
    """Return what pyarrow reads."""
    return pa.ipc.read_schema(pa.py_buffer(schema_message(fields, metadata)))


@pytest.mark.parametrize('kind', COMPONENTS.values(), ids=str)
def test_the_types_of_all_components(kind: DataType) -> None:
    """In lists, as they are in chunks."""
    fields = [Field('a', list_of(kind)), Field('b', kind, False)]
    assert read(fields).equals(pyarrow_schema(fields), check_metadata=True)


@pytest.mark.parametrize(
    'kind',
    [
        NULL,
        BOOL,
        UTF8,
        BINARY16,
        TIMESTAMP,
        DURATION,
        *map(number, NUMBERS),
        list_of(BOOL, nullable=False),
        vector_of(number('f2'), 3),
        struct_of([Field('a', UTF8), Field('b', NULL)]),
        union_of([Field('a', NULL), Field('b', list_of(UTF8), False)]),
    ],
    ids=str,
)
def test_every_type(kind: DataType) -> None:
    """By itself, and as pyarrow writes its name."""
    schema = read([Field('a', kind)])
    assert schema.equals(pyarrow_schema([Field('a', kind)]))
    if kind.name != 'union':
        assert str(schema.field(0).type) == str(kind)


def test_what_is_said_of_columns_and_of_all() -> None:
    """In the order it was given, empty texts and any letters too."""
    fields = [Field('µ', BOOL, True, {'z': 'y', 'a': ''}), Field('', UTF8)]
    schema = read(fields, {'k': 'v' * 1000, 'b': 'ü'})
    assert list(schema.metadata.items()) == [(b'k', b'v' * 1000), (b'b', 'ü'.encode())]
    assert list(schema.field(0).metadata.items()) == [(b'z', b'y'), (b'a', b'')]
    assert schema.names == ['µ', '']
    assert schema.equals(pyarrow_schema(fields, {'k': 'v' * 1000, 'b': 'ü'}), check_metadata=True)


def test_no_columns() -> None:
    """A schema all the same."""
    assert read([]).names == []
