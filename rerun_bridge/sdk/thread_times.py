"""The times that a thread has set, for the rows that it logs from then on."""

from __future__ import annotations

from functools import lru_cache

from rerun_bridge.sdk.time import Timeline, TimeType

__all__ = ['NO_TIMES', 'STATIC', 'ThreadTimes', 'Timelines']


class Timelines:
    """
    The timelines of rows, in the order of their names.

    There is one of each kind, so that it is itself what the rows are kept by: to compare or hash
    its contents for every row would be dear.

    :ivar is_static: the rows hold at all times.
    """

    __slots__ = ('is_static', 'timelines')

    def __init__(self, timelines: tuple[Timeline, ...], is_static: bool = False) -> None:
        self.timelines = timelines
        self.is_static = is_static


@lru_cache(maxsize=1024)
def _timelines(kinds: tuple[tuple[str, TimeType], ...]) -> Timelines:
    return Timelines(tuple(Timeline(name, kind) for name, kind in kinds))


STATIC = Timelines((), is_static=True)
NO_TIMES = _timelines(())


class ThreadTimes:
    """
    What one thread has set.

    :ivar timelines: those that have a time.
    :ivar values: their times, by name, in the same order.
    """

    __slots__ = ('kinds', 'timelines', 'values')

    def __init__(self) -> None:
        self.timelines = NO_TIMES
        self.values: dict[str, int] = {}
        self.kinds: dict[str, TimeType] = {}

    def set(self, name: str, kind: TimeType, value: int) -> None:
        """
        Set the time of a timeline.

        :raises ValueError: the timeline has no name.
        """
        if self.kinds.get(name) is kind:
            self.values[name] = value
        else:
            self._add(name, kind, value)

    def _add(self, name: str, kind: TimeType, value: int) -> None:
        if not isinstance(name, str) or not name:
            raise ValueError(f'timeline {name!r}: wanted a name')
        kinds = {**self.kinds, name: kind}
        values = {**self.values, name: value}
        self._set(kinds, values)

    def remove(self, name: str) -> None:
        """Forget the time of a timeline, if it has one."""
        kinds = {other: kind for other, kind in self.kinds.items() if other != name}
        self._set(kinds, self.values)

    def clear(self) -> None:
        """Forget all times."""
        self._set({}, {})

    def _set(self, kinds: dict[str, TimeType], values: dict[str, int]) -> None:
        self.kinds = {name: kinds[name] for name in sorted(kinds)}
        self.values = {name: values[name] for name in self.kinds}
        self.timelines = _timelines(tuple(self.kinds.items()))
