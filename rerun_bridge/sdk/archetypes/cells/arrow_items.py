"""Whatever pyarrow can hold, for values of the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from rerun_bridge.sdk.arrow.arrays import Array
from rerun_bridge.sdk.arrow.exchange import from_pyarrow, to_pyarrow_type
from rerun_bridge.sdk.arrow.types import DataType

__all__ = ['ArrowItems', 'as_arrow']


def as_arrow(value: Any, arrow_type: pa.DataType | None = None) -> pa.Array:
    """Return one value, or many in a list or array, as an Arrow array."""
    if isinstance(value, (np.ndarray, np.generic)):
        value = np.atleast_1d(value) if np.ndim(value) <= 1 else value.tolist()
    elif isinstance(value, (str, bytes, Mapping)) or not hasattr(value, '__iter__'):
        value = [value]
    return pa.array(value, arrow_type)


class ArrowItems:
    """
    Cells that are Arrow arrays.

    :param name: of the component, for errors.
    :param arrow_type: of an instance.
    """

    def __init__(self, name: str, arrow_type: DataType) -> None:
        self.name = name
        self.empty = pa.array([], to_pyarrow_type(arrow_type))

    def cell(self, value: Any) -> pa.Array:
        """Return the instances of a row."""
        try:
            return as_arrow(value, self.empty.type)
        except (pa.ArrowException, TypeError) as error:
            raise TypeError(f'{self.name}: {error}') from None

    def counts(self, cells: Sequence[pa.Array]) -> list[int]:
        """Return how many instances each has."""
        return list(map(len, cells))

    def values(self, cells: Sequence[pa.Array]) -> Array:
        """Return all instances."""
        return from_pyarrow(pa.concat_arrays([self.empty, *cells]))

    def size_bytes(self, cell: pa.Array) -> int:
        """Return what its buffers take."""
        return sum([buffer.size for buffer in cell.buffers() if buffer is not None])
