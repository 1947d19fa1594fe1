"""
The messages for one viewer: what it has not got yet, and what it must get again.

The rules:

1. What lasts goes first: which recordings there are, how they are laid out, what is static. Of
   messages that say the same only the newest counts. While it comes faster than it goes it takes
   turns with the rest, except that a recording is always announced first.
2. The rest goes in its order, and is bounded. With *drop oldest*, the oldest make room and are
   counted; with *block*, who sends waits.
3. A new connection gets all that lasts, then the newest of what was sent before, since nobody
   knows how much of it arrived (a viewer ignores a chunk it has), then what waits.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Hashable, Iterable
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

    :param limit_bytes: of messages that wait, beside those that last.
    :param again_bytes: of sent ones that are kept to be sent again.
    """

    def __init__(self, limit_bytes: int, again_bytes: int, policy: Policy) -> None:
        self.lost: Counter[str] = Counter()
        """Rows that were never sent, by entity."""
        self.doubtful: Counter[str] = Counter()
        """Rows that were sent, but maybe to nobody."""
        self.is_closed = False
        self._limit_bytes, self._again_bytes, self._policy = limit_bytes, again_bytes, policy
        self._changed = threading.Condition()
        self._lasting: dict[Hashable, LogMsg] = {}
        self._due: OrderedDict[Hashable, bool] = OrderedDict()
        """What of it is to be sent, and whether it was sent before."""
        self._again: deque[LogMsg] = deque()
        self._waiting: deque[LogMsg] = deque()
        self._bytes = 0
        """Of both of them."""
        self._taken: list[LogMsg] = []
        self._taken_from: deque[LogMsg] | None = None
        self._sent: deque[LogMsg] = deque()
        self._sent_bytes = 0

    @property
    def is_empty(self) -> bool:
        """Whether everything was sent."""
        return not (self._due or self._again or self._waiting or self._taken)

    @property
    def is_little(self) -> bool:
        """Whether it is worth to wait for more."""
        return self._bytes < AT_ONCE_BYTES // 16 and not self._due

    def heirloom(self) -> Outbox:
        """
        Return a new outbox with what lasts: for a forked process, whose parent sends the rest.

        Takes no lock: that may be held by a thread that is not there any more.
        """
        heir = Outbox(self._limit_bytes, self._again_bytes, self._policy)
        heir._lasting = dict(self._lasting)
        heir._due = OrderedDict.fromkeys(heir._in_order(), True)
        return heir

    # ------------------------------------------------------------------ for who brings

    def put(self, msg: LogMsg) -> None:
        """Take a message; with *block*, wait while too much waits already."""
        with self._changed:
            if self._policy == 'block':
                self._changed.wait_for(lambda: self._bytes <= self._limit_bytes or self.is_closed)
            if self.is_closed:
                _count(self.lost, (msg,))
                return
            if (key := _lasting_key(msg)) is not None:
                self._put_lasting(key, msg)
            else:
                self._waiting.append(msg)
                self._bytes += _size_of(msg)
                if self._bytes > self._limit_bytes and self._policy == 'drop_oldest':
                    self._make_room()
            self._changed.notify_all()

    def _put_lasting(self, key: Hashable, msg: LogMsg) -> None:
        if msg.kind is FrameKind.BLUEPRINT_ACTIVATION:
            self._forget_other_layouts(msg)
        self._lasting.pop(key, None)
        self._due.pop(key, None)
        self._lasting[key] = msg
        self._due[key] = False
        if msg.kind is FrameKind.SET_STORE_INFO:
            self._due.move_to_end(key, last=False)

    def _forget_other_layouts(self, activation: LogMsg) -> None:
        """Forget those it replaces: a program may send one after the other."""
        replaced = [
            key
            for key, msg in self._lasting.items()
            if msg.store.kind == 'blueprint'
            and msg.store != activation.store
            and msg.store.application_id == activation.store.application_id
        ]
        for key in replaced:
            del self._lasting[key]
            self._due.pop(key, None)

    def _make_room(self) -> None:
        """Drop the oldest messages, but the one that just came."""
        while self._bytes > self._limit_bytes and self._again:
            self._drop(self._again, self.doubtful)
        while self._bytes > self._limit_bytes and len(self._waiting) > 1:
            self._drop(self._waiting, self.lost)

    def _drop(self, messages: deque[LogMsg], counter: Counter[str]) -> None:
        msg = messages.popleft()
        self._bytes -= _size_of(msg)
        _count(counter, (msg,))

    def wait_until_empty(self, timeout: float) -> bool:
        """Wait until everything was sent; return whether it was in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.is_empty, timeout)

    def close(self) -> None:
        """Take no more."""
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()

    # ------------------------------------------------------------------ for who sends

    def wait(self, timeout: float) -> bool:
        """Wait for something to send, or for the end; return whether there is something."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_empty or self.is_closed, timeout)
            return not self.is_empty

    def wait_until_closed(self, timeout: float) -> None:
        """Wait for the end."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_closed, timeout)

    def take(self) -> list[LogMsg]:
        """
        Return the next messages, none where there are none.

        They are to be reported :meth:`sent`; else :meth:`rewind` brings them back.
        """
        with self._changed:
            size, others = 0, self._again or self._waiting
            if self._due and (self._taken_from is not None or not others or self._announces()):
                self._taken_from = None
                while self._due and size < AT_ONCE_BYTES:
                    key, _ = self._due.popitem(last=False)
                    self._taken.append(self._lasting[key])
                    size += _size_of(self._taken[-1])
                return list(self._taken)
            self._taken_from = others
            while others and size < AT_ONCE_BYTES:
                self._taken.append(others.popleft())
                size += _size_of(self._taken[-1])
            self._bytes -= size
            return list(self._taken)

    def _announces(self) -> bool:
        return self._lasting[next(iter(self._due))].kind is FrameKind.SET_STORE_INFO

    def sent(self) -> None:
        """Note that what was taken is with the operating system."""
        with self._changed:
            if self._taken_from is not None:
                self._sent += self._taken
                self._sent_bytes += sum(map(_size_of, self._taken))
            self._taken = []
            while self._sent_bytes > self._again_bytes:
                self._sent_bytes -= _size_of(self._sent.popleft())
            self._changed.notify_all()

    def confirm(self) -> None:
        """Note that the viewer has everything that was sent."""
        with self._changed:
            self._sent, self._sent_bytes = deque(), 0

    def rewind(self) -> None:
        """Begin anew, for a new connection."""
        with self._changed:
            unsent = {key for key, was_sent in self._due.items() if not was_sent}
            if self._taken_from is None:
                unsent.update(map(_lasting_key, self._taken))
            else:
                self._taken_from.extendleft(reversed(self._taken))
            self._due = OrderedDict((key, key not in unsent) for key in self._in_order())
            self._again = deque([*self._sent, *self._again])
            self._taken, self._sent, self._sent_bytes = [], deque(), 0
            self._taken_from = self._waiting
            self._bytes = sum(map(_size_of, self._again)) + sum(map(_size_of, self._waiting))

    def _in_order(self) -> list[Hashable]:
        """Return what lasts, announcements first."""
        lasting = self._lasting
        return sorted(lasting, key=lambda key: lasting[key].kind is not FrameKind.SET_STORE_INFO)

    def abandon(self) -> None:
        """Count what was not sent as lost, and what nobody confirmed as doubtful."""
        with self._changed:
            due = [self._lasting[key] for key, was_sent in self._due.items() if not was_sent]
            again = self._taken_from is self._again
            _count(self.lost, (*due, *self._waiting, *(() if again else self._taken)))
            _count(self.doubtful, (*self._sent, *self._again, *(self._taken if again else ())))
            self._due, self._again, self._waiting = OrderedDict(), deque(), deque()
            self._taken, self._sent, self._bytes, self._sent_bytes = [], deque(), 0, 0
            self._changed.notify_all()


def _size_of(msg: LogMsg) -> int:
    return msg.size_bytes + OVERHEAD_BYTES


def _count(rows: Counter[str], messages: Iterable[LogMsg]) -> None:
    for msg in messages:
        if msg.facts is not None and msg.store.kind == 'recording':
            rows[msg.facts.entity_path] += msg.facts.rows


def _lasting_key(msg: LogMsg) -> Hashable | None:
    """Return what a message replaces that lasts; None for any other."""
    if msg.facts is None:
        return msg.kind, msg.store
    if msg.facts.is_static:
        return msg.store, msg.facts.entity_path, msg.facts.descriptors
    if msg.store.kind == 'blueprint':
        return msg.store, msg.facts.id
    return None
