"""What a recording keeps for the sinks to come."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.misuse import warn_once

__all__ = ['Backlog']


class Backlog:
    """
    Keeps messages: some for every sink, the others until the first one.

    For every sink: what stores there are, the newest static values of every entity, and the newest
    blueprint. A file that is begun later stands alone, a viewer that comes later sees the robot.

    :param limit_bytes: how much of the others to keep: then the oldest go first. None for all.
    """

    def __init__(self, limit_bytes: int | None = None) -> None:
        self._limit_bytes = limit_bytes
        self._lasting: dict[Hashable, LogMsg] = {}
        self._passing: deque[LogMsg] = deque()
        self._passing_bytes = 0
        self._blueprint: str | None = None
        self._dropped: Counter[str] = Counter()

    def __iter__(self) -> Iterator[LogMsg]:
        """Yield all, in the order a sink wants them."""
        yield from self._lasting.values()
        yield from self._passing

    def keep(self, msg: LogMsg, *, is_sent: bool) -> None:
        """
        Take a message.

        :param is_sent: sinks have it already: only those to come need it.
        """
        key = _key(msg)
        if msg.store.kind == 'blueprint' and msg.store.recording_id != self._blueprint:
            self._blueprint = msg.store.recording_id
            self._lasting = {
                other: each
                for other, each in self._lasting.items()
                if each.store.kind != 'blueprint'
            }
        if key is not None:
            self._lasting[key] = msg
        elif not is_sent:
            self._passing.append(msg)
            self._passing_bytes += msg.size_bytes
            self._shrink()

    def _shrink(self) -> None:
        while self._limit_bytes is not None and self._passing_bytes > self._limit_bytes:
            dropped = self._passing.popleft()
            self._passing_bytes -= dropped.size_bytes
            if dropped.facts is not None:
                self._dropped[dropped.facts.entity_path] += dropped.facts.rows
            warn_once(
                f'no viewer or file takes what is logged, and the buffer of {self._limit_bytes} '
                'bytes is full: the oldest rows are dropped'
            )

    def forget_sent(self) -> dict[str, int]:
        """
        Forget what only the first sink needed.

        :return: how many rows were dropped before it came, by entity.
        """
        self._passing.clear()
        self._passing_bytes = 0
        dropped, self._dropped = self._dropped, Counter()
        return dropped

    @property
    def waiting_rows(self) -> int:
        """How many rows wait for the first sink."""
        return sum(msg.facts.rows for msg in self._passing if msg.facts is not None)


def _key(msg: LogMsg) -> Hashable:
    """Return what a lasting message takes the place of; None for one that passes."""
    if msg.facts is None:
        return msg.kind, msg.store
    if msg.facts.is_static:
        return msg.store, msg.facts.entity_path, msg.facts.descriptors
    return msg.facts.id if msg.store.kind == 'blueprint' else None
