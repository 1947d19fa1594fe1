"""What the axes of frames mean."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes import ViewCoordinates
from test.support.archetypes import logged


def test_letters_say_where_the_axes_point_to() -> None:
    """U D R L F B are 1 to 6; every constant has three different axes."""
    letters = dict(zip('UDRLFB', range(1, 7)))
    named = [name for name in vars(ViewCoordinates) if name.isupper() and len(name) == 3]
    assert len(named) == 48
    for name in named:
        assert logged(getattr(ViewCoordinates, name))['xyz'] == [[letters[each] for each in name]]


def test_handedness() -> None:
    """Long names are short names."""
    assert ViewCoordinates.RIGHT_HAND_Z_UP.cells == ViewCoordinates.RFU.cells
    assert ViewCoordinates.LEFT_HAND_Y_UP.cells == ViewCoordinates.RUF.cells


def test_axes_of_ones_own() -> None:
    """By their names."""
    made = ViewCoordinates(['forward', 'left', 'up'])
    assert made.cells == ViewCoordinates.FLU.cells
