"""Shapes in space."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Boxes3D, Ellipsoids3D, RotationAxisAngle
from test.support.archetypes import logged


def test_boxes_by_their_corners() -> None:
    """They become half sizes and centres."""
    found = logged(Boxes3D(mins=[[1, 2, 3]], sizes=[[2, 4, 6]]))
    assert found == {'half_sizes': [[1, 2, 3]], 'centers': [[2, 4, 6]]}


def test_rotations_of_either_kind() -> None:
    """The other kind is emptied."""
    turn = RotationAxisAngle([0, 0, 1], 1)
    found = logged(Boxes3D(half_sizes=[1, 1, 1], rotations=[turn]))
    assert (len(found['rotation_axis_angles']), found['quaternions']) == (1, [])
    with pytest.raises(ValueError, match='Boxes3D: rotations beside'):
        Boxes3D(half_sizes=[1, 1, 1], rotations=[turn], quaternions=[0, 0, 0, 1])


def test_spheres_by_their_radii() -> None:
    """One or several."""
    assert logged(Ellipsoids3D(radii=2)) == {'half_sizes': [[2, 2, 2]]}
    found = logged(Ellipsoids3D(radii=np.array([1, 2])))
    assert found == {'half_sizes': [[1, 1, 1], [2, 2, 2]]}
    with pytest.raises(ValueError, match='Ellipsoids3D: radii beside half_sizes'):
        Ellipsoids3D(radii=1, half_sizes=[1, 1, 1])
