"""
Arrays and lists straight from numpy.

Without a copy where the memory already is what Arrow wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.arrow.arrays import Array, Piece, bits, piece
from rerun_bridge.sdk.arrow.types import BOOL, UTF8, DataType, number

__all__ = [
    'arrow_offsets',
    'coded_texts',
    'constant_offsets',
    'list_array',
    'number_array',
    'utf8_array',
]

LARGEST_OFFSET = np.iinfo(np.int32).max
LONGEST_WINDOW = 128


@lru_cache(maxsize=64)
def _offsets(rows: int, size: int) -> npt.NDArray[np.int32]:
    offsets = np.arange(rows + 1, dtype=np.int64) * size
    if offsets[-1] > LARGEST_OFFSET:
        raise OverflowError(f'{rows} lists of {size} values are too many for one chunk')
    return offsets.astype(np.int32)


def constant_offsets(rows: int, size: int) -> npt.NDArray[np.int32]:
    """Return the offsets of lists of the same length: int32, shape (rows + 1,)."""
    return _offsets(rows, size)


def number_array(numbers: npt.NDArray[Any]) -> Array:
    """
    Return numbers or flags, shape (n,), as an array.

    A copy only where they are not in native order and together.

    :raises TypeError: Arrow has no such numbers.
    """
    if numbers.dtype == np.bool_:
        return Array(BOOL, (len(numbers), 0), (None, bits(numbers)))
    native = np.ascontiguousarray(numbers, numbers.dtype.newbyteorder('='))
    try:
        kind = number(native.dtype)
    except KeyError:
        raise TypeError(f'{numbers.dtype} has no Arrow type') from None
    return Array(kind, (len(native), 0), (None, piece(native)))


def arrow_offsets(offsets: npt.NDArray[np.integer], size: int) -> npt.NDArray[np.uint8]:
    """
    Return offsets as Arrow wants them, the memory of int32.

    :param size: how many values there are; offsets beyond would crash who reads the lists.
    :raises ValueError: they do not fit the values.
    :raises OverflowError: they are more than 32 bits can count.
    """
    if not len(offsets) or offsets[0] < 0 or offsets[-1] > size:
        raise ValueError(f'offsets do not fit {size} values')
    if offsets[-1] > LARGEST_OFFSET:
        raise OverflowError(f'{size} values are too many for one chunk')
    return piece(np.ascontiguousarray(offsets, np.int32))


def list_array(
    values: Array,
    offsets: npt.NDArray[np.integer],
    kind: DataType | None = None,
    *,
    logged: npt.NDArray[np.bool_] | None = None,
) -> Array:
    """
    Return lists of values; row ``i`` has the values ``offsets[i]`` to ``offsets[i + 1]``.

    :param kind: the lists' type, where their items are not just nullable values.
    :param logged: shape (rows,): which rows are not null; None for all.
    """
    if values.type.is_foreign:
        from rerun_bridge.sdk.arrow.exchange import foreign_lists

        return foreign_lists(values, arrow_offsets(offsets, len(values)), logged)
    valid, nulls = None, 0
    if logged is not None:
        nulls = len(logged) - int(np.count_nonzero(logged))
        valid = bits(logged) if nulls else None
    own = (valid, arrow_offsets(offsets, len(values)))
    return Array.of(kind or values.type.lists, len(offsets) - 1, own, (values,), nulls)


def utf8_array(offsets: npt.NDArray[np.integer], data: Piece) -> Array:
    """Return strings from their joined UTF-8 bytes."""
    return Array(UTF8, (len(offsets) - 1, 0), (None, arrow_offsets(offsets, len(data)), data))


def coded_texts(codes: npt.NDArray[np.integer], table: Sequence[str]) -> Array:
    """
    Return strings of which a few come again and again.

    :param codes: shape (n,): which string of the table each is.
    """
    encoded = [text.encode('utf-8', 'replace') for text in table]
    sizes = np.array([len(text) for text in encoded] or [0], np.int64)
    offsets = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(sizes[codes], out=offsets[1:])
    if len(encoded) == 1:
        return utf8_array(offsets, encoded[0] * len(codes))
    longest = int(sizes.max())
    if not 0 < longest <= LONGEST_WINDOW:
        return utf8_array(offsets, b''.join(map(encoded.__getitem__, codes.tolist())))
    # Each is written with what fills it up to the longest; the next one is written over that.
    filled = np.frombuffer(b''.join([text.ljust(longest) for text in encoded]), f'V{longest}')
    size = int(offsets[-1])
    data = np.empty(size + longest, np.uint8)
    np.ndarray((size + 1,), filled.dtype, data, strides=(1,))[offsets[:-1]] = filled[codes]
    return utf8_array(offsets, data[:size])
