"""At most so many messages a second: which of a channel's are kept, by their times alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ['Thinning']

NS_PER_S = 1_000_000_000


class Thinning:
    """
    Keeps messages at a rate, evenly spaced, whatever batches they come in.

    A message may come up to half a period early or late without a change of the schedule, so that
    a topic of just this rate is kept whole though its times jitter; the rate holds on the average.

    :param max_hz: above 0.
    """

    def __init__(self, max_hz: float) -> None:
        self._period_ns = max(int(NS_PER_S / max_hz), 1)
        self._last_ns: int | None = None
        self._due_ns = 0

    def kept(self, times_ns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """
        Return the rows of the messages that are kept, increasing.

        :param times_ns: int64, shape (n,): when they came.
        """
        in_order = bool((times_ns[1:] >= times_ns[:-1]).all())
        rows = []
        row, count = 0, len(times_ns)
        while row < count:
            if not self._is_due(int(times_ns[row])):
                if in_order:  # over all that are too early at once
                    row += int(np.searchsorted(times_ns[row:], self._early_ns))
                else:
                    row += 1
                continue
            rows.append(row)
            row += 1
        return np.array(rows, np.int64)

    @property
    def _early_ns(self) -> int:
        """The first time at which a message is kept."""
        return self._due_ns - self._period_ns // 2

    def _is_due(self, time_ns: int) -> bool:
        """Tell whether a message is kept; if so, the next one is due a period later."""
        started = self._last_ns is not None and time_ns >= self._last_ns - self._period_ns
        if started and time_ns < self._early_ns:
            return False
        # the first one, after a gap, or the clock was set back
        if not started or time_ns >= self._due_ns + self._period_ns // 2:
            self._due_ns = time_ns
        self._due_ns += self._period_ns
        self._last_ns = time_ns
        return True
