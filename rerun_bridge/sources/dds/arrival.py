"""
When messages arrived that are only found later.

They are taken in ticks, and Cyclone DDS says when a message was published but not when it came. By
the clock of whoever published, the messages of a tick are spaced as they were sent; how far that
clock is from ours, the shortest way a message has taken shows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

import numpy as np
import numpy.typing as npt

from rerun_bridge.sources.dds.samples import Samples

__all__ = ['ArrivalTimes']

Times = npt.NDArray[np.int64]


class ArrivalTimes:
    """
    Estimates the arrival times of all messages of a domain.

    What comes of one process has one clock: so their order is kept across topics, too.

    :param origin_of: what a writer belongs to: writers of one origin share a clock.
    """

    def __init__(self, origin_of: Callable[[int], Hashable]) -> None:
        self._origin_of = origin_of
        self._origins: dict[int, Hashable] = {}
        self._shortest_ns: dict[Hashable, int] = {}

    def learn(self, samples: Samples, now_ns: int) -> None:
        """
        Note how long messages were under way; all that are found together first.

        :param now_ns: when they were found.
        """
        for writer, rows in _by_writer(samples):
            origin = self._origins.get(writer)
            if origin is None:
                origin = self._origins[writer] = self._origin_of(writer)
            published_ns = samples.published_ns
            newest_ns = published_ns[-1] if samples.is_of_one else published_ns[rows].max()
            way_ns = now_ns - int(newest_ns)
            self._shortest_ns[origin] = min(way_ns, self._shortest_ns.get(origin, way_ns))

    def estimate(self, samples: Samples, since_ns: int, now_ns: int) -> Times:
        """
        Return a time for each message that was learned from: within limits, and never falling.

        :param since_ns: nothing came before.
        :param now_ns: when they were found.
        """
        found: Times = np.empty(len(samples.writers), np.int64)
        for writer, rows in _by_writer(samples):
            way_ns = self._shortest_ns[self._origins[writer]]
            found[rows] = samples.published_ns[rows] + way_ns
        np.maximum(found, min(since_ns, now_ns), out=found)
        np.minimum(found, now_ns, out=found)
        np.maximum.accumulate(found, out=found)
        return found


def _by_writer(samples: Samples) -> Iterator[tuple[int, npt.NDArray[np.bool_] | slice]]:
    """Yield each writer, and which messages are its."""
    writers = samples.writers
    if samples.is_of_one or len(writers) == 1 or (writers == writers[0]).all():
        yield int(writers[0]), slice(None)
        return
    for writer in dict.fromkeys(writers.tolist()):
        yield writer, writers == writer
