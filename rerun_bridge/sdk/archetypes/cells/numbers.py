"""Numbers and vectors of them."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.instances import Values
from rerun_bridge.sdk.archetypes.memory import Bytes, copied, joined

__all__ = ['Numbers', 'any_array', 'native_array']

CODES = {
    np.dtype(name): code
    for name, code in (
        ('?', '?'), ('i1', 'b'), ('u1', 'B'), ('i2', 'h'), ('u2', 'H'), ('i4', 'i'), ('u4', 'I'),
        ('i8', 'q'), ('u8', 'Q'), ('f2', 'e'), ('f4', 'f'), ('f8', 'd'),
    )
}  # fmt: skip
"""Of ``struct``: numpy's own letters have other sizes there."""


def any_array(value: Any, name: str) -> npt.NDArray[Any]:
    """
    Return numbers as an array of whatever dtype they have.

    :param name: of the component, for errors.
    :raises TypeError: they are no numbers.
    :raises ValueError: they are lists of different lengths.
    """
    try:
        array = np.asarray(value)
    except (ValueError, Warning):  # numpy 1.21 warns, and makes an array of objects
        raise ValueError(f'{name}: lists of different lengths') from None
    if array.dtype.kind not in 'biuf' and array.size:
        raise TypeError(f'{name}: {_described(value)}, wanted numbers')
    return array


def native_array(value: Any, name: str, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """
    Return numbers as an array of a dtype; its own memory where that fits.

    :param name: of the component, for errors.
    :raises TypeError: they are no numbers, or of fractions where the component has none.
    :raises ValueError: they are out of the dtype's range, or lists of different lengths.
    """
    array = any_array(value, name)
    if array.dtype == dtype:
        return array
    if dtype.kind in 'iu' and array.size:
        _check_fit(array, name, dtype)
    with np.errstate(over='ignore'):  # a float too large becomes infinite, as anywhere in numpy
        return array.astype(dtype)


def _check_fit(array: npt.NDArray[Any], name: str, dtype: np.dtype[Any]) -> None:
    if array.dtype.kind == 'f' and not (array == np.trunc(array)).all():
        raise TypeError(f'{name}: {array.dtype} with fractions, wanted whole numbers ({dtype})')
    low, high, limits = array.min().item(), array.max().item(), np.iinfo(dtype)
    if low < limits.min or high > limits.max:
        raise ValueError(f'{name}: {low if low < limits.min else high} does not fit into {dtype}')


def _described(value: Any) -> str:
    """Say what was given instead, in a few words."""
    text = repr(value)
    kind = type(value).__name__
    return f'{kind} {text}' if len(text) <= 40 else f'{kind} {text[:37]}...'


class Numbers:
    """
    Cells of numbers or vectors: their bytes.

    :param name: of the component, for errors.
    :param dtype: of a number.
    :param shape: of an instance; () for plain numbers.
    """

    empty = b''

    def __init__(self, name: str, dtype: npt.DTypeLike, shape: tuple[int, ...] = ()) -> None:
        self.name = name
        self.dtype = np.dtype(dtype)
        self.shape = shape
        self.size = math.prod(shape)
        self._pack = struct.Struct(f'={self.size}{CODES[self.dtype]}').pack
        self._instance_bytes = self.size * self.dtype.itemsize

    def cell(self, value: Any) -> Bytes:
        """Return the bytes of the numbers of a row."""
        kind = type(value)
        try:  # one instance, by far the most
            if kind is list or kind is tuple:
                return self._pack(*value)
            if kind is not np.ndarray:
                return self._pack(value)
            if value.shape == self.shape:
                return self._pack(*value.tolist())
        except (struct.error, OverflowError, TypeError, ValueError):
            pass
        return self._array_cell(value)

    def _array_cell(self, value: Any) -> Bytes:
        array = native_array(value, self.name, self.dtype)
        if array.size and not self._fits(array):
            wanted = ', '.join(map(str, ('n', *self.shape)))
            raise ValueError(f'{self.name}: shape {array.shape}, wanted ({wanted})')
        return copied(array)

    def _fits(self, array: npt.NDArray[Any]) -> bool:
        """Whether these are whole instances; numbers may also be just one after the other."""
        if array.ndim <= 1:
            return not array.size % self.size
        if self.shape:
            return array.shape[-len(self.shape) :] == self.shape
        return bool(array.size == max(array.shape))

    def counts(self, cells: Sequence[Bytes]) -> npt.NDArray[np.int64]:
        """Return how many instances each has."""
        sizes = np.fromiter(map(len, cells), np.int64, len(cells))
        return sizes // self._instance_bytes

    def values(self, cells: Sequence[Bytes]) -> Values:
        """Return all numbers, shape (instances, size)."""
        return self.array(cells)

    def array(self, cells: Sequence[Bytes]) -> npt.NDArray[Any]:
        """Return all numbers, shape (instances, size)."""
        return np.frombuffer(joined(cells), self.dtype).reshape(-1, self.size)

    def size_bytes(self, cell: Bytes) -> int:
        """Return its length."""
        return len(cell)
