"""Lines through points, one per message."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.sdk.archetypes import LineStrips3D, Points3D
from rerun_bridge.sdk.arrow_lists import list_array
from rerun_bridge.sdk.component import ComponentColumn

__all__ = ['line_strips']


def line_strips(
    points: npt.NDArray[np.generic], offsets: npt.NDArray[np.int64]
) -> ComponentColumn:
    """
    Return a strip per row; none where a row has no points, which clears the one before it.

    :param points: of all rows, shape (n, 3).
    :param offsets: where the points of each row begin, and the last ones end; shape (rows + 1,).
    """
    has_points = np.diff(offsets) > 0
    ends = np.concatenate((offsets[:1], offsets[1:][has_points]))
    vectors = Points3D.positions.column(points).lists.values
    strips = list_array(vectors, ends, LineStrips3D.strips.arrow_type)
    per_row = np.concatenate(([0], np.cumsum(has_points)))
    return LineStrips3D.strips.column(strips, per_row)
