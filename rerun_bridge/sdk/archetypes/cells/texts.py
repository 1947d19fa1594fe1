"""Texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.cells.items import Items

__all__ = ['Texts']


class Texts(Items):
    """
    Cells of texts: tuples of them.

    :param name: of the component, for errors.
    """

    def cell(self, value: Any) -> tuple[str, ...]:
        """Return the texts of a row."""
        if isinstance(value, str):
            return (value,)
        if isinstance(value, np.ndarray):
            value = value.ravel().tolist()
        are_many = isinstance(value, Iterable) and not isinstance(value, bytes)
        texts = tuple(value) if are_many else (value,)
        for text in texts:
            if not isinstance(text, str):
                raise TypeError(f'{self.name}: {type(text).__name__} {text!r:.40}, wanted text')
        return texts

    def values(self, cells: Sequence[tuple[str, ...]]) -> list[str]:
        """Return all texts."""
        return list(chain.from_iterable(cells))
