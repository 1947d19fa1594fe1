"""Poses and their ellipsoids."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.converters.poses import axes, ellipsoid_look, ellipsoids, poses
from rerun_bridge.sdk.component import ComponentColumn
from test.geometry.test_quaternions import matrix
from test.support.messages import Values, columns_of_type, quaternion, xyz

TYPE = 'geometry_msgs/msg/PoseWithCovarianceStamped'
TURNED = quaternion(0, 0, np.sqrt(0.5), np.sqrt(0.5))


def message(covariance: dict[tuple[int, int], float], **orientation: float) -> Values:
    """Return a message with some terms of its covariance."""
    terms = np.zeros((6, 6))
    for place, value in covariance.items():
        terms[place] = terms[place[::-1]] = value
    pose = {'orientation': orientation or TURNED}
    return {'pose': {'pose': pose, 'covariance': terms.reshape(-1).tolist()}}


def cells(columns: tuple[ComponentColumn, ...]) -> list[list[object]]:
    """Return the rows of each component."""
    return [column.lists.to_pylist() for column in columns]


def test_numbers_are_as_they_were_sent() -> None:
    """Rotations too, even if they are none."""
    bad = quaternion(0, 0, 0, 0)
    messages = [
        {'position': xyz(1, 2, 3), 'orientation': quaternion(0.5, -0.5, 2, 0)},
        {'position': xyz(-1, 0, 0.5), 'orientation': bad},
    ]
    positions, orientations = cells(poses(columns_of_type('geometry_msgs/msg/Pose', messages), ''))
    assert positions == [[[1, 2, 3]], [[-1, 0, 0.5]]]
    assert orientations == [[[0.5, -0.5, 2, 0]], [[0, 0, 0, 0]]]


def test_looks_are_one_row() -> None:
    """An axis length for all poses, a colour for all ellipsoids."""
    assert cells((axes(0.5), ellipsoid_look())) == [[[0.5]], [[0xCC33CC4C]]]


def test_spheres() -> None:
    """Two standard deviations, and no turn; a message without covariance has none."""
    sphere = message({(0, 0): 0.04, (1, 1): 0.04, (2, 2): 0.04})
    (half_sizes,) = cells(
        ellipsoids(columns_of_type(TYPE, [message({}), sphere, message({})]), 'pose')
    )
    assert half_sizes == [[], [pytest.approx([0.4] * 3)], []]


def test_an_ellipsoid_does_not_turn_with_its_pose() -> None:
    """The covariance is in the frame of the header: with the pose's turn it is where it was."""
    terms = {(0, 0): 0.04, (0, 1): 0.03, (1, 1): 0.09, (2, 2): 0.01, (1, 2): 0.005}
    none = message({})
    expected = np.array([[0.04, 0.03, 0], [0.03, 0.09, 0.005], [0, 0.005, 0.01]])
    columns = columns_of_type(TYPE, [message(terms), none, message(terms, x=0.6, w=0.8)])
    half_sizes, turns = cells(ellipsoids(columns, 'pose'))
    assert half_sizes[1] == turns[1] == []
    for row, pose in ((0, (0, 0, np.sqrt(0.5), np.sqrt(0.5))), (2, (0.6, 0, 0, 0.8))):
        turn = matrix(np.array(pose)) @ matrix(np.array(turns[row][0]))
        found = turn @ np.diag((np.array(half_sizes[row][0]) / 2) ** 2) @ turn.T
        assert np.allclose(found, expected, atol=1e-7)


def test_a_pose_without_rotation_turns_nothing() -> None:
    """The viewer takes a zero quaternion for the identity, and so does its ellipsoid."""
    flat = message({(0, 0): 0.04, (1, 1): 0.01}, w=0.0)
    half_sizes, turns = cells(ellipsoids(columns_of_type(TYPE, [flat]), 'pose'))
    assert half_sizes == [[pytest.approx([0.4, 0.2, 0])]]
    assert np.abs(turns[0][0]).tolist() == [0, 0, 0, 1]
