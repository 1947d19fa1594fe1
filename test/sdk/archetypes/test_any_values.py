"""Values of the user's own."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import AnyBatchValue, AnyValues, DynamicArchetype
from rerun_bridge.sdk.component import ComponentDescriptor
from test.support.archetypes import logged

_numbers = count()


def fresh() -> str:
    """Return a name that has no type yet."""
    return f'value {next(_numbers)}'


def typed(value: Any) -> tuple[str, list[Any]]:
    """Return the Arrow type and the instances that a value is logged as."""
    ((component, cell),) = AnyValues(**{fresh(): value}).cells.items()
    instances = component.rows([cell, None, component.cells.empty]).lists.to_pylist()
    assert instances[1:] == [None, []]
    return str(component.arrow_type), instances[0]


@pytest.mark.parametrize(
    ('value', 'kind', 'instances'),
    [
        (1, 'int64', [1]),
        (1.5, 'double', [1.5]),
        (True, 'bool', [True]),
        ('text', 'string', ['text']),
        ('', 'string', ['']),
        (b'bytes', 'binary', [b'bytes']),
        ([1, 2], 'int64', [1, 2]),
        ((1, 2.5), 'double', [1, 2.5]),
        (['a', 'b'], 'string', ['a', 'b']),
        ([True, False], 'bool', [True, False]),
        (np.float32(1), 'float', [1]),
        (np.arange(2, dtype=np.uint8), 'uint8', [0, 1]),
        (np.array(['a', 'b']), 'string', ['a', 'b']),
        (np.arange(4).reshape(2, 2), 'list<item: int64>', [[0, 1], [2, 3]]),
        ([[1], [2, 3]], 'list<item: int64>', [[1], [2, 3]]),
        ({'a': 1}, 'struct<a: int64>', [{'a': 1}]),
        (datetime(2024, 5, 1), 'timestamp[us]', [datetime(2024, 5, 1)]),
        (pa.array([1, 2], pa.uint16()), 'uint16', [1, 2]),
        (pa.array([], pa.uint16()), 'uint16', []),
    ],
    ids=repr,
)
def test_the_type_of_a_value(value: Any, kind: str, instances: list[Any]) -> None:
    """Numpy's own, or what pyarrow finds."""
    assert typed(value) == (kind, instances)


@pytest.mark.parametrize('value', [None, [], np.zeros(0), np.zeros((0, 3)), [None]], ids=repr)
def test_what_has_no_type_yet_is_left_out(value: Any) -> None:
    """Or told, where the caller wants that."""
    assert AnyValues(**{fresh(): value}).cells == {}
    assert len(AnyValues.columns(**{fresh(): value})) == 0
    with pytest.raises(TypeError, match='has no type'):
        AnyValues(False, **{fresh(): value})


def test_the_first_type_stays() -> None:
    """What fits into it is cast; what does not is refused; nothing is empty."""
    name = fresh()
    (first,) = AnyValues(**{name: 1}).cells
    (second,) = AnyValues(**{name: np.uint8(2)}).cells
    assert first is second
    assert logged(AnyValues(**{name: 3.0})) == {name: [3]}
    assert logged(AnyValues(**{name: None})) == {name: []}
    assert logged(AnyValues(**{name: []})) == {name: []}
    for other in (1.5, 'text', {'a': 1}):
        with pytest.raises(TypeError, match=name):
            AnyValues(**{name: other})


def test_names() -> None:
    """A value of one's own has only a name; together they have the archetype's too."""
    a, b = fresh(), fresh()
    assert [c.descriptor for c in AnyValues(**{a: 1}).cells] == [ComponentDescriptor(a)]
    made = DynamicArchetype('mine', components={a: 1}).with_component_override(b, 'my.Type', 'x')
    made.with_component_from_data('c', 2)
    assert [component.descriptor for component in made.cells] == [
        ComponentDescriptor(f'mine:{a}', 'mine'),
        ComponentDescriptor(f'mine:{b}', 'mine', 'my.Type'),
        ComponentDescriptor('mine:c', 'mine'),
    ]


def test_a_single_value() -> None:
    """By its name or by all that is known of it."""
    descriptor = ComponentDescriptor(fresh(), 'arch', 'type')
    ((component, cell),) = AnyBatchValue(descriptor, [1, 2]).cells.items()
    assert component.descriptor == descriptor
    assert component.cell_bytes(cell) == 16


def test_columns_have_a_row_per_item() -> None:
    """Nested lists are rows of several instances."""
    names = [fresh() for _ in range(4)]
    values = [np.arange(3), [[], [1.5], [2, 3]], ['a', 'b', 'c'], np.zeros((3, 2))]
    columns = AnyValues.columns(**dict(zip(names, values)))
    assert [column.lists.to_pylist() for column in columns] == [
        [[0], [1], [2]],
        [[], [1.5], [2, 3]],
        [['a'], ['b'], ['c']],
        [[0, 0]] * 3,
    ]
    (column,) = DynamicArchetype.columns('mine', components={names[0]: [1, 2]})
    assert column.descriptor == ComponentDescriptor(f'mine:{names[0]}', 'mine')
    assert column.lists.to_pylist() == [[1], [2]]
