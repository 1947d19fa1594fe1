"""What the three axes of a frame mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.archetype import Archetype
from rerun_bridge.sdk.archetypes.cells.choices import member
from rerun_bridge.sdk.archetypes.cells.nesting import nesting
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.enums import ViewDir
from rerun_bridge.sdk.archetypes.memory import Bytes

__all__ = ['Axes']


class Axes(Numbers):
    """
    Cells of such meanings: three bytes each.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, np.uint8, (3,))

    def cell(self, value: Any) -> Bytes:
        """Return the bytes of ``ViewCoordinates``, or of one ``ViewDir`` per axis."""
        if isinstance(value, Archetype):
            (cell,) = value.cells.values()
            return cell  # type: ignore[no-any-return]
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not hasattr(value, '__iter__') or isinstance(value, str):
            kind = type(value).__name__
            raise TypeError(f'{self.name}: {kind}, wanted ViewCoordinates or a ViewDir per axis')
        given = list(value)
        if given and (isinstance(given[0], Archetype) or nesting(given[0])):
            return b''.join([self.cell(each) for each in given])
        return super().cell([member(ViewDir, each, self.name) for each in given])
