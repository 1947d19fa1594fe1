"""Covariances of positions as ellipsoids, many at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.geometry.quaternions import IDENTITY, about_z, of_matrices
from rerun_bridge.nouns import dataclass

__all__ = ['PositionEllipsoids', 'position_ellipsoids']

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

XX, XY, XZ, YY, YZ, ZZ = 0, 1, 2, 7, 8, 14
"""Where the upper triangle of the position's block stands in a pose's 6 x 6 covariance."""

UNKNOWN_M2 = 1e4
"""Drivers write 1e6 or so for an axis they do not know: it is drawn as if it did not vary."""

NO_CORRELATION = 1e-6
"""A squared correlation that nobody would see; eigenvectors are only worked out for more."""

AT_MOST_ONE = 1 + 1e-9
"""What a correlation can be, squared and rounded; with more it is no covariance."""


@dataclass(frozen=True)
class PositionEllipsoids:
    """
    Ellipsoids in the frame of their covariances.

    :param is_drawn: shape (n,); False where a covariance is zero, negative, or not a number.
    :param half_sizes: in metres, shape (n, 3); zero along axes without or of unknown variance, and
        of what is not drawn.
    :param quaternions: which turn them, shape (n, 4); None when all of them are spheres.
    """

    is_drawn: Bools
    half_sizes: npt.NDArray[np.float32]
    quaternions: Floats | None


def position_ellipsoids(covariances: npt.NDArray[np.generic], sigmas: float) -> PositionEllipsoids:
    """
    Return the ellipsoids that hold the position within a number of standard deviations.

    :param covariances: of poses, row-major 6 x 6, shape (n, 36).
    """
    rows = len(covariances)
    terms = np.empty((6, rows))
    for term, place in zip(terms, (XX, XY, XZ, YY, YZ, ZZ)):
        term[:] = covariances[:, place]
    first = terms[:, :1]
    if rows > 1 and bool((first == terms[:, -1:]).all()) and bool((terms == first).all()):
        one = _of_terms(first, sigmas)
        turned = one.quaternions
        return PositionEllipsoids(
            one.is_drawn.repeat(rows),
            one.half_sizes.repeat(rows, axis=0),
            None if turned is None else turned.repeat(rows, axis=0),
        )
    return _of_terms(terms, sigmas)


def _of_terms(terms: Floats, sigmas: float) -> PositionEllipsoids:
    """
    Return ellipsoids.

    :param terms: xx, xy, xz, yy, yz, zz; shape (6, n).
    """
    variances = terms[[0, 3, 5]]
    quaternions = np.broadcast_to(np.array(IDENTITY), (terms.shape[1], 4))
    if _is_usual(terms, variances):
        is_drawn = np.ones(terms.shape[1], np.bool_)
    else:
        quaternions = quaternions.copy()
        is_drawn = _untangle(terms, variances, quaternions)
    half_sizes = np.empty((terms.shape[1], 3), np.float32)
    np.multiply(np.sqrt(variances), sigmas, out=half_sizes.T, casting='same_kind')
    are_spheres = bool((variances == variances[0]).all())
    return PositionEllipsoids(is_drawn, half_sizes, None if are_spheres else quaternions)


def _is_usual(terms: Floats, variances: Floats) -> bool:
    """Tell whether all axes vary and none with another, as most drivers say; NaN says nothing."""
    if not variances.size or terms[[1, 2, 4]].any():
        return False
    return bool(variances.min() > 0 and variances.max() <= UNKNOWN_M2)


def _untangle(terms: Floats, variances: Floats, quaternions: Floats) -> Bools:
    """
    Return which ellipsoids are drawn; set their turns, and variances along their own axes.

    :param variances: along x, y, z, shape (3, n).
    """
    with np.errstate(all='ignore'):
        is_drawn: Bools = np.logical_and.reduce([*np.isfinite(terms), *(variances >= 0)])
        variances[variances > UNKNOWN_M2] = 0
        is_drawn &= (variances > 0).any(axis=0)
    if terms[[1, 2, 4]].any():
        _turn(terms, variances, is_drawn, quaternions)
    variances[:, ~is_drawn] = 0
    return is_drawn


def _turn(terms: Floats, variances: Floats, is_drawn: Bools, quaternions: Floats) -> None:
    """
    Have ellipsoids along their own axes: set their variances, and which are drawn, and the turns.

    :param variances: along x, y, z, shape (3, n).
    """
    xy, xz, yz = terms[1], terms[2], terms[4]
    x, y, z = variances
    pairs = ((xy, x, y), (xz, x, z), (yz, y, z))
    with np.errstate(all='ignore'):
        correlations = [_squared_correlations(*pair) for pair in pairs]
    is_drawn &= np.all([squares <= AT_MOST_ONE for squares in correlations], axis=0)
    has_xy, has_xz, has_yz = (is_drawn & (squares > NO_CORRELATION) for squares in correlations)
    has_z = has_xz | has_yz
    if (rows := np.flatnonzero(has_xy & ~has_z)).size:
        _turn_about_z(rows, variances, xy, quaternions)
    if (rows := np.flatnonzero(has_z)).size:
        _turn_freely(rows, variances, terms, quaternions)
    is_drawn &= (variances >= 0).all(axis=0)


def _squared_correlations(covariances: Floats, first: Floats, second: Floats) -> Floats:
    """Return squared correlations of axes with these variances; zero where one does not vary."""
    vary = (first > 0) & (second > 0)
    return np.divide(covariances**2, first * second, out=np.zeros(len(first)), where=vary)


def _turn_about_z(
    rows: npt.NDArray[np.intp], variances: Floats, xy: Floats, quaternions: Floats
) -> None:
    """Set variances and turn of ellipsoids whose z is independent of x and y."""
    x, y, xy = variances[0, rows], variances[1, rows], xy[rows]
    mean, half, reach = (x + y) / 2, (x - y) / 2, np.hypot((x - y) / 2, xy)
    variances[0, rows], variances[1, rows] = mean + reach, _not_quite_negative(mean - reach, mean)
    quaternions[rows] = about_z(np.arctan2(xy, half) / 2)


def _turn_freely(
    rows: npt.NDArray[np.intp], variances: Floats, terms: Floats, quaternions: Floats
) -> None:
    """Set variances and turn of any ellipsoids."""
    matrices = terms[:, rows][[0, 1, 2, 1, 3, 4, 2, 4, 5]].T.reshape(-1, 3, 3)
    known = variances[:, rows].T > 0
    matrices *= known[:, :, None] & known[:, None, :]
    values, axes = np.linalg.eigh(matrices)
    axes[:, :, 0] *= np.where(np.linalg.det(axes) < 0, -1, 1)[:, None]
    variances[:, rows] = _not_quite_negative(values, values[:, 2:]).T
    quaternions[rows] = of_matrices(axes)


def _not_quite_negative(values: Floats, scale: Floats) -> Floats:
    """Return zero for what is negative only by rounding."""
    return np.where((values < 0) & (values > -1e-9 * scale), 0.0, values)
