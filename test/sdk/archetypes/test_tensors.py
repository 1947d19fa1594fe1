"""Tensors; their values are in cells/test_tensors.py."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import BarChart, Tensor, TensorData
from test.support.archetypes import logged


def test_names_of_the_dimensions() -> None:
    """Given here or with the data; new ones go before."""
    array = np.zeros((1, 2), np.uint8)
    for data in (array, TensorData(array=array, dim_names=['a', 'b']), array.tolist()):
        assert logged(Tensor(data, dim_names=['y', 'x']))['data'][0]['names'] == ['y', 'x']
    assert logged(Tensor(TensorData(array=array, dim_names='ab')))['data'][0]['names'] == [
        'a',
        'b',
    ]


def test_no_tensor_without_numbers() -> None:
    """A data of None has no meaning."""
    with pytest.raises(ValueError, match='Tensor:data: None'):
        Tensor()


def test_bars_of_a_list() -> None:
    """A tensor of one dimension."""
    assert logged(BarChart([1, 2]))['values'] == [{'shape': [2], 'names': None, 'buffer': [1, 2]}]
