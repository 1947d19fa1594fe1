"""Flags: true or false."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.instances import Values
from rerun_bridge.sdk.archetypes.memory import Bytes

__all__ = ['Flags']


class Flags(Numbers):
    """
    Cells of flags: a byte each.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, np.bool_)

    def values(self, cells: Sequence[Bytes]) -> Values:
        """Return all flags, shape (instances,)."""
        return self.array(cells).reshape(-1)

    def cell(self, value: Any) -> Bytes:
        """Return the bytes of the flags of a row."""
        if value is True:
            return b'\1'
        if value is False:
            return b'\0'
        return self._array_cell(value)
