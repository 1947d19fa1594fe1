"""
What has been received and not yet converted, bounded: a live source never waits for a viewer.

Rules:

1. The heaviest topic pays: where memory runs short, the oldest messages of the topic that holds
   most of it are dropped. So images and clouds go first, or whoever floods; what is small or rare
   arrives whole, and every topic has a share for sure.
2. What is latched comes only once, and weighs a tenth.
3. The lightest topics are served first, the latched before them.
4. Every drop is counted, by topic.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rerun_bridge.messages import MessageBatch
from rerun_bridge.sources.base import Drops

__all__ = ['LiveQueue', 'QueueLimits']

PIECE_BYTES, ROW_BYTES = 1200, 32
"""What waiting costs besides the payload, about."""
LATCHED_IS_LIGHTER = 10


class QueueLimits(NamedTuple):
    """
    How much may wait, and how much of it is handed out at once.

    :param total_bytes: of memory, over all topics.
    :param round_bytes: after that much, those who came in the meantime are served.
    """

    total_bytes: int = 64 * 1024 * 1024
    round_bytes: int = 16 * 1024 * 1024


class _Lane:
    """What waits of one channel."""

    __slots__ = ('held_bytes', 'latched', 'pieces')

    def __init__(self, latched: bool) -> None:
        self.pieces: deque[MessageBatch] = deque()
        self.held_bytes = 0
        self.latched = latched


def _held_bytes(piece: MessageBatch) -> int:
    return len(piece.buffer) + ROW_BYTES * len(piece) + PIECE_BYTES


class LiveQueue:
    """Pieces of many channels, put in by one thread and taken out by another."""

    def __init__(self, limits: QueueLimits | None = None) -> None:
        self._limits = limits or QueueLimits()
        self._lanes: dict[int, _Lane] = {}
        self._held_bytes = 0
        self._drops: dict[int, Drops] = {}
        self._filled = threading.Condition()

    def put(self, pieces: Sequence[MessageBatch]) -> bool:
        """
        Take messages; never blocks.

        A piece that is larger than the whole queue is dropped.

        :return: whether nothing was left of what was put before.
        """
        with self._filled:
            was_empty = not self._held_bytes
            for piece in pieces:
                held_bytes = _held_bytes(piece)
                if held_bytes > self._limits.total_bytes:
                    self._count(piece)
                    continue
                lane = self._lanes.get(piece.channel.id)
                if lane is None:
                    lane = _Lane(piece.channel.qos.transient_local)
                    self._lanes[piece.channel.id] = lane
                lane.pieces.append(piece)
                lane.held_bytes += held_bytes
                self._held_bytes += held_bytes
                while self._held_bytes > self._limits.total_bytes:
                    self._drop()
            if self._held_bytes:
                self._filled.notify()
            return was_empty

    def wait(self, timeout_s: float) -> bool:
        """Return whether there is something to take, at the latest after a time."""
        with self._filled:
            return self._filled.wait_for(lambda: bool(self._held_bytes), timeout_s)

    def take(self) -> list[MessageBatch]:
        """Return what is due next: all that waits, or as much as makes a round."""
        taken: list[MessageBatch] = []
        left_bytes = self._limits.round_bytes
        with self._filled:
            for lane in sorted(self._lanes.values(), key=_turn):
                while lane.pieces and left_bytes > 0:
                    piece = self._first(lane)
                    left_bytes -= _held_bytes(piece)
                    taken.append(piece)
            self._lanes = {key: lane for key, lane in self._lanes.items() if lane.pieces}
        return taken

    def drops(self) -> Mapping[int, Drops]:
        """Return what was dropped so far, by channel id."""
        with self._filled:
            return dict(self._drops)

    def _first(self, lane: _Lane) -> MessageBatch:
        piece = lane.pieces.popleft()
        held_bytes = _held_bytes(piece)
        lane.held_bytes -= held_bytes
        self._held_bytes -= held_bytes
        return piece

    def _drop(self) -> None:
        self._count(self._first(max(self._lanes.values(), key=_weight)))

    def _count(self, piece: MessageBatch) -> None:
        channel = piece.channel
        before = self._drops.get(channel.id, Drops(channel, 0, 0))
        self._drops[channel.id] = Drops(
            channel, before.messages + len(piece), before.size_bytes + piece.size_bytes
        )


def _weight(lane: _Lane) -> int:
    return lane.held_bytes // LATCHED_IS_LIGHTER if lane.latched else lane.held_bytes


def _turn(lane: _Lane) -> tuple[bool, int]:
    return not lane.latched, lane.held_bytes
