"""Values of many rows that stay where they are until they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.arrow.arrays import Array, piece
from rerun_bridge.sdk.arrow.types import DataType, number
from rerun_bridge.sdk.arrow_lists import arrow_offsets, constant_offsets

__all__ = ['blobs_of', 'scattered', 'scattered_blobs', 'scattered_vectors']

WORTH_IT_BYTES = 64 * 1024
"""Smaller blobs are joined: the copy costs less than writing them one by one."""
BYTE = number('u1')


def scattered_blobs(kind: DataType, blobs: Sequence[npt.NDArray[np.uint8]]) -> Array:
    """
    Return a blob per row, the bytes as so many pieces of one buffer.

    :param kind: of a blob.
    :param blobs: uint8, shape (bytes,) each.
    """
    ends = np.cumsum([0, *map(len, blobs)])
    rows, size = len(blobs), int(ends[-1])
    units, offsets = piece(constant_offsets(rows, 1)), arrow_offsets(ends, size)
    nodes = (rows, 0, rows, 0, size, 0)
    return Array(kind.lists, nodes, (None, units, None, offsets, None, tuple(blobs)))


def scattered_vectors(kind: DataType, parts: Sequence[npt.NDArray[Any]]) -> Array:
    """
    Return vectors of numbers, the parts one after the other.

    :param kind: of a vector.
    :param parts: contiguous arrays of whole vectors, of any shape and type of so many bytes.
    """
    pieces = tuple([piece(part) for part in parts if part.size])
    number_type = kind.value_type.dtype
    assert number_type is not None
    numbers = sum(map(len, pieces)) // number_type.itemsize
    return Array(kind, (numbers // kind.size, 0, numbers, 0), (None, None, pieces or b''))


def blobs_of(lists: Array) -> Sequence[npt.NDArray[np.uint8]] | None:
    """Return the blobs as they lie; None where they are not scattered."""
    if lists.type.name != 'list' or lists.type.value_type.name != 'list' or not lists.buffers:
        return None
    found = lists.buffers[-1]  # in pieces only as made here, of arrays
    return found if isinstance(found, tuple) else None  # type: ignore[return-value]


def scattered(
    kind: DataType, values: Any, offsets: npt.NDArray[np.integer] | None
) -> Array | None:
    """
    Return blobs of rows as they lie; None where these are no blobs, or small ones.

    :param values: what may be a sequence of contiguous arrays of bytes, one per row.
    """
    if offsets is not None or not isinstance(values, list) or len(values) < 2:
        return None
    if kind.name != 'list' or kind.value_type != BYTE:
        return None
    if set(map(type, values)) != {np.ndarray}:
        return None
    if {(each.dtype, each.strides) for each in values} != {(np.dtype(np.uint8), (1,))}:
        return None
    if sum(map(len, values)) < WORTH_IT_BYTES * len(values):
        return None
    return scattered_blobs(kind, values)
