"""Rotations about an axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rerun_bridge.sdk.archetypes.arrow_types import AXIS_ANGLE, VEC3
from rerun_bridge.sdk.archetypes.cells.numbers import Numbers
from rerun_bridge.sdk.archetypes.instances import instances, struct_array
from rerun_bridge.sdk.archetypes.memory import Bytes
from rerun_bridge.sdk.archetypes.rotations import RotationAxisAngle
from rerun_bridge.sdk.arrow.arrays import Array
from rerun_bridge.sdk.arrow_lists import number_array

__all__ = ['AxisAngles']


class AxisAngles(Numbers):
    """
    Cells of rotations about an axis: the axis and the angle, four floats each.

    :param name: of the component, for errors.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, np.float32, (4,))

    def cell(self, value: Any) -> Bytes:
        """Return the axes and angles of a row."""
        if isinstance(value, RotationAxisAngle):
            return super().cell((*value.axis.tolist(), value.angle.radians))
        if isinstance(value, (list, tuple)):
            return b''.join([self.cell(each) for each in value])
        raise TypeError(f'{self.name}: {type(value).__name__}, wanted a RotationAxisAngle')

    def values(self, cells: Sequence[Bytes]) -> Array:
        """Return all rotations."""
        floats = self.array(cells)
        columns = [instances(floats[:, :3], VEC3), number_array(floats[:, 3])]
        return struct_array(AXIS_ANGLE, columns)
