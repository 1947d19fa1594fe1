"""Maps."""

from __future__ import annotations

import numpy as np

from rerun_bridge.sdk.archetypes import GridMap, ImageFormat
from test.support.archetypes import logged


def test_a_grid_is_one_blob() -> None:
    """Whatever the shape and type of its cells."""
    grid = np.arange(6, dtype=np.uint16).reshape(2, 3)
    format_ = ImageFormat(3, 2, color_model='L', channel_datatype=grid.dtype)
    for data in (grid, grid.ravel(), grid.tobytes()):
        made = GridMap(data=data, format=format_, cell_size=0.1)
        assert logged(made)['data'] == [list(grid.tobytes())]
