"""Rotations about an axis, of rows."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.archetypes import InstancePoses3D, RotationAxisAngle

ROTATIONS = InstancePoses3D.rotation_axis_angles


def test_one_rotation_or_several() -> None:
    """Axis and angle stand side by side."""
    one, two = RotationAxisAngle([1, 2, 3], 0.5), RotationAxisAngle([0, 0, 1], radians=2)
    lists = ROTATIONS.rows([ROTATIONS.cell(one), None, ROTATIONS.cell([one, two])]).lists
    lists.to_pyarrow().validate(full=True)
    found = lists.to_pylist()
    assert found[0] == [{'axis': [1, 2, 3], 'angle': 0.5}]
    assert found[1:] == [None, [*found[0], {'axis': [0, 0, 1], 'angle': 2}]]


def test_numbers_are_no_rotation() -> None:
    """They could be a quaternion."""
    with pytest.raises(TypeError, match='InstancePoses3D:rotation_axis_angles: '):
        ROTATIONS.cell([1, 0, 0, 1])
