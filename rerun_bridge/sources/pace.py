"""
How long the ticks of a live source are.

As long as was wanted; shorter where a reader would be full by then; longer where what follows
does not keep up, since many messages at a time cost less each.
"""

from __future__ import annotations

__all__ = ['Pace']

SHORTEST_S, LONGEST_S = 0.002, 0.2
HALF_FULL, NEARLY_EMPTY = 0.5, 0.1
"""How full a reader is when ticks get shorter, and longer again."""
RECOVERY = 0.9


class Pace:
    """
    Adapts the ticks.

    :param wanted_s: how long they are where all is well.
    """

    def __init__(self, wanted_s: float) -> None:
        self._wanted_s = wanted_s
        self.tick_s = wanted_s
        """How long the next one is."""

    def note(self, fullness: float = 0.0, *, is_behind: bool = False) -> None:
        """
        Learn of a tick.

        :param fullness: of the fullest reader, from 0 to 1.
        :param is_behind: what came in the tick before still waits.
        """
        tick_s = self.tick_s
        if fullness > HALF_FULL:
            tick_s = max(tick_s / 2, SHORTEST_S)
        elif is_behind:
            if 2 * fullness <= HALF_FULL:  # twice as much has room
                tick_s = max(min(2 * tick_s, LONGEST_S), tick_s)
        elif tick_s > self._wanted_s:
            tick_s = max(tick_s * RECOVERY, self._wanted_s)
        elif fullness < NEARLY_EMPTY:
            tick_s = min(2 * tick_s, self._wanted_s)
        self.tick_s = tick_s
