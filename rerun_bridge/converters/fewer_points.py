"""Clouds with fewer points, as a topic's rule asks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

__all__ = ['fewer_points', 'wants_fewer']

Points = npt.NDArray[np.void]


def wants_fewer(options: Mapping[str, object]) -> bool:
    """Tell whether a rule asks for fewer points."""
    return 'every_nth' in options or 'max_points' in options


def fewer_points(points: Points, options: Mapping[str, object]) -> Points:
    """
    Return every n-th point of a cloud, and of these so many as are allowed, evenly.

    :param points: records, shape (points,) or (height, width).
    """
    step, most = options.get('every_nth'), options.get('max_points')
    flat = points.reshape(-1)[:: step if isinstance(step, int) else 1]
    if not isinstance(most, int) or len(flat) <= most:
        return flat
    rows = np.arange(most, dtype=np.int64) * len(flat) // most
    whole = flat.view(f'V{flat.dtype.itemsize}')  # numpy picks plain bytes fast, records slowly
    picked: Points = whole[rows].view(flat.dtype)
    return picked
