"""What the axes of a frame mean."""

from __future__ import annotations

from typing import ClassVar

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import AXES
from rerun_bridge.sdk.archetypes.inputs import AxesLike

__all__ = ['ViewCoordinates']


class ViewCoordinates(Archetype):
    """
    What the axes of a frame mean.

    ``RDF`` is x right, y down, z forward. ``RIGHT_HAND_Z_UP`` is ``RFU``.

    :param xyz: a ``ViewDir`` for each axis, or one of the constants.
    """

    xyz = Component('ViewCoordinates', AXES)

    def __init__(self, xyz: AxesLike) -> None:
        self._log(locals())

    BDL: ClassVar[ViewCoordinates]
    BDR: ClassVar[ViewCoordinates]
    BLD: ClassVar[ViewCoordinates]
    BLU: ClassVar[ViewCoordinates]
    BRD: ClassVar[ViewCoordinates]
    BRU: ClassVar[ViewCoordinates]
    BUL: ClassVar[ViewCoordinates]
    BUR: ClassVar[ViewCoordinates]
    DBL: ClassVar[ViewCoordinates]
    DBR: ClassVar[ViewCoordinates]
    DFL: ClassVar[ViewCoordinates]
    DFR: ClassVar[ViewCoordinates]
    DLB: ClassVar[ViewCoordinates]
    DLF: ClassVar[ViewCoordinates]
    DRB: ClassVar[ViewCoordinates]
    DRF: ClassVar[ViewCoordinates]
    FDL: ClassVar[ViewCoordinates]
    FDR: ClassVar[ViewCoordinates]
    FLD: ClassVar[ViewCoordinates]
    FLU: ClassVar[ViewCoordinates]
    FRD: ClassVar[ViewCoordinates]
    FRU: ClassVar[ViewCoordinates]
    FUL: ClassVar[ViewCoordinates]
    FUR: ClassVar[ViewCoordinates]
    LBD: ClassVar[ViewCoordinates]
    LBU: ClassVar[ViewCoordinates]
    LDB: ClassVar[ViewCoordinates]
    LDF: ClassVar[ViewCoordinates]
    LFD: ClassVar[ViewCoordinates]
    LFU: ClassVar[ViewCoordinates]
    LUB: ClassVar[ViewCoordinates]
    LUF: ClassVar[ViewCoordinates]
    RBD: ClassVar[ViewCoordinates]
    RBU: ClassVar[ViewCoordinates]
    RDB: ClassVar[ViewCoordinates]
    RDF: ClassVar[ViewCoordinates]
    RFD: ClassVar[ViewCoordinates]
    RFU: ClassVar[ViewCoordinates]
    RUB: ClassVar[ViewCoordinates]
    RUF: ClassVar[ViewCoordinates]
    UBL: ClassVar[ViewCoordinates]
    UBR: ClassVar[ViewCoordinates]
    UFL: ClassVar[ViewCoordinates]
    UFR: ClassVar[ViewCoordinates]
    ULB: ClassVar[ViewCoordinates]
    ULF: ClassVar[ViewCoordinates]
    URB: ClassVar[ViewCoordinates]
    URF: ClassVar[ViewCoordinates]
    RIGHT_HAND_X_UP: ClassVar[ViewCoordinates]
    RIGHT_HAND_X_DOWN: ClassVar[ViewCoordinates]
    RIGHT_HAND_Y_UP: ClassVar[ViewCoordinates]
    RIGHT_HAND_Y_DOWN: ClassVar[ViewCoordinates]
    RIGHT_HAND_Z_UP: ClassVar[ViewCoordinates]
    RIGHT_HAND_Z_DOWN: ClassVar[ViewCoordinates]
    LEFT_HAND_X_UP: ClassVar[ViewCoordinates]
    LEFT_HAND_X_DOWN: ClassVar[ViewCoordinates]
    LEFT_HAND_Y_UP: ClassVar[ViewCoordinates]
    LEFT_HAND_Y_DOWN: ClassVar[ViewCoordinates]
    LEFT_HAND_Z_UP: ClassVar[ViewCoordinates]
    LEFT_HAND_Z_DOWN: ClassVar[ViewCoordinates]


HANDS = {
    'LEFT_HAND_X_DOWN': 'DRF',
    'LEFT_HAND_X_UP': 'URB',
    'LEFT_HAND_Y_DOWN': 'RDB',
    'LEFT_HAND_Y_UP': 'RUF',
    'LEFT_HAND_Z_DOWN': 'RFD',
    'LEFT_HAND_Z_UP': 'RBU',
    'RIGHT_HAND_X_DOWN': 'DRB',
    'RIGHT_HAND_X_UP': 'URF',
    'RIGHT_HAND_Y_DOWN': 'RDF',
    'RIGHT_HAND_Y_UP': 'RUB',
    'RIGHT_HAND_Z_DOWN': 'RBD',
    'RIGHT_HAND_Z_UP': 'RFU',
}
"""Where the axes point to, as their three letters say it."""

DIRECTIONS = {'U': 1, 'D': 2, 'R': 3, 'L': 4, 'F': 5, 'B': 6}
"""The numbers of ``ViewDir`` by its letters."""

for _name in ViewCoordinates.__annotations__:
    _letters = HANDS.get(_name, _name)
    setattr(ViewCoordinates, _name, ViewCoordinates([DIRECTIONS[each] for each in _letters]))
