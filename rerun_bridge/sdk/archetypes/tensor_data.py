"""Tensors: numbers in any number of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['TensorData']


class TensorData:
    """
    Numbers in any number of dimensions.

    :param shape: of the numbers in ``buffer``.
    :param buffer: all numbers, the last dimension's next to each other.
    :param array: instead of the two.
    :param dim_names: of the dimensions.
    :raises ValueError: they do not fit each other.
    """

    __slots__ = ('array', 'dim_names')

    def __init__(
        self,
        *,
        shape: Sequence[int] | None = None,
        buffer: npt.ArrayLike | None = None,
        array: npt.ArrayLike | None = None,
        dim_names: Sequence[str] | None = None,
    ) -> None:
        if (array is None) == (buffer is None):
            raise ValueError('TensorData: give either array or buffer')
        self.array: npt.NDArray[Any] = np.asarray(buffer if array is None else array)
        if array is None:
            if shape is None:
                raise ValueError('TensorData: a buffer needs a shape')
            self.array = self.array.reshape(tuple(shape))
        elif shape is not None and tuple(shape) != self.array.shape:
            raise ValueError(f'TensorData: array of shape {self.array.shape}, not {tuple(shape)}')
        self.dim_names = None if dim_names is None else tuple(dim_names)
        if self.dim_names is not None and len(self.dim_names) != self.array.ndim:
            names, count = self.dim_names, self.array.ndim
            raise ValueError(f'TensorData: {count} dimensions, but the names {names}')

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each dimension."""
        return self.array.shape

    def numpy(self) -> npt.NDArray[Any]:
        """Return the numbers."""
        return self.array

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return the numbers."""
        return self.array.astype(dtype or self.array.dtype)
