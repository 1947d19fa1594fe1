"""Ellipsoids of covariances against the covariances they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.geometry.covariance import PositionEllipsoids, position_ellipsoids
from test.geometry.test_quaternions import matrix

RNG = np.random.default_rng(8)
POSITION = np.ix_([0, 1, 2], [0, 1, 2])


def poses(*blocks: np.ndarray) -> np.ndarray:
    """Return covariances of poses with these position blocks and noise, shape (n, 36)."""
    result = RNG.normal(size=(len(blocks), 6, 6))
    result[:, :3, :3] = blocks
    return result.reshape(-1, 36)


def covariances_of(ellipsoids: PositionEllipsoids, sigmas: float) -> np.ndarray:
    """Return the position blocks that ellipsoids stand for."""
    turns = ellipsoids.quaternions
    blocks = []
    for row, half_size in enumerate(ellipsoids.half_sizes):
        turn = np.eye(3) if turns is None else matrix(turns[row])
        blocks.append(turn @ np.diag((half_size / sigmas) ** 2) @ turn.T)
    return np.array(blocks)


def random_covariance(correlated: str) -> np.ndarray:
    """Return a position block with correlations between some axes."""
    root = np.diag(RNG.uniform(0.1, 2, 3))
    for name in correlated.split():
        root['xyz'.index(name[0]), 'xyz'.index(name[1])] = RNG.normal()
    return root @ root.T


@pytest.mark.parametrize('correlated', ['', 'xy', 'xz', 'yz', 'xy xz yz'])
def test_an_ellipsoid_is_its_covariance(correlated: str) -> None:
    """Axes and turn give the covariance back, whatever the correlations."""
    blocks = [random_covariance(correlated) for _ in range(50)]
    ellipsoids = position_ellipsoids(poses(*blocks), 2.0)
    assert ellipsoids.is_drawn.all()
    assert np.allclose(covariances_of(ellipsoids, 2.0), blocks)


def test_kinds_mixed() -> None:
    """Rows do not disturb each other."""
    blocks = [random_covariance(kind) for kind in ('xy', '', 'xz', 'xy yz', '', 'xy')]
    ellipsoids = position_ellipsoids(poses(*blocks), 1.0)
    assert np.allclose(covariances_of(ellipsoids, 1.0), blocks)


def test_constant() -> None:
    """The same in every row is worked out once, with the same result."""
    block = random_covariance('xy xz yz')
    ellipsoids = position_ellipsoids(np.tile(poses(block), (5, 1)), 1.0)
    assert ellipsoids.is_drawn.tolist() == [True] * 5
    assert np.allclose(covariances_of(ellipsoids, 1.0), [block] * 5)


def test_spheres_need_no_turn() -> None:
    """The most frequent covariance: the same variance along all axes."""
    ellipsoids = position_ellipsoids(poses(np.eye(3) * 0.04, np.eye(3) * 0.09), 2.0)
    assert ellipsoids.quaternions is None
    assert np.allclose(ellipsoids.half_sizes, [[0.4] * 3, [0.6] * 3])


def test_flat() -> None:
    """A robot on the ground does not vary along z; an unknown axis is not drawn either."""
    flat, unknown = np.diag([0.01, 0.04, 0.0]), np.diag([0.01, 0.04, 1e6])
    unknown[0, 2] = unknown[2, 0] = 3.0
    ellipsoids = position_ellipsoids(poses(flat, unknown), 1.0)
    assert ellipsoids.is_drawn.all()
    assert np.allclose(ellipsoids.half_sizes, [[0.1, 0.2, 0]] * 2)


NOT_DRAWN = {
    'zero': np.zeros((3, 3)),
    'negative': np.diag([-1.0, 0, 0]),
    'nan': np.diag([np.nan, 1, 1]),
    'nan beside the diagonal': np.array([[1, np.nan, 0], [np.nan, 1, 0], [0, 0, 1.0]]),
    'infinite': np.diag([np.inf, 1, 1]),
    'unknown': np.diag([1e6] * 3),
    'correlated too much': np.array([[1, 2, 0], [2, 1, 0], [0, 0, 1.0]]),
    'indefinite': np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]),
}


@pytest.mark.parametrize('kind', NOT_DRAWN)
def test_no_ellipsoid(kind: str) -> None:
    """What is no covariance, or says nothing, is not drawn; its neighbour is."""
    bad = NOT_DRAWN[kind]
    beside_a_good_one = position_ellipsoids(poses(bad, np.eye(3), bad), 1.0)
    assert beside_a_good_one.is_drawn.tolist() == [False, True, False]
    assert not position_ellipsoids(np.tile(poses(bad), (2, 1)), 1.0).is_drawn.any()


def test_no_rows() -> None:
    """An empty batch has no ellipsoids."""
    assert len(position_ellipsoids(np.empty((0, 36)), 1.0).is_drawn) == 0


@given(st.lists(st.floats(width=64), min_size=6, max_size=6))
def test_any_numbers(terms: list[float]) -> None:
    """Nothing fails, and what is drawn is finite and not negative."""
    covariance = np.zeros((2, 36))
    covariance[0, [0, 1, 2, 7, 8, 14]] = terms
    ellipsoids = position_ellipsoids(covariance, 2.0)
    drawn = ellipsoids.half_sizes[ellipsoids.is_drawn]
    assert np.isfinite(drawn).all()
    assert (drawn >= 0).all()
