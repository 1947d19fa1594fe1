"""
The small messages of many chunks, put together, so that what is done per channel is done seldom.

A robot's chunk has a picture or two and a few messages each of a dozen other channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from rerun_bridge.sources.mcap_chunk import ChunkMessages, MessagesByChannel

__all__ = ['Part', 'SmallMessages']

LARGE_BYTES = 16 * 1024
"""A channel with a message of this size is passed on as it comes."""
ENOUGH_BYTES, MOST_PARTS = 4 * 1024 * 1024, 64

Bytes = npt.NDArray[np.uint8]
Part: TypeAlias = 'tuple[Bytes, MessagesByChannel]'


class SmallMessages:
    """
    Collects the small messages of chunks; a channel's messages stay in their order.

    :param apart: channels whose messages are passed on as they come, however small.
    """

    def __init__(self, apart: Set[int]) -> None:
        self._apart = apart
        self._large: set[int] = set()
        self._waiting: list[Part] = []
        self._size = 0

    def add(self, data: Bytes, found: MessagesByChannel) -> Iterator[Part]:
        """Take the messages of a chunk, and yield those that need not wait any more."""
        if not found.ids:
            return
        for channel_id, longest in zip(found.ids, found.longest()):
            if longest >= LARGE_BYTES and channel_id not in self._large:
                yield from self.flush()  # some that wait may be of this channel
                self._large.add(channel_id)
        is_small = [each not in self._large and each not in self._apart for each in found.ids]
        if not any(is_small):
            yield data, found
            return
        if all(is_small):
            yield from self._put(data, found)
            return
        chosen = np.repeat(is_small, found.counts)
        rest = found.pick(~chosen, [not each for each in is_small])
        yield from self._put(*_without(data, found.pick(chosen, is_small), rest.messages))
        yield data, rest

    def _put(self, data: Bytes, found: MessagesByChannel) -> Iterator[Part]:
        self._waiting.append((data, found))
        self._size += len(data)
        if self._size >= ENOUGH_BYTES or len(self._waiting) == MOST_PARTS:
            yield from self.flush()

    def flush(self) -> Iterator[Part]:
        """Yield what waits."""
        if self._waiting:
            waiting, self._waiting, self._size = self._waiting, [], 0
            yield waiting[0] if len(waiting) == 1 else _together(waiting)


def _without(data: Bytes, found: MessagesByChannel, others: ChunkMessages) -> Part:
    """Return a copy of a chunk that lacks the bytes of other messages."""
    order = np.argsort(others.starts)
    begins = others.starts[order]
    ends = begins + others.lengths[order]
    view = memoryview(data)
    cuts = zip([0, *ends.tolist()], [*begins.tolist(), len(data)])
    buffer = np.frombuffer(b''.join([view[a:b] for a, b in cuts]), np.uint8)
    gone = np.append(0, np.cumsum(ends - begins))
    starts = found.messages.starts
    return buffer, found.at(starts - gone[np.searchsorted(begins, starts)])


def _together(parts: list[Part]) -> Part:
    """Return the messages of several chunks as if they were of one."""
    sizes = np.array([len(data) for data, _ in parts])
    places = np.cumsum(sizes) - sizes
    every = [found for _, found in parts]
    owners = np.concatenate([np.repeat(np.array(each.ids), each.counts) for each in every])
    order = np.argsort(owners, kind='stable')
    ids, counts = np.unique(owners, return_counts=True)
    starts = [each.messages.starts + place for each, place in zip(every, places.tolist())]
    messages = ChunkMessages(
        np.concatenate(starts),
        np.concatenate([each.messages.lengths for each in every]),
        np.concatenate([each.messages.log_times_ns for each in every]),
        np.concatenate([each.messages.publish_times_ns for each in every]),
    ).pick(order)
    data = np.concatenate([data for data, _ in parts])
    return data, MessagesByChannel(tuple(ids.tolist()), tuple(counts.tolist()), messages)
