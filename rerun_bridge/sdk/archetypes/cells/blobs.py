"""Blobs: files, pixels, samples of a video."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.cells.items import Items
from rerun_bridge.sdk.archetypes.cells.numbers import native_array
from rerun_bridge.sdk.archetypes.memory import Bytes, copied, joined

__all__ = ['Blobs', 'blob']

UINT8 = np.dtype(np.uint8)


def blob(value: Any, name: str) -> Bytes:
    """
    Return the bytes of a buffer or an open file.

    :param name: of the component, for errors.
    :raises TypeError: it is neither.
    :raises ValueError: it holds numbers that are no bytes.
    """
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if hasattr(value, 'read'):
        return blob(value.read(), name)
    if isinstance(value, str):
        raise TypeError(f'{name}: str, wanted bytes, a uint8 array or an open file')
    return copied(native_array(value, name, UINT8))


class Blobs(Items):
    """
    Cells of blobs: tuples of their bytes.

    :param name: of the component, for errors.
    """

    def cell(self, value: Any) -> tuple[Bytes, ...]:
        """Return the blob of a row; a list or two-dimensional array has several."""
        if isinstance(value, bytes):
            return (value,)
        if isinstance(value, np.ndarray) and value.ndim > 1:
            return tuple([blob(each, self.name) for each in value])
        if isinstance(value, (list, tuple)) and not (value and isinstance(value[0], int)):
            return tuple([blob(each, self.name) for each in value])
        return (blob(value, self.name),)

    def apart(
        self, cells: Sequence[tuple[Bytes, ...] | None]
    ) -> list[npt.NDArray[np.uint8]] | None:
        """Return the blob of each row, where it is; None where some have not just one."""
        if not all(cell is not None and len(cell) == 1 for cell in cells):
            return None
        return [np.frombuffer(cell[0], np.uint8) for cell in cells if cell is not None]

    def values(
        self, cells: Sequence[tuple[Bytes, ...]]
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Return all bytes and the blobs' offsets."""
        blobs = list(chain.from_iterable(cells))
        offsets = np.fromiter(accumulate(map(len, blobs), initial=0), np.int64, len(blobs) + 1)
        return np.frombuffer(joined(blobs), np.uint8), offsets
