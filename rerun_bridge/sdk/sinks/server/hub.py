"""
The messages of a server, numbered, and each client's place among them.

The rules:

1. A client is nothing but the number of the last message it has. Who joins, who follows and who
   comes back reads the same list from another place, so nothing is missed and nothing comes twice.
2. Memory is limited. The oldest temporal messages go first, then the oldest static ones. What
   says which recordings there are and how they are laid out stays, and of static messages that
   say the same the newest.
3. Nobody waits for a client. One whose next message is gone has been too slow, and is told so;
   who joins leaves out the oldest quarter, lest it be too slow at once.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Hashable
from enum import Enum
from itertools import islice
from operator import attrgetter

from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.rrd.frames import FrameKind

__all__ = ['End', 'Hub', 'Place']

BATCH_BYTES = 4 * 1024 * 1024
"""Of so many bytes of messages no more are taken at once."""

OVERHEAD_BYTES = 1024
"""What a message takes beside its payload."""

_SMALL_BYTES = 16 * 1024
"""The pieces of so small a payload are joined: each takes more than it holds."""

_number = attrgetter('number')


class End(Enum):
    """Why a client gets no more."""

    CLOSED = 'closed'
    TOO_SLOW = 'too slow'


class _Entry:
    """
    A message and its number; the message is None once it is dropped.

    :param start: of a temporal message, the bytes of all temporal ones before it.
    """

    __slots__ = ('msg', 'number', 'size', 'start')

    def __init__(self, number: int, msg: LogMsg, start: int | None) -> None:
        size = msg.size_bytes
        payload = (b''.join(msg.payload),) if size < _SMALL_BYTES else msg.payload
        self.number = number
        self.msg: LogMsg | None = LogMsg(msg.kind, msg.store, payload)
        self.size = size + OVERHEAD_BYTES
        self.start = start


class Hub:
    """
    Takes messages from one side and lets any number of clients read them.

    :param memory_limit: bytes of messages to keep.
    :param first: number of the first message.
    """

    def __init__(self, memory_limit: int, first: int = 1) -> None:
        self.changed = threading.Condition()
        self.is_closed = False
        self._limit = memory_limit
        self._last = first - 1
        self._newest_dropped = first - 1
        self._bytes = 0
        self._temporal_bytes_ever = 0
        self._entries: list[_Entry] = []
        self._dropped_entries = 0
        self._temporal: deque[_Entry] = deque()
        self._static: dict[Hashable, _Entry] = {}
        self._stores: set[StoreId] = set()

    @property
    def bytes(self) -> int:
        """How much memory is taken."""
        return self._bytes

    def publish(self, msg: LogMsg) -> None:
        """Take a message; never waits for a client."""
        with self.changed:
            if self.is_closed or self._is_known(msg):
                return
            self._last += 1
            is_pinned = msg.facts is None or msg.store.kind == 'blueprint'
            is_temporal = not (is_pinned or (msg.facts is not None and msg.facts.is_static))
            entry = _Entry(self._last, msg, self._temporal_bytes_ever if is_temporal else None)
            self._entries.append(entry)
            self._bytes += entry.size
            if is_temporal:
                self._temporal_bytes_ever += entry.size
                self._temporal.append(entry)
            elif not is_pinned:
                self._replace_static(msg, entry)
            self._make_room()
            self.changed.notify_all()

    def join(self, after: int = 0) -> Place:
        """
        Return the place of a client.

        :param after: number of the last message it has; one that was never given counts as none.
        """
        with self.changed:
            oldest = self._temporal_bytes_ever - self._limit * 3 // 4
            return Place(self, after if after <= self._last else 0, oldest)

    def close(self) -> None:
        """Take no more; clients read to the end."""
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()

    def is_behind(self, number: int) -> bool:
        """Tell whether there are messages after a number."""
        return self._last > number

    def take(self, after: int, oldest: int) -> tuple[list[LogMsg], int]:
        """
        Return the next messages and the number of the last one.

        :param oldest: temporal messages that start before are left out.
        """
        found: list[LogMsg] = []
        size = 0
        for entry in islice(self._entries, bisect_right(self._entries, after, key=_number), None):
            if entry.msg is None or (entry.start is not None and entry.start < oldest):
                continue
            found.append(entry.msg)
            size += entry.size
            if size >= BATCH_BYTES:
                return found, entry.number
        return found, self._last

    def has_dropped_after(self, number: int) -> bool:
        """Tell whether something is gone that came after a number."""
        return self._newest_dropped > number

    def _is_known(self, msg: LogMsg) -> bool:
        """Tell whether a recording was announced before: its data must not come first."""
        if msg.kind != FrameKind.SET_STORE_INFO:
            return False
        is_known = msg.store in self._stores
        self._stores.add(msg.store)
        return is_known

    def _replace_static(self, msg: LogMsg, entry: _Entry) -> None:
        assert msg.facts is not None
        key = msg.store, msg.facts.entity_path, msg.facts.descriptors
        if (old := self._static.pop(key, None)) is not None:
            self._drop(old)
        self._static[key] = entry

    def _make_room(self) -> None:
        while self._bytes > self._limit and len(self._temporal) > 1:
            self._lose(self._temporal.popleft())
        while self._bytes > self._limit and len(self._static) > 1:
            self._lose(self._static.pop(next(iter(self._static))))

    def _lose(self, entry: _Entry) -> None:
        self._newest_dropped = max(self._newest_dropped, entry.number)
        self._drop(entry)

    def _drop(self, entry: _Entry) -> None:
        entry.msg = None
        self._bytes -= entry.size
        self._dropped_entries += 1
        if self._dropped_entries * 2 > len(self._entries):
            self._entries = [each for each in self._entries if each.msg is not None]
            self._dropped_entries = 0


class Place:
    """
    How far a client has read.

    :param number: of the last message it has.
    """

    def __init__(self, hub: Hub, number: int, oldest: int) -> None:
        self.number = number
        self._hub = hub
        self._oldest = oldest
        self._has_read = False

    def next(self, timeout: float) -> list[LogMsg] | End:
        """
        Return the next messages, or why there will be none.

        :param timeout: in seconds; when nothing came in time, the list is empty.
        """
        hub = self._hub
        with hub.changed:
            hub.changed.wait_for(lambda: hub.is_behind(self.number) or hub.is_closed, timeout)
            if self._has_read and hub.has_dropped_after(self.number):
                return End.TOO_SLOW
            is_behind = hub.is_behind(self.number)
            if not is_behind:
                return End.CLOSED if hub.is_closed else []
            self._has_read = True
            found, self.number = hub.take(self.number, self._oldest)
            return found
