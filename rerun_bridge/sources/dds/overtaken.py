"""
How many messages a reader has overwritten before they were taken.

A reader that keeps the last few overwrites older ones without a word: DDS counts what is lost on
the way, not this. But a reader that is full when it is looked at may have, and how many is seen
from when those that are there were published.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['Overtaken']


class Overtaken:
    """
    Estimates it for one reader.

    :param depth: of the reader; 0 is KEEP_ALL, which overwrites nothing.
    """

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._last_ns: int | None = None
        self._spacing_ns = 0.0
        self.messages = 0
        self.size_bytes = 0

    def look(self, published_ns: npt.NDArray[np.int64], size_bytes: int) -> None:
        """
        Note all that was taken at once.

        :param published_ns: int64, shape (n,).
        :param size_bytes: of all of it.
        """
        count = len(published_ns)
        if not count:
            return
        first_ns, last_ns = int(published_ns.min()), self._last_ns
        self._last_ns = int(published_ns.max())
        before_ns, self._spacing_ns = self._spacing_ns, (self._last_ns - first_ns) / count
        if not self._depth or count < self._depth or count < 2 or last_ns is None:
            return
        # a burst says little of how many came before it
        spacing_ns = max((self._last_ns - first_ns) / (count - 1), before_ns, 1.0)
        missing = max(round((first_ns - last_ns) / spacing_ns) - 1, 0)
        self.messages += missing
        self.size_bytes += missing * size_bytes // count
