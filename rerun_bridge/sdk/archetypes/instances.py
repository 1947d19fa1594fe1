"""Values as arrays of a component's type, without a copy where their memory allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.arrow.arrays import Array, piece
from rerun_bridge.sdk.arrow.types import BOOL, DataType, number
from rerun_bridge.sdk.arrow_lists import coded_texts, list_array, number_array, utf8_array

__all__ = ['Values', 'instances', 'struct_array']

Dictionary: TypeAlias = 'tuple[npt.NDArray[np.integer], Sequence[str]]'
Lists: TypeAlias = 'tuple[npt.NDArray[Any], npt.NDArray[np.integer]]'
Values: TypeAlias = (
    'npt.NDArray[Any] | Sequence[str] | Dictionary | Sequence[npt.NDArray[Any] | bytes] | Lists '
    '| Array'
)

BYTE = number('u1')


def instances(values: Values, arrow_type: DataType) -> Array:
    """
    Return values as an array of a component's type.

    :raises TypeError: they are of another type.
    :raises ValueError: they are of another shape.
    """
    if hasattr(values, '__arrow_c_array__'):
        from rerun_bridge.sdk.arrow.exchange import from_pyarrow

        values = from_pyarrow(values)
    if isinstance(values, Array):
        if values.type != arrow_type:
            raise TypeError(f'values are {values.type}, not {arrow_type}')
        return values
    name = arrow_type.name
    if name == 'utf8':
        return _texts(values)
    if name == 'list':
        return _lists(values, arrow_type)
    if arrow_type == BOOL:
        return number_array(np.asarray(values).astype(np.bool_).reshape(-1))
    if name == 'vector':
        return _vectors(np.asarray(values), arrow_type)
    if arrow_type.dtype is None:
        raise TypeError(f'{arrow_type} is to be given as an Arrow array')
    numbers = np.ascontiguousarray(values, arrow_type.dtype).reshape(-1)
    return Array(arrow_type, (len(numbers), 0), (None, piece(numbers)))


def struct_array(kind: DataType, members: Sequence[Array]) -> Array:
    """Return structures, none of which is null, of their members."""
    return Array.of(kind, len(members[0]), [None], members)


def _vectors(array: npt.NDArray[Any], arrow_type: DataType) -> Array:
    size, item = arrow_type.size, arrow_type.value_type
    if item.name == 'vector':
        child = _vectors(array.reshape(-1, item.size), item)
    else:
        if array.shape[-1:] != (size,) and array.size:
            raise ValueError(f'values of shape {array.shape}, not (instances, {size})')
        child = instances(array, item)
    return Array.of(arrow_type, len(child) // size, (None,), (child,))


def _texts(values: Values) -> Array:
    if isinstance(values, tuple) and len(values) == 2 and isinstance(values[0], np.ndarray):
        return coded_texts(*cast('Dictionary', values))
    try:
        # halves of surrogate pairs are no UTF-8
        texts = [text.encode('utf-8', 'replace') for text in cast('Sequence[str]', values)]
    except AttributeError as error:
        raise TypeError(f'{type(error.obj).__name__} among texts') from None
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(list(map(len, texts)), out=offsets[1:])
    return utf8_array(offsets, b''.join(texts))


def _lists(values: Values, arrow_type: DataType) -> Array:
    """Return instances that are lists themselves: from all values and offsets, or from blobs."""
    if _has_offsets(values):
        joined, offsets = cast('Lists', values)
        return list_array(instances(joined, arrow_type.value_type), offsets, arrow_type)
    if arrow_type.value_type != BYTE:
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
