"""Which of the topics that are wanted may be listened to now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rerun_bridge.live.graph_change import GraphChange
from rerun_bridge.live.sim_clock import CLOCK_TOPIC, SimClock
from rerun_bridge.messages import Qos

__all__ = ['Listening']

NO_CLOCK_NS = 5_000_000_000


class _State(NamedTuple):
    has_time: bool = True
    is_watched: bool = True


class Listening:
    """
    Two reasons to wait: nobody looks, and there is no time yet.

    While nobody looks, only latched topics are listened to: whoever comes finds them. Until there
    is a first ``/clock``, only that is: nothing could be stamped.

    :param is_watched: tells whether anybody looks; None where that does not matter.
    :param clock: of a simulation; None for the wall clock.
    """

    def __init__(
        self, is_watched: Callable[[], bool] | None = None, clock: SimClock | None = None
    ) -> None:
        self._is_watched = is_watched
        self._clock = clock
        self._state = _State()
        self._begin_ns: int | None = None
        self._has_complained = False

    def look(self, now_ns: int) -> list[GraphChange]:
        """Find out how things are, and return what is to be told."""
        before = self._state
        self._state = _State(
            self._clock is None or self._clock.has_begun,
            self._is_watched is None or self._is_watched(),
        )
        changes = []
        if before.is_watched != self._state.is_watched:
            changes.append(
                GraphChange('', 'somebody looks: all topics are listened to')
                if self._state.is_watched
                else GraphChange('', 'nobody looks: only latched topics are listened to')
            )
        self._begin_ns = now_ns if self._begin_ns is None else self._begin_ns
        if self._state.has_time:
            if self._has_complained:
                changes.append(GraphChange(CLOCK_TOPIC, 'tells the time now'))
            self._has_complained = False
        elif not self._has_complained and now_ns - self._begin_ns >= NO_CLOCK_NS:
            self._has_complained = True
            what = 'is not published, and use_sim_time is set: nothing is forwarded before it is'
            changes.append(GraphChange(CLOCK_TOPIC, what, is_warning=True))
        return changes

    def allows(self, topic: str, qos: Qos) -> bool:
        """
        Tell whether a topic may be listened to.

        :param qos: to listen with.
        """
        if self._clock is not None and topic == CLOCK_TOPIC:
            return True
        return self._state.has_time and (self._state.is_watched or qos.transient_local)
