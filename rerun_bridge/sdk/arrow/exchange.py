"""
To and from pyarrow, which knows many more types than components have.

Loaded where it is asked for: what a recording is written with does without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.sdk.arrow.arrays import Array, Buffer, bits
from rerun_bridge.sdk.arrow.types import (
    BINARY16,
    BOOL,
    DURATION,
    NULL,
    TIMESTAMP,
    UTF8,
    DataType,
    Field,
    number,
    struct_of,
    union_of,
)

__all__ = [
    'ForeignArray',
    'foreign_lists',
    'from_pyarrow',
    'is_pyarrow',
    'of_pyarrow_type',
    'pyarrow_batch',
    'pyarrow_schema',
    'to_pyarrow',
    'to_pyarrow_type',
]


class ForeignArray(Array):
    """
    Values of a type that only pyarrow knows.

    :param array: of pyarrow's.
    """

    def __init__(self, kind: DataType, array: Any) -> None:
        super().__init__(kind, (len(array), array.null_count), ())
        self.array = array

    @property
    def nbytes(self) -> int:
        """Bytes of all buffers."""
        size: int = self.array.get_total_buffer_size()
        return size

    @property
    def valid(self) -> npt.NDArray[np.bool_]:
        """Whether each value is not null: shape (length,)."""
        return np.array([each.is_valid for each in self.array], np.bool_)

    @property
    def values(self) -> Array:
        """All items of lists."""
        return from_pyarrow(self.array.values)

    def slice(self, start: int, length: int | None = None) -> Array:
        """Return some of the values."""
        return ForeignArray(self.type, self.array.slice(start, length))

    def equals(self, other: Array) -> bool:
        """Tell whether the values are the same."""
        return isinstance(other, ForeignArray) and bool(self.array.equals(other.array))


def foreign_lists(
    values: Array, offsets: npt.NDArray[np.uint8], logged: npt.NDArray[np.bool_] | None
) -> Array:
    """
    Return lists of values that only pyarrow knows.

    :param offsets: the memory of int32, shape (rows + 1,).
    :param logged: which rows are not null; None for all.
    """
    found = pa.Array.from_buffers(
        pa.list_(to_pyarrow_type(values.type)),
        len(offsets) // 4 - 1,
        [None if logged is None else pa.py_buffer(bits(logged)), pa.py_buffer(offsets)],
        children=[to_pyarrow(values)],
    )
    return from_pyarrow(found)


def is_pyarrow(value: object) -> bool:
    """Tell whether it is an array of pyarrow's."""
    return isinstance(value, pa.Array)


@lru_cache(maxsize=256)
def to_pyarrow_type(kind: DataType) -> Any:
    """Return pyarrow's name for a type."""
    if kind.foreign is not None:
        return kind.foreign
    fields = [pa.field(each.name, to_pyarrow_type(each.type), each.nullable) for each in kind]
    if kind.name == 'list':
        return pa.list_(fields[0])
    if kind.name == 'vector':
        return pa.list_(fields[0], kind.size)
    if kind.name == 'struct':
        return pa.struct(fields)
    if kind.name == 'union':
        return pa.dense_union(fields)
    if kind.name in ('timestamp', 'duration'):
        return getattr(pa, kind.name)('ns')
    if kind == BINARY16:
        return pa.binary(16)
    if kind.dtype is not None:
        return pa.from_numpy_dtype(kind.dtype)
    return {NULL: pa.null(), BOOL: pa.bool_(), UTF8: pa.utf8()}[kind]


