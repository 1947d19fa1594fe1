"""3×3 matrices: rows of numbers come, columns of numbers are kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers, native_array

__all__ = ['Matrices']

FLOAT32 = np.dtype(np.float32)


class Matrices(Numbers):
    """
    Cells of 3×3 matrices, column by column.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, FLOAT32, (3, 3))

    def cell(self, value: Any) -> bytes:
        """Return the matrices of a row; given row by row, shape (3, 3), (n, 3, 3) or (9,)."""
        array = native_array(value, self.name, FLOAT32)
        if not self._fits(array):
            raise ValueError(f'{self.name}: shape {array.shape}, wanted (3, 3) or (n, 3, 3)')
        return array.reshape(-1, 3, 3).transpose(0, 2, 1).tobytes()
