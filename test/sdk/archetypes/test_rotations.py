"""Rotations and angles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Angle, Quaternion, RotationAxisAngle
from rerun_bridge.sdk.archetypes.rotations import told_apart


def test_angles_in_degrees_and_radians() -> None:
    """Are the same."""
    assert Angle(deg=90).radians == float(Angle(math.pi / 2)) == Angle(rad=math.pi / 2).radians
    for axis_angle in (
        RotationAxisAngle([0, 0, 1], degrees=90),
        RotationAxisAngle([0, 0, 1], radians=math.pi / 2),
        RotationAxisAngle([0, 0, 1], math.pi / 2),
        RotationAxisAngle([0, 0, 1], Angle(deg=90)),
    ):
        assert axis_angle.angle.radians == math.pi / 2


def test_a_quaternion_is_an_array_of_four() -> None:
    """Alone or several."""
    assert np.asarray(Quaternion(xyzw=[1, 2, 3, 4])).tolist() == [1, 2, 3, 4]
    assert np.asarray([Quaternion.identity(), Quaternion.invalid()]).shape == (2, 4)
    assert np.asarray(Quaternion.identity(), np.float64).dtype == np.float64


@pytest.mark.parametrize(
    'make',
    [
        lambda: Angle(),
        lambda: Angle(rad=1, deg=1),
        lambda: Quaternion(xyzw=[1, 2, 3]),
        lambda: RotationAxisAngle([1, 2], 1),
        lambda: RotationAxisAngle([1, 2, 3]),
        lambda: RotationAxisAngle([1, 2, 3], 1, degrees=1),
    ],
)
def test_what_is_no_rotation(make: Any) -> None:
    """Is told."""
    with pytest.raises(ValueError, match=r'Angle|Quaternion'):
        make()


def test_rotations_are_told_apart() -> None:
    """One kind gets all, the other none."""
    axis, quaternion = RotationAxisAngle([0, 0, 1], 1), Quaternion.identity()
    assert told_apart([axis]) == ([axis], ())
    assert told_apart(axis) == (axis, ())
    assert told_apart(quaternion) == ((), quaternion)
    assert told_apart([[0, 0, 0, 1]]) == ((), [[0, 0, 0, 1]])
    assert told_apart([]) == ((), [])


def test_they_show_how_they_are_made() -> None:
    """For people who look at them."""
    assert repr(Quaternion.identity()) == 'Quaternion(xyzw=[0.0, 0.0, 0.0, 1.0])'
    assert (
        repr(RotationAxisAngle([0, 0, 1], 2)) == 'RotationAxisAngle([0.0, 0.0, 1.0], radians=2.0)'
    )
    assert repr(Angle(2)) == 'Angle(rad=2.0)'
