"""Rotations as quaternions x, y, z, w, many at a time: float64, shape (n, 4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['IDENTITY', 'about_z', 'conjugates', 'of_matrices', 'products', 'unit_quaternions']

Floats = npt.NDArray[np.float64]

IDENTITY = (0.0, 0.0, 0.0, 1.0)


def unit_quaternions(quaternions: npt.NDArray[np.generic]) -> Floats:
    """
    Return quaternions of length one; what is no rotation, as 0, 0, 0, 0, becomes the identity.

    :param quaternions: shape (n, 4).
    """
    units = quaternions.astype(np.float64)
    with np.errstate(all='ignore'):
        units /= np.abs(units).max(axis=1, initial=0.0)[:, None]  # keeps the square in range
        units /= np.sqrt(np.einsum('ij,ij->i', units, units))[:, None]
    units[~np.isfinite(units).all(axis=1)] = IDENTITY
    return units


def conjugates(quaternions: Floats) -> Floats:
    """Return the inverse rotations of unit quaternions."""
    return np.multiply(quaternions, (-1.0, -1.0, -1.0, 1.0))


def products(left: Floats, right: Floats) -> Floats:
    """Return the rotations that first rotate by ``right``, then by ``left``."""
    ax, ay, az, aw = left.T
    bx, by, bz, bw = right.T
    return np.stack(
        (
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
            aw * bw - ax * bx - ay * by - az * bz,
        ),
        axis=-1,
    )


def about_z(angles_rad: Floats) -> Floats:
    """
    Return rotations about the z axis.

    :param angles_rad: shape (n,).
    """
    result = np.zeros((len(angles_rad), 4))
    result[:, 2], result[:, 3] = np.sin(angles_rad / 2), np.cos(angles_rad / 2)
    return result


def of_matrices(matrices: Floats) -> Floats:
    """
    Return the quaternions of rotation matrices.

    :param matrices: orthonormal, without reflection, shape (n, 3, 3).
    """
    xx, yy, zz = (matrices[:, i, i] for i in range(3))
    # Four times the square of each component; of four rows that differ in scale only, the one
    # with the largest has no cancellation.
    squares = np.stack((1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz))
    m = matrices.transpose(1, 2, 0)
    xy, xz, yz = m[1, 0] + m[0, 1], m[2, 0] + m[0, 2], m[2, 1] + m[1, 2]
    xw, yw, zw = m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]
    candidates = np.stack(
        (
            np.stack((squares[0], xy, xz, xw), axis=-1),
            np.stack((xy, squares[1], yz, yw), axis=-1),
            np.stack((xz, yz, squares[2], zw), axis=-1),
            np.stack((xw, yw, zw, squares[3]), axis=-1),
        )
    )
    best = candidates[squares.argmax(axis=0), np.arange(len(matrices))]
    return unit_quaternions(best)
