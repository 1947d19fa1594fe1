"""Scales and radii."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import Radius, Scale3D


def test_radii_in_points_of_the_screen_are_negative() -> None:
    """However they come."""
    assert float(Radius.ui_points(5)) == -5
    assert Radius.ui_points([1, -2]).tolist() == [-1, -2]


def test_scales() -> None:
    """One number for all axes, or three."""
    assert np.asarray(Scale3D(2)).tolist() == [2, 2, 2]
    assert np.asarray(Scale3D([1, 2, 3])).tolist() == [1, 2, 3]
    assert repr(Scale3D()) == 'Scale3D([1.0, 1.0, 1.0])'
    with pytest.raises(ValueError, match=r'Scale3D: shape \(2,\)'):
        Scale3D([1, 2])
