"""What a subscription has, taken when it is convenient."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from rclpy.exceptions import InvalidHandle

from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.sources.base import Drops
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.overtaken import Overtaken
from rerun_bridge.sources.dds.samples import Samples

__all__ = ['Feed']

PIECE_BYTES = 1024 * 1024
"""Small messages are joined; what is as large as this is neither copied nor lost with others."""
MOST_AT_ONCE, MOST_BYTES_AT_ONCE = 10_000, 32 * 1024 * 1024
"""A flood does not keep other topics waiting, nor fill the memory."""

_Message = tuple[bytes, Mapping[str, int]]


class Feed:
    """
    The subscription of a channel.

    :param depth: of the subscription; 0 is KEEP_ALL.
    :param arrivals: of the whole graph.
    :param own: messages that came from here, and are not wanted.
    """

    def __init__(
        self,
        channel: Channel,
        subscription: Any,
        depth: int,
        arrivals: ArrivalTimes,
        own: Collection[bytes],
    ) -> None:
        self.channel = channel
        self.subscription = subscription
        self.fullness = 0.0
        """How full it was when it was last looked at."""
        self.overtaken = Overtaken(depth)
        self._depth = depth
        self._arrivals = arrivals
        self._own = own
        self._found: list[Samples] = []
        self._begin_ns = time.time_ns()  # nothing came before it was asked for

    def take(self, now_ns: int) -> bool:
        """Take what has come, for :meth:`batches`; return whether that is anything."""
        taken = list(self._taken())
        self.fullness = len(taken) / self._depth if self._depth else 0.0
        if self._own:  # on the wire they are padded
            taken = [each for each in taken if not each[0].startswith(tuple(self._own))]
        self._found = found = [self._samples(piece) for piece in _pieces(taken)]
        for samples in found:
            self._arrivals.learn(samples, now_ns)
        if found:
            published_ns = np.concatenate([each.published_ns for each in found])
            self.overtaken.look(published_ns, sum(len(each.buffer) for each in found))
        return bool(found)

    def batches(self, since_ns: int, now_ns: int) -> Iterator[MessageBatch]:
        """
        Yield what was taken.

        :param since_ns: nothing of it came before.
        :param now_ns: when it was taken.
        """
        found, self._found = self._found, []
        for samples in found:
            yield MessageBatch(
                self.channel,
                self._arrivals.estimate(samples, max(since_ns, self._begin_ns), now_ns),
                samples.published_ns if samples.published_ns.all() else None,
                samples.buffer,
                samples.starts,
                samples.lengths,
            )

    def drops(self) -> Drops:
        """Return what was lost."""
        return Drops(self.channel, self.overtaken.messages, self.overtaken.size_bytes)

    def _taken(self) -> Iterator[_Message]:
        handle, kind = self.subscription.handle, self.subscription.msg_type
        left_bytes = MOST_BYTES_AT_ONCE
        try:
            with handle:
                for _ in range(MOST_AT_ONCE):
                    message = handle.take_message(kind, True)
                    if message is None:
                        return
                    yield message
                    left_bytes -= len(message[0])
                    if left_bytes < 0:
                        return
        except InvalidHandle:
            return  # the node is gone, and with it what it subscribed to

    def _samples(self, piece: Sequence[_Message]) -> Samples:
        data = [message for message, _ in piece]
        lengths = np.array([len(message) for message in data], np.int64)
        return Samples(
            np.array([info['source_timestamp'] for _, info in piece], np.int64),
            np.full(len(data), self.channel.id, np.uint64),  # who published is not told
            np.frombuffer(data[0] if len(data) == 1 else b''.join(data), np.uint8),
            np.cumsum(lengths) - lengths,
            lengths,
        )


def _pieces(messages: Sequence[_Message]) -> Iterator[list[_Message]]:
    """Yield messages that are joined."""
    piece: list[_Message] = []
    size_bytes = 0
    for message in messages:
        length = len(message[0])
        if piece and size_bytes + length > PIECE_BYTES:
            yield piece
            piece, size_bytes = [], 0
        piece.append(message)
        size_bytes += length
    if piece:
        yield piece
