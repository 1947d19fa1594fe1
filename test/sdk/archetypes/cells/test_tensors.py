"""Tensors of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Tensor, TensorData

DATA = Tensor.data


@pytest.mark.parametrize(
    'name', ['u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8', 'f2', 'f4', 'f8', '>f4', '>i2']
)
def test_every_type_of_number(name: str) -> None:
    """Each in its own child of the union, in this machine's order."""
    values = np.arange(6).astype(name).reshape(2, 3)
    cell = DATA.cell(values)
    lists = DATA.rows([cell]).lists
    lists.to_pyarrow().validate(full=True)
    (found,) = lists.to_pylist()[0]
    assert found == {'shape': [2, 3], 'names': None, 'buffer': [0, 1, 2, 3, 4, 5]}
    union = lists.to_pyarrow().values.field('buffer')
    field = union.type.field(union.type_codes[0].as_py())
    letter = {'u': 'U', 'i': 'I', 'f': 'F'}[values.dtype.kind]
    assert field.name == f'{letter}{8 * values.dtype.itemsize}'
    assert DATA.cell_bytes(cell) == values.nbytes


def test_rows_of_different_types_shapes_and_names() -> None:
    """With nothing and null between them."""
    values = [
        np.arange(3, dtype=np.uint8),
        TensorData(array=np.ones((1, 2), np.float32), dim_names=['y', 'x']),
        [[True], [False]],
        np.uint8(5),
    ]
    cells = [*map(DATA.cell, values), None, DATA.cells.empty, DATA.cell([values[1], values[1]])]
    lists = DATA.rows(cells).lists
    lists.to_pyarrow().validate(full=True)
    found = lists.to_pylist()
    assert found[0] == [{'shape': [3], 'names': None, 'buffer': [0, 1, 2]}]
    assert found[1] == [{'shape': [1, 2], 'names': ['y', 'x'], 'buffer': [1, 1]}]
    assert found[2] == [{'shape': [2, 1], 'names': None, 'buffer': [1, 0]}]
    assert found[3] == [{'shape': [], 'names': None, 'buffer': [5]}]
    assert found[4:6] == [None, []]
    assert found[6] == found[1] * 2


@pytest.mark.parametrize('value', ['text', np.zeros(2, complex), [None]])
def test_other_things_are_no_tensor(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises(TypeError, match=r'Tensor:data: .*wanted numbers'):
        DATA.cell(value)
