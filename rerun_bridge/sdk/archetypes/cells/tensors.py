"""Tensors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.arrow_types import TENSOR, TENSOR_NUMBERS, U64, UTF8
from rerun_bridge.sdk.archetypes.cells.items import Items
from rerun_bridge.sdk.archetypes.cells.numbers import any_array
from rerun_bridge.sdk.archetypes.instances import instances, struct_array
from rerun_bridge.sdk.archetypes.tensor_data import TensorData
from rerun_bridge.sdk.arrow.arrays import Array, piece
from rerun_bridge.sdk.arrow.types import NULL
from rerun_bridge.sdk.arrow_lists import list_array

__all__ = ['Tensors']

CODES = {kind.dtype: code for code, kind in enumerate(TENSOR_NUMBERS.values(), 1) if kind.dtype}
"""Which child of the union holds which numbers; the first child holds nothing."""


class _Tensor(NamedTuple):
    shape: tuple[int, ...]
    names: tuple[str, ...] | None
    dtype: np.dtype[Any]
    numbers: bytes


class Tensors(Items):
    """
    Cells of tensors: shape, names, dtype and bytes of each.

    :param name: of the component, for errors.
    """

    def cell(self, value: Any) -> tuple[_Tensor, ...]:
        """Return the tensor of a row; a list of ``TensorData`` has several."""
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], TensorData):
            return tuple([self._tensor(each) for each in value])
        return (self._tensor(value),)

    def _tensor(self, value: Any) -> _Tensor:
        names = value.dim_names if isinstance(value, TensorData) else None
        given = value.array if isinstance(value, TensorData) else value
        array = any_array(given, self.name)
        dtype = np.dtype(np.uint8) if array.dtype == np.bool_ else array.dtype.newbyteorder('=')
        if dtype not in CODES:
            raise TypeError(f'{self.name}: {array.dtype}, wanted numbers')
        return _Tensor(array.shape, names, dtype, array.astype(dtype, copy=False).tobytes())

    def size_bytes(self, cell: tuple[_Tensor, ...]) -> int:
        """Return how long their numbers are."""
        return sum([len(tensor.numbers) for tensor in cell])

    def values(self, cells: Sequence[tuple[_Tensor, ...]]) -> Array:
        """Return all tensors."""
        tensors = list(chain.from_iterable(cells))
        shape, names, _ = TENSOR
        sizes = instances(np.array(_joined([each.shape for each in tensors]), np.uint64), U64)
        texts = instances(_joined([each.names or () for each in tensors]), UTF8)
        named = np.array([each.names is not None for each in tensors], np.bool_)
        columns = [
            list_array(sizes, _offsets([each.shape for each in tensors]), shape.type),
            list_array(
                texts, _offsets([each.names or () for each in tensors]), names.type, logged=named
            ),
            _union(tensors),
        ]
        return struct_array(TENSOR, columns)


def _union(tensors: Sequence[_Tensor]) -> Array:
    """Return the numbers, those of each type in a child of its own."""
    kind = TENSOR.child('buffer')
    codes = np.array([CODES[each.dtype] for each in tensors], np.int8)
    places = np.zeros(len(tensors), np.int32)
    children = [Array(NULL, (0, 0), ())]
    for dtype, code in CODES.items():
        ours = codes == code
        places[ours] = np.arange(ours.sum())
        parts = [each.numbers for each in tensors if each.dtype == dtype]
        numbers = np.frombuffer(b''.join(parts), dtype)
        offsets = np.array(_offsets(parts)) // dtype.itemsize
        item = kind.children[code].type
        children.append(list_array(instances(numbers, item.value_type), offsets, item))
    return Array.of(kind, len(tensors), [piece(codes), piece(places)], children)


def _joined(parts: Sequence[Sequence[Any]]) -> list[Any]:
    return list(chain.from_iterable(parts))


def _offsets(parts: Sequence[Sequence[Any]]) -> npt.NDArray[np.int64]:
    return np.fromiter(accumulate(map(len, parts), initial=0), np.int64, len(parts) + 1)
