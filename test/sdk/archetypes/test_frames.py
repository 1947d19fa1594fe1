"""Transforms and frames."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk.archetypes import Quaternion, RotationAxisAngle, Scale3D, Transform3D
from test.support.archetypes import logged


def test_a_rotation_of_either_kind() -> None:
    """Numbers are a quaternion."""
    quaternion = {'quaternion': [[0, 0, 0, 1]]}
    assert logged(Transform3D(rotation=Quaternion.identity())) == quaternion
    assert logged(Transform3D(rotation=[0, 0, 0, 1])) == quaternion
    axis = {'rotation_axis_angle': [{'axis': [0, 0, 1], 'angle': 2}]}
    assert logged(Transform3D(rotation=RotationAxisAngle([0, 0, 1], 2))) == axis


@pytest.mark.parametrize('scale', [2, 2.0, [2], [2, 2, 2], Scale3D(2), Scale3D([2, 2, 2])])
def test_a_scale_for_all_axes(scale: Any) -> None:
    """One number, or three."""
    assert logged(Transform3D(scale=scale)) == {'scale': [[2, 2, 2]]}


def test_the_old_name_of_the_relation() -> None:
    """Only the direction that is not the default is logged."""
    assert logged(Transform3D(from_parent=True)) == {'relation': [2]}
    assert logged(Transform3D(from_parent=False)) == {}


@pytest.mark.parametrize(
    'arguments',
    [
        {'rotation': [0, 0, 0, 1], 'quaternion': [0, 0, 0, 1]},
        {'from_parent': True, 'relation': 1},
        {'translation': [1, 2]},
        {'quaternion': [1, 2, 3]},
        {'scale': [1, 2]},
        {'child_frame': 5},
        {'rotation_axis_angle': [0, 0, 1]},
    ],
    ids=str,
)
def test_what_cannot_be(arguments: dict[str, Any]) -> None:
    """Is told."""
    with pytest.raises((TypeError, ValueError), match='Transform3D'):
        Transform3D(**arguments)
