"""What an archetype is made of: components with a name, a type and an Arrow type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rerun_bridge.sdk.arrow_lists import constant_offsets, list_array, utf8_array
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor

__all__ = ['Component', 'Values']

Dictionary: TypeAlias = 'tuple[npt.NDArray[np.integer], Sequence[str]]'
Values: TypeAlias = (
    'npt.NDArray[Any] | Sequence[str] | Dictionary | Sequence[npt.NDArray[Any]] | pa.Array'
)

DTYPES = {
    kind: np.dtype(name)
    for name in ('u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8', 'f4', 'f8')
    for kind in [pa.from_numpy_dtype(np.dtype(name))]
}
"""Arrow's own ``to_pandas_dtype`` imports pandas."""


class Component:
    """
    A component of an archetype; declared as a class attribute, it takes its name from there.

    :param component_type: without the ``rerun.components.`` before it.
    :param arrow_type: of one instance.
    """

    def __init__(self, component_type: str, arrow_type: pa.DataType) -> None:
        self._component_type = component_type
        self.arrow_type = arrow_type

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the archetype's and the field's name."""
        self.descriptor = ComponentDescriptor(
            f'{owner.__name__}:{name}',
            f'rerun.archetypes.{owner.__name__}',
            f'rerun.components.{self._component_type}',
        )

    def column(
        self, values: Values, offsets: npt.NDArray[np.integer] | None = None
    ) -> ComponentColumn:
        """
        Return a column of this component.

        :param values: the instances of all rows one after the other. Numbers: shape (instances,)
            or (instances, k). Text: strings, or codes and the strings they stand for. Blobs: uint8
            arrays.
        :param offsets: shape (rows + 1,): row ``i`` has the instances ``offsets[i]`` to
            ``offsets[i + 1]``; None for one instance per row.
        """
        items = instances(values, self.arrow_type)
        if offsets is None:
            offsets = constant_offsets(len(items), 1)
        return ComponentColumn(self.descriptor, list_array(items, offsets))


def instances(values: Values, arrow_type: pa.DataType) -> pa.Array:
    """Return values as an Arrow array of a component's type."""
    if isinstance(values, pa.Array):
        return values
    if pa.types.is_string(arrow_type):
        return _texts(values)
    if pa.types.is_list(arrow_type):
        return _blobs(values, arrow_type)
    array = np.asarray(values)
    if pa.types.is_fixed_size_list(arrow_type):
        size, item = arrow_type.list_size, arrow_type.value_type
        numbers = np.ascontiguousarray(array, DTYPES[item]).reshape(-1)
        child = pa.Array.from_buffers(item, len(numbers), [None, pa.py_buffer(numbers)], 0)
        return pa.Array.from_buffers(arrow_type, len(numbers) // size, [None], 0, children=[child])
    if pa.types.is_boolean(arrow_type):
        return pa.array(array.astype(np.bool_))
    numbers = np.ascontiguousarray(array, DTYPES[arrow_type]).reshape(-1)
    return pa.Array.from_buffers(arrow_type, len(numbers), [None, pa.py_buffer(numbers)], 0)


def _texts(values: Values) -> pa.Array:
    if isinstance(values, tuple) and len(values) == 2 and isinstance(values[0], np.ndarray):
        codes: npt.NDArray[np.integer] = values[0]
        table = cast('Sequence[str]', values[1])
        encoded = [text.encode('utf-8', 'replace') for text in table]
        sizes = np.array([len(text) for text in encoded] or [0], np.int32)[codes]
        offsets = np.zeros(len(codes) + 1, np.int32)
        np.cumsum(sizes, out=offsets[1:])
        data = (
            encoded[0] * len(codes)
            if len(encoded) == 1
            else b''.join(map(encoded.__getitem__, codes.tolist()))
        )
        return utf8_array(offsets, data)
    return pa.array(list(values), pa.utf8())


def _blobs(values: Values, arrow_type: pa.DataType) -> pa.Array:
    """Return byte lists: from several arrays one array, without a copy where there is only one."""
    parts = [np.asarray(part) for part in values]
    offsets = np.zeros(len(parts) + 1, np.int32)
    np.cumsum([part.nbytes for part in parts], out=offsets[1:])
    data = parts[0] if len(parts) == 1 else np.concatenate(parts or [np.empty(0, np.uint8)])
    bytes_ = pa.Array.from_buffers(
        pa.uint8(), data.nbytes, [None, pa.py_buffer(np.ascontiguousarray(data))], 0
    )
    return pa.Array.from_buffers(
        arrow_type, len(parts), [None, pa.py_buffer(offsets)], 0, children=[bytes_]
    )
