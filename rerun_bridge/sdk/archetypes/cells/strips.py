"""Strips: lines of several points each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.cells.items import Items
from rerun_bridge.sdk.archetypes.cells.nesting import nesting
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.memory import Bytes

__all__ = ['Strips']


class Strips(Items):
    """
    Cells of strips: tuples with the bytes of each strip's points.

    :param name: of the component, for errors.
    :param dtype: of a coordinate.
    :param size: coordinates of a point.
    """

    def __init__(self, name: str, dtype: npt.DTypeLike, size: int) -> None:
        super().__init__(name)
        self._points = Numbers(name, dtype, (size,))

    def cell(self, value: Any) -> tuple[Bytes, ...]:
        """Return the strips of a row: one of shape (points, k), or a sequence of such."""
        if isinstance(value, (list, tuple)) and not value:
            return ()
        strips = value if nesting(value) > 2 else [value]
        return tuple([self._points.cell(strip) for strip in strips])

    def values(
        self, cells: Sequence[tuple[Bytes, ...]]
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
        """Return all points and the strips' offsets."""
        strips = list(chain.from_iterable(cells))
        counts = self._points.counts(strips)
        offsets = np.fromiter(accumulate(counts, initial=0), np.int64, len(strips) + 1)
        return self._points.array(strips), offsets
