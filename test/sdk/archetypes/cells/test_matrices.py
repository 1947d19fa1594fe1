"""Matrices come row by row and are kept column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import InstancePoses3D

MATRICES = InstancePoses3D.mat3x3
ROWS = np.arange(9.0).reshape(3, 3)


@pytest.mark.parametrize('value', [ROWS, ROWS.tolist(), ROWS.ravel(), ROWS[None], [ROWS]])
def test_one_matrix(value: Any) -> None:
    """In any form."""
    assert MATRICES.rows([MATRICES.cell(value)]).lists.to_pylist() == [[ROWS.T.ravel().tolist()]]


def test_several_matrices() -> None:
    """One after the other."""
    cell = MATRICES.cell(np.stack([ROWS, -ROWS]))
    assert MATRICES.rows([cell]).lists.to_pylist()[0][1] == (-ROWS.T).ravel().tolist()


@pytest.mark.parametrize('value', [np.eye(4), np.eye(2), [1, 2], np.zeros((3, 4))])
def test_other_shapes(value: Any) -> None:
    """Are refused, by the field's name."""
    with pytest.raises(ValueError, match=r'InstancePoses3D:mat3x3: shape .*, wanted \(3, 3\)'):
        MATRICES.cell(value)
