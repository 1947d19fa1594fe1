"""
Cells: what the values of one component in one row become until a column is made of many rows.

They are made of plain bytes and strings, which are quick to make, to keep and to join:

* instances of a fixed size (numbers, vectors, colours, flags …): ``bytes``, one after the other;
* the others (texts, blobs, strips): a tuple, one item each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes.instances import Values

__all__ = ['Cell', 'Cells']

Cell: TypeAlias = Any
"""Private to its component: only who made it knows what it is."""


class Cells(Protocol):
    """Makes and joins the cells of one component."""

    empty: Cell
    """No instances: what clears a component."""

    def cell(self, value: Any) -> Cell:
        """
        Return the values of a row, checked and copied.

        :raises TypeError: they are of another type.
        :raises ValueError: they are of another shape.
        """

    def counts(self, cells: Sequence[Cell]) -> list[int] | npt.NDArray[np.int64]:
        """Return how many instances each has."""

    def values(self, cells: Sequence[Cell]) -> Values:
        """Return the instances of all, one after the other."""

    def size_bytes(self, cell: Cell) -> int:
        """About how much memory one takes."""
