"""Instances of any size each: texts, blobs, strips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ['Items']


class Items:
    """
    Cells of such instances: tuples of them.

    :param name: of the component, for errors.
    """

    empty: tuple[Any, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def counts(self, cells: Sequence[tuple[Any, ...]]) -> list[int]:
        """Return how many instances each has."""
        return list(map(len, cells))

    def size_bytes(self, cell: tuple[Any, ...]) -> int:
        """Return how long they are together."""
        return len(cell[0]) if len(cell) == 1 else sum(map(len, cell))  # nearly always one
