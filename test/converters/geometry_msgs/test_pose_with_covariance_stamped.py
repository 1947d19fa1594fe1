"""Poses with an ellipsoid around them."""

from __future__ import annotations

import numpy as np
import pytest

from test.support.messages import draw, quaternion, xyz


def test_pose_and_ellipsoid() -> None:
    """The ellipsoid is where the pose is, two standard deviations wide."""
    pose = {'position': xyz(1, 2, 3), 'orientation': quaternion(0, 0, 0, 1)}
    covariance = np.diag([0.25, 0.0625, 0, 0, 0, 1]).reshape(-1).tolist()
    with_covariance = {'pose': pose, 'covariance': covariance}
    type_name = 'geometry_msgs/msg/PoseWithCovarianceStamped'
    drawn = draw(type_name, [{'pose': with_covariance}, {'pose': {'pose': pose}}])
    assert drawn.cells('InstancePoses3D:translations') == [[[1, 2, 3]]] * 2
    assert drawn.cells('Ellipsoids3D:half_sizes') == [[pytest.approx([1, 0.5, 0])], []]
    assert len(drawn.cells('Ellipsoids3D:quaternions')[0]) == 1
    assert sorted(drawn.static['']) == ['Ellipsoids3D:colors', 'TransformAxes3D:axis_length']
    assert drawn.parts[-1].held == {'Ellipsoids3D:half_sizes', 'Ellipsoids3D:quaternions'}


def test_without_covariance() -> None:
    """Nothing is drawn around the pose, and what was there before is cleared."""
    drawn = draw('geometry_msgs/msg/PoseWithCovarianceStamped', [{}, {}])
    assert drawn.cells('Ellipsoids3D:half_sizes') == [[], []]
