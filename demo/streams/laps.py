"""
Places on the lap, for sensors whose pictures cost time.

The robot comes by the same places every lap, so what a sensor sees there is worked out once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from demo.robot import LAP_S

__all__ = ['place_of', 'time_of']


def place_of(t: npt.NDArray[np.float64], per_lap: int) -> npt.NDArray[np.int64]:
    """Return the place that is nearest at each time: 0 to ``per_lap - 1``."""
    return np.rint(t / LAP_S * per_lap).astype(np.int64) % per_lap


def time_of(place: npt.NDArray[np.int64], per_lap: int) -> npt.NDArray[np.float64]:
    """Return when in the first lap the robot is at a place, in seconds."""
    return np.asarray(place * LAP_S / per_lap, np.float64)
