"""Values as Arrow arrays of a component's type, without a copy where their memory allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.sdk.arrow_lists import coded_texts, list_array, number_array

__all__ = ['Values', 'instances']

Dictionary: TypeAlias = 'tuple[npt.NDArray[np.integer], Sequence[str]]'
Lists: TypeAlias = 'tuple[npt.NDArray[Any], npt.NDArray[np.integer]]'
Values: TypeAlias = (
    'npt.NDArray[Any] | Sequence[str] | Dictionary | Sequence[npt.NDArray[Any] | bytes] | Lists '
    '| pa.Array'
)

DTYPES = {
    kind: np.dtype(name)
    for name in ('u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8', 'f2', 'f4', 'f8')
    for kind in [pa.from_numpy_dtype(np.dtype(name))]
}
"""Arrow's own ``to_pandas_dtype`` imports pandas."""


def instances(values: Values, arrow_type: pa.DataType) -> pa.Array:
    """
    Return values as an Arrow array of a component's type.

    :raises TypeError: they are of another type.
    :raises ValueError: they are of another shape.
    """
    if isinstance(values, pa.Array):
        if not values.type.equals(arrow_type):
            raise TypeError(f'values are {values.type}, not {arrow_type}')
        return values
    if pa.types.is_string(arrow_type):
        return _texts(values)
    if pa.types.is_list(arrow_type):
        return _lists(values, arrow_type)
    if pa.types.is_struct(arrow_type):
        raise TypeError(f'{arrow_type} is to be given as an Arrow array')
    array = np.asarray(values)
    if pa.types.is_fixed_size_list(arrow_type):
        return _vectors(array, arrow_type)
    if pa.types.is_boolean(arrow_type):
        return number_array(array.astype(np.bool_).reshape(-1))
    numbers = np.ascontiguousarray(array, DTYPES[arrow_type]).reshape(-1)
    return pa.Array.from_buffers(arrow_type, len(numbers), [None, pa.py_buffer(numbers)], 0)


def _vectors(array: npt.NDArray[Any], arrow_type: pa.DataType) -> pa.Array:
    size, item = arrow_type.list_size, arrow_type.value_type
    if pa.types.is_fixed_size_list(item):
        child = _vectors(array.reshape(-1, item.list_size), item)
    else:
        if array.shape[-1:] != (size,) and array.size:
            raise ValueError(f'values of shape {array.shape}, not (instances, {size})')
        numbers = np.ascontiguousarray(array, DTYPES[item]).reshape(-1)
        child = pa.Array.from_buffers(item, len(numbers), [None, pa.py_buffer(numbers)], 0)
    return pa.Array.from_buffers(arrow_type, len(child) // size, [None], 0, children=[child])


def _texts(values: Values) -> pa.Array:
    if isinstance(values, tuple) and len(values) == 2 and isinstance(values[0], np.ndarray):
        return coded_texts(*cast('Dictionary', values))
    texts = cast('Sequence[str]', values)
    try:
        found = pa.array(texts, pa.utf8())
    except UnicodeEncodeError:  # halves of surrogate pairs
        known = [text.encode('utf-8', 'replace') for text in texts]
        found = pa.array(known, pa.utf8())
    if found.null_count:
        raise TypeError('None among texts')
    return found


def _lists(values: Values, arrow_type: pa.DataType) -> pa.Array:
    """Return instances that are lists themselves: from all values and offsets, or from blobs."""
    if _has_offsets(values):
        joined, offsets = cast('Lists', values)
        return list_array(instances(joined, arrow_type.value_type), offsets, arrow_type)
    if arrow_type.value_type != pa.uint8():
        raise TypeError(f'{arrow_type} is to be given as all values and their offsets')
    blobs = [_blob(each) for each in cast('Sequence[npt.NDArray[Any] | bytes]', values)]
    offsets = np.zeros(len(blobs) + 1, np.int64)
    np.cumsum([len(blob) for blob in blobs], out=offsets[1:])
    data = blobs[0] if len(blobs) == 1 else np.concatenate(blobs or [np.empty(0, np.uint8)])
    return list_array(number_array(data), offsets, arrow_type)


def _has_offsets(values: Values) -> bool:
    """Tell values and their offsets from two blobs, whose numbers are bytes."""
    return (
        isinstance(values, tuple)
        and len(values) == 2
        and isinstance(values[1], np.ndarray)
        and values[1].dtype.itemsize > 1
    )


def _blob(data: npt.NDArray[Any] | bytes) -> npt.NDArray[np.uint8]:
    """Return the bytes of a buffer, shape (size,)."""
    if isinstance(data, np.ndarray):
        return np.ascontiguousarray(data).reshape(-1).view(np.uint8)
    return np.frombuffer(data, np.uint8)
