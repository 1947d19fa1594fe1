"""
When messages arrived that are only found later.

They are taken in ticks, and Cyclone DDS says when a message was published but not when it came. By
the clock of whoever published, the messages of a tick are spaced as they were sent; how far that
clock is from ours, the shortest way a message has taken shows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rerun_bridge.sources.dds.samples import Samples

__all__ = ['ArrivalTimes']

Times = npt.NDArray[np.int64]


class ArrivalTimes:
    """
    Estimates the arrival times of one reader's messages.

    :param now_ns: nothing came before.
    """

    def __init__(self, now_ns: int) -> None:
        self._last_ns = now_ns
        self._shortest_ns: dict[int, int] = {}

    def estimate(self, samples: Samples, now_ns: int) -> Times:
        """
        Return a time for each message: between the last call and now, and never falling.

        :param now_ns: when they were found.
        """
        found: Times = np.empty(len(samples.writers), np.int64)
        for writer in dict.fromkeys(samples.writers.tolist()):
            rows = samples.writers == writer
            published_ns = samples.published_ns[rows]
            way_ns = now_ns - int(published_ns.max())
            shortest_ns = min(way_ns, self._shortest_ns.get(writer, way_ns))
            self._shortest_ns[writer] = shortest_ns
            found[rows] = published_ns + shortest_ns
        first_ns = min(self._last_ns, now_ns)  # the wall clock may have been set back
        self._last_ns = now_ns
        np.clip(found, first_ns, now_ns, out=found)
        return np.maximum.accumulate(found)
