"""
Many small batches in, few large ones out: ten messages cost a batch as much as ten thousand do.

Rules:

1. The messages of a channel keep their order.
2. Large messages stay where they are; small ones are copied together, so that they do not keep the
   memory alive that they came in.
3. What waits is bounded per channel and altogether, however many channels there are; the heaviest
   are passed on first, so that light ones still get batches worth having.
4. Nothing waits longer than a limit, by the log times of what comes.
5. The clock of a simulation goes before anything else: the others' times are read off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from rerun_bridge.messages import CLOCK_TYPE, Channel, MessageBatch, ScatteredBatch
from rerun_bridge.nouns import dataclass, field

__all__ = ['BatchLimits', 'Batcher', 'together']

LARGE_MESSAGE_BYTES = 64 * 1024
PIECE_BYTES, ROW_BYTES = 1200, 32
"""What waiting costs besides the payload, about: for a piece, and for a row of one."""
MOST_SMALL_PIECES, FEW_ROWS = 64, 16


@dataclass(frozen=True)
class BatchLimits:
    """
    When a channel's messages are passed on.

    :param target_bytes: from this on a batch is large enough; larger ones gain nothing.
    :param target_rows: the same for very small messages.
    :param large_message_bytes: of this size on average nobody copies messages together.
    :param large_target_bytes: so of those more make a batch.
    :param waiting_bytes: of memory for what waits of all channels together.
    :param age_ns: between the first message that waits and the last that came. A minute: what
        looks across channels finds its counterpart, and a slow topic gets batches worth having.
    """

    target_bytes: int = 4 * 1024 * 1024
    target_rows: int = 32_768
    large_message_bytes: int = LARGE_MESSAGE_BYTES
    large_target_bytes: int = 10 * 1024 * 1024
    waiting_bytes: int = 48 * 1024 * 1024
    age_ns: int = 60_000_000_000

    def is_enough(self, size: int, rows: int) -> bool:
        """Tell whether messages of so many bytes together make a batch."""
        is_large = size >= self.large_message_bytes * rows
        target_bytes = self.large_target_bytes if is_large else self.target_bytes
        return size >= target_bytes or rows >= self.target_rows


@dataclass()
class _Waiting:
    """
    What waits of one channel: pieces, then small pieces.

    :param held_bytes: of memory, about.
    """

    channel: Channel
    since_ns: int
    pieces: list[MessageBatch] = field(default_factory=list)
    small: list[MessageBatch] = field(default_factory=list)
    rows: int = 0
    size: int = 0
    held_bytes: int = 0


class Batcher:
    """
    Collects the messages of any number of channels.

    Each method returns the batches that are ready.
    """

    def __init__(self, limits: BatchLimits | None = None) -> None:
        self._limits = limits or BatchLimits()
        self._waiting: dict[int, _Waiting] = {}
        self._held_bytes = 0
        self._clocks: set[int] = set()

    def add(self, piece: MessageBatch) -> list[MessageBatch]:
        """Take messages that came together."""
        if piece.channel.type_name == CLOCK_TYPE:
            self._clocks.add(piece.channel.id)
        ready = self._added(piece)
        return [*self._clocks_first(), *ready] if ready else ready

    def _clocks_first(self) -> list[MessageBatch]:
        return [batch for channel_id in self._clocks for batch in self._take(channel_id)]

    def _added(self, piece: MessageBatch) -> list[MessageBatch]:
        rows = len(piece)
        if not rows:
            return []
        size, now_ns = piece.size_bytes, int(piece.log_times_ns[-1])
        if self._limits.is_enough(size, rows):
            return [*self._take(piece.channel.id), piece, *self._due(now_ns)]
        waiting = self._queue(piece.channel, int(piece.log_times_ns[0]))
        copied = _copied(piece, size, self._limits.large_message_bytes)
        held_bytes = len(copied.buffer) + ROW_BYTES * rows + PIECE_BYTES
        waiting.small.append(copied)
        if len(waiting.small) == MOST_SMALL_PIECES:
            waiting.pieces.append(self._together(waiting.small))
            waiting.small = []
            held_bytes -= (MOST_SMALL_PIECES - 1) * PIECE_BYTES
        return self._grown(waiting, rows, size, held_bytes, now_ns)

    def _due(self, now_ns: int) -> list[MessageBatch]:
        """Return the channels that have waited long enough."""
        ready: list[MessageBatch] = []
        while self._waiting:
            first = next(iter(self._waiting.values()))
            if now_ns - first.since_ns < self._limits.age_ns:
                break
            ready += self._take(first.channel.id)
        return ready

    def flush(self) -> list[MessageBatch]:
        """Return everything that waits, the channel that waits longest first."""
        ready = self._clocks_first()
        return ready + [batch for channel in list(self._waiting) for batch in self._take(channel)]

    def _queue(self, channel: Channel, since_ns: int) -> _Waiting:
        waiting = self._waiting.get(channel.id)
        if waiting is None:
            waiting = self._waiting[channel.id] = _Waiting(channel, since_ns)
        return waiting

    def _grown(
        self, waiting: _Waiting, rows: int, size: int, held_bytes: int, now_ns: int
    ) -> list[MessageBatch]:
        waiting.rows += rows
        waiting.size += size
        waiting.held_bytes += held_bytes
        self._held_bytes += held_bytes
        ready: list[MessageBatch] = []
        if self._limits.is_enough(waiting.size, waiting.rows):
            ready = self._take(waiting.channel.id)
        if self._held_bytes > self._limits.waiting_bytes:
            ready += self._heaviest()
        return ready + self._due(now_ns)

    def _heaviest(self) -> list[MessageBatch]:
        """Return the channels that hold the most memory, until half of the limit is free."""
        ready: list[MessageBatch] = []
        for each in sorted(self._waiting.values(), key=lambda each: -each.held_bytes):
            if 2 * self._held_bytes <= self._limits.waiting_bytes:
                break
            ready += self._take(each.channel.id)
        return ready

    def _take(self, channel_id: int) -> list[MessageBatch]:
        waiting = self._waiting.pop(channel_id, None)
        if waiting is None:
            return []
        self._held_bytes -= waiting.held_bytes
        return [self._together(waiting.pieces + waiting.small)]

    def _together(self, pieces: list[MessageBatch]) -> MessageBatch:
        return together(pieces, self._limits.large_message_bytes)


def _copied(piece: MessageBatch, size: int, large_message_bytes: int) -> MessageBatch:
    """
    Return messages that keep little more memory alive than they need.

    Those that make up most of what they came in stay there, and so do large ones; others are
    copied, as one run where they lie close together, else one by one.
    """
    if 2 * size >= len(piece.buffer) or size >= large_message_bytes * len(piece):
        return piece
    ends = piece.starts + piece.lengths
    length = int(piece.lengths[0])
    is_run = False
    if len(piece) > FEW_ROWS:
        first, last = int(piece.starts.min()), int(ends.max())
        is_run = last - first <= 2 * size
    if is_run:
        buffer, starts = piece.buffer[first:last].copy(), piece.starts - first
    elif length and len(piece) > FEW_ROWS and bool((piece.lengths == length).all()):
        windows = (len(piece.buffer) - length + 1,)
        messages = np.ndarray(windows, f'V{length}', piece.buffer, strides=(1,))[piece.starts]
        buffer, starts = messages.view(np.uint8), np.arange(len(piece)) * length
    else:
        view = memoryview(piece.buffer)
        parts = [view[a:b] for a, b in zip(piece.starts.tolist(), ends.tolist())]
        buffer = np.frombuffer(b''.join(parts), np.uint8)
        starts = np.cumsum(piece.lengths) - piece.lengths
    return MessageBatch(
        piece.channel, piece.log_times_ns, piece.publish_times_ns, buffer, starts, piece.lengths
    )


def together(
    pieces: Sequence[MessageBatch], large_message_bytes: int = LARGE_MESSAGE_BYTES
) -> MessageBatch:
    """
    Return the messages of several batches of a channel as one.

    :param large_message_bytes: of this size on average they are not copied.
    """
    if len(pieces) == 1:
        return pieces[0]
    lengths = np.concatenate([piece.lengths for piece in pieces])
    published: list[npt.NDArray[np.int64]] = [
        piece.publish_times_ns for piece in pieces if piece.publish_times_ns is not None
    ]
    channel = pieces[-1].channel
    log_times_ns = np.concatenate([piece.log_times_ns for piece in pieces])
    publish_times_ns = np.concatenate(published) if len(published) == len(pieces) else None
    if lengths.sum() >= large_message_bytes * len(lengths):
        data = tuple(chain.from_iterable(piece.payloads() for piece in pieces))
        return ScatteredBatch(channel, log_times_ns, publish_times_ns, data)
    places = np.cumsum([0, *(len(piece.buffer) for piece in pieces[:-1])])
    return MessageBatch(
        channel,
        log_times_ns,
        publish_times_ns,
        np.concatenate([piece.buffer for piece in pieces]),
        np.concatenate([piece.starts + place for piece, place in zip(pieces, places)]),
        lengths,
    )