def of_pyarrow_type(found: Any) -> DataType:
    """Return our name for a type of pyarrow's."""
    types = pa.types
    if types.is_list(found) or types.is_fixed_size_list(found):
        item = _field(found.field(0))
        if types.is_list(found):
            return DataType('list', (item,))
        return DataType('vector', (item,), found.list_size)
    members = [found.field(i) for i in range(found.num_fields)]
    if types.is_struct(found):
        return struct_of([_field(each) for each in members])
    if types.is_union(found) and found.mode == 'dense':
        return union_of([_field(each) for each in members])
    for kind in (NULL, BOOL, UTF8, BINARY16, TIMESTAMP, DURATION):
        if to_pyarrow_type(kind) == found:
            return kind
    if types.is_integer(found) or types.is_floating(found):
        return number(_dtype(found))
    return DataType('foreign', foreign=found)


def _dtype(found: Any) -> str:
    signed = 'i' if pa.types.is_signed_integer(found) else 'u'
    letter = 'f' if pa.types.is_floating(found) else signed
    return f'{letter}{found.bit_width // 8}'


def _field(found: Any) -> Field:
    return Field(found.name, of_pyarrow_type(found.type), found.nullable)


def pyarrow_schema(fields: Sequence[Field], metadata: Mapping[str, str] | None = None) -> Any:
    """Return a schema of pyarrow's."""
    return pa.schema(
        [
            pa.field(each.name, to_pyarrow_type(each.type), each.nullable, dict(each.metadata))
            for each in fields
        ],
        metadata,
    )


def pyarrow_batch(columns: Sequence[Array]) -> bytes:
    """Return the message of a record batch, by pyarrow."""
    arrays = [to_pyarrow(column) for column in columns]
    batch = pa.RecordBatch.from_arrays(arrays, names=[''] * len(arrays))
    found: bytes = batch.serialize().to_pybytes()
    return found


def to_pyarrow(array: Array) -> Any:
    """Return the same as an array of pyarrow's, of the same memory where that is in one piece."""
    if isinstance(array, ForeignArray):
        return array.array
    own = [
        None if array.buffers[i] is None else pa.py_buffer(array.part(i))
        for i in range(array.type.own_buffers)
    ]
    kind = to_pyarrow_type(array.type)
    if array.type.name == 'null':
        return pa.nulls(len(array))
    if array.type.name == 'union':
        own = [None, *own]
    return pa.Array.from_buffers(
        kind, len(array), own, array.null_count, children=[*map(to_pyarrow, array.children)]
    )


def from_pyarrow(found: Any) -> Array:
    """Return the same as an array of ours, of the same memory where it begins with that."""
    kind = of_pyarrow_type(found.type)
    if kind.is_foreign:
        return ForeignArray(kind, found)
    if _is_cut(found):
        found = pa.concat_arrays([found])  # nothing but a copy begins where its buffers do
    return _array(kind, found)


def _children(found: Any) -> list[Any]:
    types = pa.types
    if types.is_list(found.type) or types.is_fixed_size_list(found.type):
        return [found.values]
    if types.is_struct(found.type) or types.is_union(found.type):
        return [found.field(i) for i in range(found.type.num_fields)]
    return []


def _is_cut(found: Any) -> bool:
    return found.offset != 0 or any(map(_is_cut, _children(found)))


def _array(kind: DataType, found: Any) -> Array:
    own: list[Buffer] = [
        None if each is None else np.frombuffer(each, np.uint8)
        for each in found.buffers()[: kind.own_buffers + (kind.name == 'union')]
    ]
    if kind.name == 'union':
        del own[0]
    elif own and not found.null_count:
        own[0] = None
    length = len(found)
    if kind.name in ('list', 'utf8', 'union'):
        places = length + (kind.name != 'union')
        offsets = own[1]
        if offsets is None or len(offsets) < 4 * places:  # of nothing
            own[1] = bytes(4 * places)
        else:
            own[1] = offsets[: 4 * places]
    if kind.name == 'utf8' and own[2] is None:
        own[2] = b''
    if kind.dtype is not None:
        data = own[1]
        own[1] = b'' if data is None else data[: length * kind.dtype.itemsize]
    children = [_array(each.type, child) for each, child in zip(kind, _children(found))]
    return Array.of(kind, length, own, children, found.null_count)
