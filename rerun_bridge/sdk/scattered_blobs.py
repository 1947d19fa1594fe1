"""Blobs of many rows that stay where they are until they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.nouns import cached_property
from rerun_bridge.sdk.arrow_lists import arrow_offsets, constant_offsets, list_array, number_array

__all__ = ['ScatteredBlobs', 'scattered']

WORTH_IT_BYTES = 64 * 1024
"""Smaller blobs are joined: the copy costs less than writing them one by one."""


class ScatteredBlobs:
    """
    A blob per row, like a ``pa.ListArray`` of blobs; it becomes one where it has to.

    :param kind: the Arrow type of a blob.
    :param blobs: uint8, shape (bytes,) each.
    """

    null_count = 0

    def __init__(self, kind: pa.DataType, blobs: Sequence[npt.NDArray[np.uint8]]) -> None:
        self.type = pa.list_(kind)
        self._kind = kind
        self.blobs = blobs
        ends = np.cumsum([0, *map(len, blobs)])
        self._offsets = arrow_offsets(ends, int(ends[-1]))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.blobs)

    @cached_property
    def joined(self) -> pa.ListArray:
        """Return the same as an Arrow array, copied."""
        offsets = np.frombuffer(self._offsets, np.int32)
        items = list_array(number_array(np.concatenate(self.blobs)), offsets, self._kind)
        return list_array(items, constant_offsets(len(self), 1))

    def __getattr__(self, name: str) -> Any:
        """Be an Arrow array in all that is not here."""
        return getattr(self.joined, name)

    def get_total_buffer_size(self) -> int:
        """Return how many bytes it has, as Arrow's arrays do."""
        return int(np.frombuffer(self._offsets, np.int32)[-1])

    def add_to(
        self, nodes: list[int], buffers: list[pa.Buffer | tuple[pa.Buffer, ...] | None]
    ) -> None:
        """Append what a record batch has of it; the bytes as so many pieces of one buffer."""
        rows, size = len(self), self.get_total_buffer_size()
        nodes += (rows, 0, rows, 0, size, 0)
        units = pa.py_buffer(constant_offsets(rows, 1))
        buffers += (None, units, None, self._offsets, None, tuple(map(pa.py_buffer, self.blobs)))


def scattered(
    kind: pa.DataType, values: Any, offsets: npt.NDArray[np.integer] | None
) -> ScatteredBlobs | None:
    """
    Return blobs of rows as they lie; None where these are no blobs, or small ones.

    :param values: what may be a sequence of contiguous arrays of bytes, one per row.
    """
    if offsets is not None or not isinstance(values, list) or len(values) < 2:
        return None
    if not pa.types.is_list(kind) or kind.value_type != pa.uint8():
        return None
    for each in values:
        if not (
            isinstance(each, np.ndarray)
            and each.dtype == np.uint8
            and each.ndim == 1
            and each.flags.c_contiguous
        ):
            return None
    if sum(map(len, values)) < WORTH_IT_BYTES * len(values):
        return None
    return ScatteredBlobs(kind, values)
