"""Values at positions of a buffer, many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ['Bytes', 'Ints', 'Numbers', 'address', 'distinct', 'gather', 'gatherer', 'spacing']

MARKS_PER_NUMBER = 16

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]


def address(numbers: Numbers) -> int:
    """Return where an array is in memory; numpy's own ``ctypes.data`` takes twice as long."""
    place: int = numbers.__array_interface__['data'][0]
    return place


def spacing(at: Ints) -> int:
    """Return how far positions are from one to the next; 0 where that differs."""
    if len(at) < 2:
        return 1
    first, step = int(at[0]), int(at[1]) - int(at[0])
    if step <= 0 or int(at[-1]) - first != step * (len(at) - 1):
        return 0
    return step if bool((at[1:] - at[:-1] == step).all()) else 0


def distinct(numbers: Ints) -> Ints:
    """
    Return the numbers that occur, in order; where they are small, without sorting them.

    ``numpy.unique`` loads masked arrays before it looks at the first number, for 7 ms.
    """
    if len(numbers) == 0:
        return numbers
    largest = int(numbers.max())
    if int(numbers.min()) >= 0 and largest < MARKS_PER_NUMBER * len(numbers):
        occurs = np.zeros(largest + 1, np.bool_)
        occurs[numbers] = True
        return np.flatnonzero(occurs)
    ordered = np.sort(numbers)
    is_first = np.append(True, ordered[1:] != ordered[:-1])
    return np.compress(is_first, ordered)


def gather(buffer: Bytes, at: Ints, dtype: np.dtype[Any]) -> Numbers:
    """Return the values at byte positions; a view where they are evenly spaced."""
    count, size = len(at), dtype.itemsize
    if count == 0:
        return np.empty(0, dtype)
    if step := spacing(at):
        return np.ndarray((count,), dtype, buffer, int(at[0]), (step,))
    windows = np.ndarray((len(buffer) - size + 1,), f'V{size}', buffer, strides=(1,))
    return windows[at].view(dtype)


def gatherer(buffer: Bytes, at: Ints) -> Callable[[int, np.dtype[Any]], Numbers]:
    """Return what gives the values so many bytes behind each position: :func:`gather`, often."""
    if len(at) == 0 or not (step := spacing(at)):
        return lambda behind, dtype: gather(buffer, at + behind, dtype)
    first, rows = int(at[0]), (len(at),)
    return lambda behind, dtype: np.ndarray(rows, dtype, buffer, first + behind, (step,))
