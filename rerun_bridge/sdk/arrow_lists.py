"""
Arrow arrays and lists straight from numpy.

Without a copy where the memory already is what Arrow wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = [
    'arrow_offsets',
    'coded_texts',
    'constant_offsets',
    'list_array',
    'number_array',
    'utf8_array',
    'valid_rows',
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


def number_array(numbers: npt.NDArray[Any]) -> pa.Array:
    """
    Return numbers, shape (n,), as an Arrow array.

    A copy only where they are not in native order and together.
    """
    if numbers.dtype == np.bool_:
        bits = pa.py_buffer(np.packbits(numbers, bitorder='little'))
        return pa.Array.from_buffers(pa.bool_(), len(numbers), [None, bits], 0)
    native = np.ascontiguousarray(numbers, numbers.dtype.newbyteorder('='))
    kind = pa.from_numpy_dtype(native.dtype)
    return pa.Array.from_buffers(kind, len(native), [None, pa.py_buffer(native)], 0)


def arrow_offsets(offsets: npt.NDArray[np.integer], size: int) -> pa.Buffer:
    """
    Return offsets as Arrow wants them, int32.

    :param size: how many values there are; offsets beyond would crash who reads the lists.
    :raises ValueError: they do not fit the values.
    :raises OverflowError: they are more than 32 bits can count.
    """
    if not len(offsets) or offsets[0] < 0 or offsets[-1] > size:
        raise ValueError(f'offsets do not fit {size} values')
    if offsets[-1] > LARGEST_OFFSET:
        raise OverflowError(f'{size} values are too many for one chunk')
    return pa.py_buffer(np.ascontiguousarray(offsets, np.int32))


def list_array(
    values: pa.Array,
    offsets: npt.NDArray[np.integer],
    kind: pa.DataType | None = None,
    *,
    logged: npt.NDArray[np.bool_] | None = None,
) -> pa.ListArray:
    """
    Return lists of values; row ``i`` has the values ``offsets[i]`` to ``offsets[i + 1]``.

    :param kind: the lists' Arrow type, where their items are not just nullable values.
    :param logged: shape (rows,): which rows are not null; None for all.
    """
    valid = None if logged is None else pa.py_buffer(np.packbits(logged, bitorder='little'))
    buffers = [valid, arrow_offsets(offsets, len(values))]
    return pa.Array.from_buffers(
        kind or pa.list_(values.type),
        len(offsets) - 1,
        buffers,
        0 if logged is None else -1,
        children=[values],
    )


def valid_rows(lists: pa.ListArray) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it is not null: shape (rows,)."""
    bitmap = lists.buffers()[0]
    if bitmap is None:
        return np.ones(len(lists), np.bool_)
    bits = np.unpackbits(np.frombuffer(bitmap, np.uint8), bitorder='little')
    return bits[lists.offset : lists.offset + len(lists)].view(np.bool_)


def utf8_array(
    offsets: npt.NDArray[np.integer], data: npt.NDArray[np.uint8] | bytes
) -> pa.StringArray:
    """Return strings from their joined UTF-8 bytes."""
    buffers = [None, arrow_offsets(offsets, len(data)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.utf8(), len(offsets) - 1, buffers, 0)


def coded_texts(codes: npt.NDArray[np.integer], table: Sequence[str]) -> pa.StringArray:
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
