"""Odometry, against its messages one by one."""

from __future__ import annotations

from typing import Any

import numpy as np

from test.support.messages import draw, quaternion, xyz


def message(seed: int) -> dict[str, Any]:
    """Return a message with numbers of its own."""
    rng = np.random.default_rng(seed)
    pose = {'position': xyz(*rng.normal(size=3)), 'orientation': quaternion(*rng.normal(size=4))}
    twist = {'linear': xyz(*rng.normal(size=3)), 'angular': xyz(*rng.normal(size=3))}
    root = rng.normal(size=(6, 6))
    return {
        'header': {'frame_id': 'odom'},
        'pose': {'pose': pose, 'covariance': (root @ root.T).reshape(-1).tolist()},
        'twist': {'twist': twist},
    }


def test_pose_ellipsoid_and_plots() -> None:
    """Over several batches; the plots are on an entity of their own."""
    messages = [message(seed) for seed in range(7)]
    drawn = draw('nav_msgs/msg/Odometry', messages[:4], messages[4:])
    assert list(drawn.rows) == ['', 'twist']
    for row, sent in enumerate(messages):
        pose, twist = sent['pose']['pose'], sent['twist']['twist']
        position = np.float32(list(pose['position'].values())).tolist()
        orientation = np.float32(list(pose['orientation'].values())).tolist()
        assert drawn.cells('InstancePoses3D:translations')[row] == [position]
        assert drawn.cells('InstancePoses3D:quaternions')[row] == [orientation]
        speeds = [*twist['linear'].values(), *twist['angular'].values()]
        assert drawn.cells('Scalars:scalars', 'twist')[row] == speeds
        assert len(drawn.cells('Ellipsoids3D:half_sizes')[row]) == 1
    assert drawn.static['twist']['SeriesLines:names'][::5] == [
        'linear x (m/s)',
        'angular z (rad/s)',
    ]


def test_values_that_are_none() -> None:
    """A driver that knows no covariance, and one that knows nothing."""
    nan = float('nan')
    unknown = {
        'pose': {'pose': {'position': xyz(nan, nan, nan)}, 'covariance': [-1.0] + [0.0] * 35}
    }
    drawn = draw('nav_msgs/msg/Odometry', [unknown, {}])
    assert drawn.cells('Ellipsoids3D:half_sizes') == [[], []]
    assert np.isnan(drawn.cells('InstancePoses3D:translations')[0][0]).all()
    assert drawn.cells('InstancePoses3D:quaternions') == [[[0, 0, 0, 0]]] * 2
