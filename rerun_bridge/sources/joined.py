"""
Several sources as one.

Files of a split bag one after the other, separate bags merged in time.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType

from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import Loss, Progress, Source

__all__ = ['JoinedSource']

Key = tuple[str, str, object]
"""Topic, type, definition: what makes channels of several files one."""


class JoinedSource:
    """
    Sources as one; a topic of one type is one channel, whatever its ids in the files are.

    :param merged: by time, batch by batch; else one source after the other.
    :param losses: known before reading began.
    :param on_close: called once, after the sources are closed.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        merged: bool,
        losses: Sequence[Loss] = (),
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self._sources = sources
        self._merged = merged
        self._losses = list(losses)
        self._on_close = on_close
        self._channels: dict[Key, Channel] = {}

    def channels(self) -> Sequence[Channel]:
        """Return all channels known so far, with the messages of all files counted together."""
        counts: dict[Key, int | None] = {}
        each = [channel for source in self._sources for channel in source.channels()]
        for channel in sorted(each, key=lambda channel: channel.definition is None):
            key = _key(self._unified(channel))
            count, more = counts.get(key, 0), channel.message_count
            counts[key] = None if count is None or more is None else count + more
        return [replace(c, message_count=counts.get(key)) for key, c in self._channels.items()]

    def _unified(self, channel: Channel) -> Channel:
        key = _key(channel)
        if key not in self._channels and channel.definition is None:
            # A file that could not say what its messages are, beside one that could.
            same = (known for known in self._channels if known[:2] == key[:2])
            key = next(same, key)
        if key not in self._channels:
            self._channels[key] = replace(channel, id=len(self._channels))
        return self._channels[key]

    def batches(
        self,
        *,
        start_ns: int | None = None,
        end_ns: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> Iterator[MessageBatch]:
        """Yield the batches of all sources."""
        counted = {_key(channel): channel for channel in self.channels()}
        streams = [
            source.batches(start_ns=start_ns, end_ns=end_ns, topics=topics)
            for source in self._sources
        ]
        if self._merged:
            batches = _by_time(streams, [source.extent() for source in self._sources])
        else:
            batches = _one_by_one(streams)
        for batch in batches:
            channel = self._unified(batch.channel)
            yield replace(batch, channel=counted.get(_key(channel), channel))

    def extent(self) -> tuple[int, int] | None:
        """Return the first and the last log time of all sources; None where one cannot tell."""
        filled = [source for source in self._sources if not _is_empty(source)]
        extents = [source.extent() for source in filled]
        known = [extent for extent in extents if extent is not None]
        if not known or len(known) < len(extents):
            return None
        return min(first for first, _ in known), max(last for _, last in known)

    def losses(self) -> Sequence[Loss]:
        """Return what could not be read so far."""
        return [*self._losses, *(loss for source in self._sources for loss in source.losses())]

    def progress(self) -> Progress:
        """Return how far reading has come in all files together."""
        each = [source.progress() for source in self._sources]
        return Progress(sum(p.done_bytes for p in each), sum(p.total_bytes for p in each))

    def close(self) -> None:
        """Close all sources; idempotent."""
        for source in self._sources:
            source.close()
        on_close, self._on_close = self._on_close, None
        if on_close is not None:
            on_close()

    def __enter__(self) -> JoinedSource:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def _is_empty(source: Source) -> bool:
    """Tell whether a source says that it has no messages; one without channels says nothing."""
    channels = source.channels()
    return bool(channels) and all(channel.message_count == 0 for channel in channels)


def _key(channel: Channel) -> Key:
    return channel.topic, channel.type_name, channel.definition


def _one_by_one(streams: Sequence[Iterator[MessageBatch]]) -> Iterator[MessageBatch]:
    for stream in streams:
        yield from stream


def _by_time(
    streams: Sequence[Iterator[MessageBatch]], extents: Sequence[tuple[int, int] | None]
) -> Iterator[MessageBatch]:
    """
    Yield the batch that begins first among the next of each stream.

    :param extents: first and last log times of the streams. One of which it is known is not begun
        before its time: each that is costs memory.
    """
    heap: list[tuple[int, int, MessageBatch | None]] = []
    for i, (stream, extent) in enumerate(zip(streams, extents)):
        if extent is not None:
            heap.append((extent[0], i, None))
        elif (batch := next(stream, None)) is not None:
            heap.append((int(batch.log_times_ns[0]), i, batch))
    heapq.heapify(heap)
    while heap:
        _, i, first = heap[0]
        if first is not None:
            yield first
        following = next(streams[i], None)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (int(following.log_times_ns[0]), i, following))
