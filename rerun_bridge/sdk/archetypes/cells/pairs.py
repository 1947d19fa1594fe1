"""Pairs of texts: the edges of graphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.arrow_types import PAIR, UTF8
from rerun_bridge.sdk.archetypes.cells.items import Items
from rerun_bridge.sdk.archetypes.instances import instances, struct_array
from rerun_bridge.sdk.arrow.arrays import Array

__all__ = ['Pairs']


class Pairs(Items):
    """
    Cells of pairs: tuples of all texts, two for each.

    :param name: of the component, for errors.
    """

    def cell(self, value: Any) -> tuple[str, ...]:
        """Return the pairs of a row: one, or several."""
        given = value.tolist() if isinstance(value, np.ndarray) else value
        if _is_pair(given):
            return tuple(given)
        if not isinstance(given, Iterable) or not all(map(_is_pair, given := list(given))):
            raise TypeError(f'{self.name}: {value!r:.60}, wanted pairs of texts')
        return tuple(chain.from_iterable(given))

    def counts(self, cells: Sequence[tuple[str, ...]]) -> list[int]:
        """Return how many pairs each has."""
        return [len(cell) // 2 for cell in cells]

    def values(self, cells: Sequence[tuple[str, ...]]) -> Array:
        """Return all pairs."""
        texts = list(chain.from_iterable(cells))
        columns = [instances(texts[0::2], UTF8), instances(texts[1::2], UTF8)]
        return struct_array(PAIR, columns)


def _is_pair(value: Any) -> bool:
    is_sequence = isinstance(value, (list, tuple)) and len(value) == 2
    return is_sequence and all(isinstance(each, str) for each in value)
