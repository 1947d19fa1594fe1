"""
Many small batches in, few large ones out.

The cost of a batch is the same for ten messages and ten thousand.

Rules:

1. The messages of a channel keep their order.
2. Large messages pass through as they are, as views; small ones are copied together, so that they
do not keep
   the memory alive that they came in.
3. What waits is bounded per channel and altogether, however many channels there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rerun_bridge.messages import Channel, MessageBatch

__all__ = ['Batcher', 'BatchLimits']


@dataclass(frozen=True)
class BatchLimits:
    """
    When a channel's messages are passed on.

    :param target_bytes: from this on a batch is large enough; larger ones gain nothing and cost
        cache misses.
    :param target_rows: the same for very small messages.
    :param large_message_bytes: messages of at least this size on average are not copied together.
    :param waiting_bytes: of all channels together.
    """

    target_bytes: int = 4 * 1024 * 1024
    target_rows: int = 32_768
    large_message_bytes: int = 512 * 1024
    waiting_bytes: int = 32 * 1024 * 1024


@dataclass
class _Waiting:
    """The pieces of one channel."""

    pieces: list[MessageBatch] = field(default_factory=list)
    rows: int = 0
    size: int = 0


class Batcher:
    """Collects the messages of any number of channels."""

    def __init__(self, limits: BatchLimits | None = None) -> None:
        self._limits = limits or BatchLimits()
        self._waiting: dict[int, _Waiting] = {}
        self._size = 0

    def add(self, piece: MessageBatch) -> Iterator[MessageBatch]:
        """Take messages; yield the batches that are large enough now."""
        if not len(piece):
            return
        size = piece.size_bytes
        if (
            size >= self._limits.large_message_bytes * len(piece)
            or size >= self._limits.target_bytes
        ):
            yield from self._take(piece.channel)
            yield piece
            return
        waiting = self._waiting.setdefault(piece.channel.id, _Waiting())
        waiting.pieces.append(_copied(piece, size))
        waiting.rows += len(piece)
        waiting.size += size
        self._size += size
        if waiting.size >= self._limits.target_bytes or waiting.rows >= self._limits.target_rows:
            yield from self._take(piece.channel)
        elif self._size > self._limits.waiting_bytes:
            yield from self.flush()

    def flush(self) -> Iterator[MessageBatch]:
        """Yield everything that waits, the channel that waits longest first."""
        for waiting in list(self._waiting.values()):
            yield from self._take(waiting.pieces[0].channel)

    def _take(self, channel: Channel) -> Iterator[MessageBatch]:
        waiting = self._waiting.pop(channel.id, None)
        if waiting is not None:
            self._size -= waiting.size
            yield _together(waiting.pieces)


def _copied(piece: MessageBatch, size: int) -> MessageBatch:
    """
    Return messages that keep little more memory alive than they need.

    Those that make up most of what they came in stay there; others are copied, as one run where
    they lie close together, else one by one.
    """
    if 2 * size >= len(piece.buffer):
        return piece
    ends = piece.starts + piece.lengths
    first, last = int(piece.starts.min()), int(ends.max())
    if last - first <= 2 * size:
        buffer, starts = piece.buffer[first:last].copy(), piece.starts - first
    else:
        view = memoryview(piece.buffer)
        parts = [view[a:b] for a, b in zip(piece.starts.tolist(), ends.tolist())]
        buffer = np.frombuffer(b''.join(parts), np.uint8)
        starts = np.cumsum(piece.lengths) - piece.lengths
    return MessageBatch(
        piece.channel, piece.log_times_ns, piece.publish_times_ns, buffer, starts, piece.lengths
    )


def _together(pieces: list[MessageBatch]) -> MessageBatch:
    """Return the messages of several batches of a channel as one."""
    if len(pieces) == 1:
        return pieces[0]
    places = np.cumsum([0, *(len(piece.buffer) for piece in pieces[:-1])])
    published: list[npt.NDArray[np.int64]] = [
        piece.publish_times_ns for piece in pieces if piece.publish_times_ns is not None
    ]
    return MessageBatch(
        pieces[0].channel,
        np.concatenate([piece.log_times_ns for piece in pieces]),
        np.concatenate(published) if len(published) == len(pieces) else None,
        np.concatenate([piece.buffer for piece in pieces]),
        np.concatenate([piece.starts + place for piece, place in zip(pieces, places)]),
        np.concatenate([piece.lengths for piece in pieces]),
    )
