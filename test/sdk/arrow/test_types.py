"""The types of values."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes.arrow_types import IMAGE_FORMAT, STRIP3, TENSOR, VEC3
from rerun_bridge.sdk.arrow.types import (
    BOOL,
    UTF8,
    DataType,
    Field,
    list_of,
    number,
    struct_of,
    vector_of,
)


def test_types_are_found_by_what_they_are() -> None:
    """Not by which object; what is said of a member besides counts, but is no key."""
    some, same = (vector_of(number('f4'), 3) for _ in range(2))
    assert some == same
    assert {some: 1}[same] == 1
    assert some != vector_of(number('f4'), 2)
    assert Field('a', BOOL) != Field('a', BOOL, metadata={'b': 'c'})
    assert hash(Field('a', BOOL)) == hash(Field('a', BOOL, metadata={'b': 'c'}))


@pytest.mark.parametrize(
    ('kind', 'nodes', 'buffers'),
    [
        (number('u1'), 1, 2),
        (UTF8, 1, 3),
        (list_of(UTF8), 2, 5),
        (VEC3, 2, 3),
        (list_of(STRIP3), 4, 7),
        (IMAGE_FORMAT, 6, 11),
        (struct_of([]), 1, 1),
    ],
    ids=str,
)
def test_what_a_record_batch_has_of_a_type(kind: DataType, nodes: int, buffers: int) -> None:
    """All nodes and buffers, those of its children too."""
    assert (kind.node_count, kind.buffer_count) == (nodes, buffers)


def test_members_by_name() -> None:
    """Of structures."""
    assert IMAGE_FORMAT.child('width') == number(np.uint32)
    assert [field.name for field in TENSOR] == ['shape', 'names', 'buffer']


def test_numbers_that_arrow_has_not() -> None:
    """Are no types."""
    with pytest.raises(KeyError):
        number('c8')


def test_only_what_no_component_has_is_foreign() -> None:
    """Wherever it is."""
    odd = DataType('foreign', foreign='date32')
    assert str(odd) == 'date32'
    assert list_of(struct_of([Field('a', odd)])).is_foreign
    assert not TENSOR.is_foreign
