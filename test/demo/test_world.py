"""Rays meet what stands in the yard."""

from __future__ import annotations

import numpy as np

from demo.robot import LAP_S, motion
from demo.world import BOXES, WALLS, cast, occupied


def test_rays_from_the_centre_meet_the_pillars_the_fence_and_the_open_gate() -> None:
    """East and west there are pillars, north and south the fence, and the gate lets a ray out."""
    zero = np.zeros(1)
    angles = np.array([[0.0, np.pi, np.pi / 2, -np.pi / 2]])
    np.testing.assert_allclose(
        cast(WALLS, zero, zero, angles).distance_m, [[1.9, 1.9, 4, 4]], atol=1e-5
    )
    out = cast(WALLS, np.array([5.0]), zero, np.zeros((1, 1)))
    assert np.isinf(out.distance_m).all()


def test_every_hit_lies_on_the_face_it_names() -> None:
    """The point that a ray reaches is on the line of its face, for both structures."""
    pose = motion(np.linspace(0, LAP_S, 50)).pose
    angles = np.linspace(-np.pi, np.pi, 90)[None] + np.zeros((50, 1))
    for structure in (WALLS, BOXES):
        hits = cast(structure, pose.x, pose.y, angles)
        met = np.isfinite(hits.distance_m)
        assert met.any()
        x = (pose.x[:, None] + hits.distance_m * np.cos(angles))[met]
        y = (pose.y[:, None] + hits.distance_m * np.sin(angles))[met]
        x0, y0, x1, y1 = structure.faces[hits.face[met]].T
        off = (x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)
        np.testing.assert_allclose(off / np.hypot(x1 - x0, y1 - y0), 0, atol=1e-4)


def test_the_robot_hits_nothing() -> None:
    """There is room around the whole lap."""
    pose = motion(np.linspace(0, LAP_S, 500)).pose
    around = np.linspace(0, 2 * np.pi, 16)[:, None]
    assert not occupied(pose.x + 0.4 * np.cos(around), pose.y + 0.4 * np.sin(around), 0.1).any()
