"""Quaternions against rotation matrices."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.geometry.quaternions import (
    IDENTITY,
    about_z,
    conjugates,
    of_matrices,
    products,
    unit_quaternions,
)

RNG = np.random.default_rng(4)
UNITS = unit_quaternions(RNG.normal(size=(200, 4)))


def matrix(quaternion: np.ndarray) -> np.ndarray:
    """Return the rotation matrix of a unit quaternion, by its formula."""
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def test_unit_quaternions_have_length_one_and_keep_their_direction() -> None:
    """Of any length, but for zero."""
    raw = np.array([[0, 0, 3, 4], [0, 0, 1e-200, 0], [1e200, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]])
    assert unit_quaternions(raw).tolist() == [
        [0, 0, 0.6, 0.8],
        [0, 0, 1, 0],
        [1, 0, 0, 0],
        [0.5, 0.5, 0.5, 0.5],
    ]


@pytest.mark.parametrize('bad', [(0, 0, 0, 0), (np.nan, 0, 0, 1), (0, np.inf, 0, 1)])
def test_what_is_no_rotation_becomes_the_identity(bad: tuple[float, ...]) -> None:
    """Zero, not a number, infinite; the rows beside it are not touched."""
    raw = np.array([(1, 0, 0, 0), bad], np.float32)
    assert unit_quaternions(raw).tolist() == [[1, 0, 0, 0], list(IDENTITY)]
    assert raw[0].tolist() == [1, 0, 0, 0]


def test_no_quaternions() -> None:
    """An empty batch stays empty."""
    none = np.empty((0, 4))
    assert unit_quaternions(none).shape == products(none, none).shape == (0, 4)
    assert of_matrices(np.empty((0, 3, 3))).shape == (0, 4)


def test_products_are_products_of_matrices() -> None:
    """Left after right."""
    for left, right, product in zip(UNITS, UNITS[::-1], products(UNITS, UNITS[::-1])):
        assert np.allclose(matrix(product), matrix(left) @ matrix(right))


def test_conjugates_are_inverse() -> None:
    """A rotation and its inverse are the identity."""
    assert np.allclose(products(UNITS, conjugates(UNITS)), IDENTITY)


def test_about_z() -> None:
    """A quarter turn takes x to y."""
    (quarter,) = about_z(np.array([np.pi / 2]))
    assert np.allclose(matrix(quarter) @ [1, 0, 0], [0, 1, 0])


def test_of_matrices() -> None:
    """Back to the same rotation, half turns included."""
    half_turns = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0.6, 0.8, 0, 0]])
    for unit in (*UNITS, *half_turns, IDENTITY):
        rotation = matrix(np.array(unit))
        (found,) = of_matrices(rotation[None])
        assert np.allclose(matrix(found), rotation)
