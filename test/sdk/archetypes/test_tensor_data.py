"""Tensors before they are logged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import TensorData

ARRAY = np.arange(6).reshape(2, 3)


@pytest.mark.parametrize(
    'tensor',
    [
        TensorData(array=ARRAY),
        TensorData(array=ARRAY.tolist()),
        TensorData(shape=[2, 3], buffer=ARRAY.ravel()),
        TensorData(shape=(2, 3), array=ARRAY, dim_names=['a', 'b']),
    ],
)
def test_an_array_or_a_buffer_with_a_shape(tensor: TensorData) -> None:
    """Are the same."""
    assert tensor.shape == (2, 3)
    assert np.array_equal(tensor.numpy(), ARRAY)
    assert np.asarray(tensor, np.float32).dtype == np.float32


@pytest.mark.parametrize(
    'arguments',
    [
        {},
        {'array': ARRAY, 'buffer': ARRAY},
        {'buffer': ARRAY},
        {'buffer': ARRAY, 'shape': [2, 2]},
        {'array': ARRAY, 'shape': [3, 2]},
        {'array': ARRAY, 'dim_names': ['a']},
    ],
    ids=lambda arguments: ' '.join(arguments),
)
def test_what_does_not_fit(arguments: dict[str, Any]) -> None:
    """Is told."""
    with pytest.raises(ValueError, match=r'TensorData|reshape'):
        TensorData(**arguments)
