"""How deep values are nested."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Quaternion
from rerun_bridge.sdk.archetypes.cells.nesting import nesting


@pytest.mark.parametrize(
    ('value', 'depth'),
    [
        (1, 0),
        ('text', 0),
        (None, 0),
        ([], 1),
        ([1, [2]], 1),
        ([[1], [2, 3]], 2),
        (np.zeros(()), 0),
        (np.zeros((2, 3)), 2),
        ([np.zeros((2, 3))], 3),
        (([], [1]), 2),
        (Quaternion.identity(), 1),
    ],
    ids=repr,
)
def test_lists_and_arrays_are_counted(value: Any, depth: int) -> None:
    """By the first of each; uneven ones too."""
    assert nesting(value) == depth
