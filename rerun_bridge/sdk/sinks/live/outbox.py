"""
The messages for one viewer: what it has not got yet, and what it must get again.

The rules:

1. A new connection gets what says which recordings there are, how they are laid out, and what is
   static; then the newest of what was sent before, since nobody knows how much of it arrived (a
   viewer ignores a chunk it has); then what waits.
2. What waits is bounded. With *drop oldest*, the oldest temporal messages make room and are
   counted; with *block*, who sends waits.
3. Of static messages that say the same, the newest counts.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Hashable
from typing import Literal, TypeAlias

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.rrd.frames import FrameKind

__all__ = ['Outbox', 'Policy']

Policy: TypeAlias = Literal['drop_oldest', 'block']

AT_ONCE_BYTES = 4 * 1024 * 1024
"""Of so many bytes of messages no more are taken at once."""

OVERHEAD_BYTES = 1024
"""What a message takes beside its payload."""


class Outbox:
    """
    Takes messages from one side, gives them to the other.

    :param limit_bytes: of temporal messages that wait.
    :param again_bytes: of sent ones that are kept to be sent again.
    """

    def __init__(self, limit_bytes: int, again_bytes: int, policy: Policy) -> None:
        self.changed = threading.Condition()
        self.lost: Counter[str] = Counter()
        """Rows that made room, by entity."""
        self._limit_bytes, self._again_bytes, self._policy = limit_bytes, again_bytes, policy
        self._lasting: dict[Hashable, LogMsg] = {}
        self._waiting: deque[LogMsg] = deque()
        self._waiting_bytes = 0
        self._taken: list[LogMsg] = []
        self._sent: deque[LogMsg] = deque()
        self._sent_bytes = 0
        self.is_closed = False

    @property
    def is_empty(self) -> bool:
        """Whether everything was sent."""
        return not self._waiting and not self._taken

    def heirloom(self) -> Outbox:
        """
        Return a new outbox with what lasts: for a forked process, whose parent sends the rest.

        Takes no lock: that may be held by a thread that is not there any more.
        """
        heir = Outbox(self._limit_bytes, self._again_bytes, self._policy)
        heir._lasting = dict(self._lasting)
        return heir

    def put(self, msg: LogMsg) -> None:
        """Take a message; with *block*, wait while too much waits already."""
        with self.changed:
            if self._policy == 'block':
                self.changed.wait_for(
                    lambda: self._waiting_bytes <= self._limit_bytes or self.is_closed
                )
            if self.is_closed:
                self._lose(msg)
                return
            if (key := _lasting_key(msg)) is not None:
                if msg.kind is not FrameKind.SET_STORE_INFO:  # which must stay before its chunks
                    self._lasting.pop(key, None)
                self._lasting[key] = msg
            self._waiting.append(msg)
            self._waiting_bytes += msg.size_bytes + OVERHEAD_BYTES
            if self._waiting_bytes > self._limit_bytes and self._policy == 'drop_oldest':
                self._make_room()
            self.changed.notify_all()

    def take(self, timeout: float) -> list[LogMsg]:
        """
        Return the next messages; none where nothing came in time.

        They are to be reported :meth:`sent`; else :meth:`rewind` brings them back.
        """
        with self.changed:
            self.changed.wait_for(lambda: self._waiting or self.is_closed, timeout)
            size = 0
            while self._waiting and size < AT_ONCE_BYTES:
                msg = self._waiting.popleft()
                self._taken.append(msg)
                size += msg.size_bytes + OVERHEAD_BYTES
            self._waiting_bytes -= size
            return list(self._taken)

    def sent(self) -> None:
        """Note that what was taken is with the operating system."""
        with self.changed:
            for msg in self._taken:
                if _lasting_key(msg) is None:
                    self._sent.append(msg)
                    self._sent_bytes += msg.size_bytes + OVERHEAD_BYTES
            self._taken = []
            while self._sent_bytes > self._again_bytes:
                self._sent_bytes -= self._sent.popleft().size_bytes + OVERHEAD_BYTES
            self.changed.notify_all()

    def rewind(self) -> None:
        """Begin anew, for a new connection."""
        with self.changed:
            waiting = [*self._taken, *self._waiting]
            temporal = [msg for msg in waiting if _lasting_key(msg) is None]
            again = [*self._lasting.values(), *self._sent, *temporal]
            self._taken, self._sent, self._sent_bytes = [], deque(), 0
            self._waiting = deque(again)
            self._waiting_bytes = sum(msg.size_bytes + OVERHEAD_BYTES for msg in again)

    def wait_until_empty(self, timeout: float) -> bool:
        """Wait until everything was sent; return whether it was in time."""
        with self.changed:
            return self.changed.wait_for(lambda: self.is_empty, timeout)

    def close(self) -> None:
        """Take no more."""
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()

    def abandon(self) -> None:
        """Count what waits as lost: there is nobody to send it to."""
        with self.changed:
            for msg in (*self._taken, *self._waiting):
                self._lose(msg)
            self._taken, self._waiting, self._waiting_bytes = [], deque(), 0
            self.changed.notify_all()

    def _make_room(self) -> None:
        """Drop the oldest temporal messages, but the one that just came."""
        spared: list[LogMsg] = []
        while self._waiting_bytes > self._limit_bytes and len(self._waiting) > 1:
            msg = self._waiting.popleft()
            if _lasting_key(msg) is not None:
                spared.append(msg)
                continue
            self._waiting_bytes -= msg.size_bytes + OVERHEAD_BYTES
            self._lose(msg)
        self._waiting.extendleft(reversed(spared))

    def _lose(self, msg: LogMsg) -> None:
        if msg.facts is not None:
            self.lost[msg.facts.entity_path] += msg.facts.rows


def _lasting_key(msg: LogMsg) -> Hashable | None:
    """Return what a message replaces that lasts; None for a temporal one."""
    if msg.facts is None:
        return msg.kind, msg.store
    if msg.facts.is_static:
        return msg.store, msg.facts.entity_path, msg.facts.descriptors
    if msg.store.kind == 'blueprint':
        return msg.store, msg.facts.id
    return None
