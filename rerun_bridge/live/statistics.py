"""
What went through a session, by topic and as numbers over time: for users, and in the recording.

Four plots, each with a curve per topic. They stand on ``log_time`` alone: on ``ros_time`` they
would be years away from a bag that is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from rerun_bridge.messages import MessageBatch
from rerun_bridge.row_times import LOG_TIME
from rerun_bridge.sdk.archetypes import Scalars, SeriesLines
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.time import TimeColumn

__all__ = ['OWN_PATH', 'Statistics', 'TopicCount']

OWN_PATH = 'rerun_bridge'
"""Below this entity is what the bridge says of itself."""
PLOTS = ('messages_per_s', 'bytes_per_s', 'dropped', 'latency_ms')
NS_PER_S, NS_PER_MS = 1e9, 1e6


class TopicCount(NamedTuple):
    """
    What there was of a topic so far.

    :param dropped: messages that came and were not forwarded.
    :param latency_ms: from publishing to forwarding, at the last look, by the publisher's clock;
        NaN where nothing came.
    """

    topic: str
    messages: int
    size_bytes: int
    dropped: int
    latency_ms: float


class _Count:
    __slots__ = ('latency_ns', 'messages', 'size_bytes', 'timed')

    def __init__(self) -> None:
        self.messages = self.size_bytes = self.timed = 0
        self.latency_ns = 0.0


class Statistics:
    """
    Counts what is forwarded.

    :param begin_ns: when that begins, by the clock of all times here.
    """

    def __init__(self, begin_ns: int) -> None:
        self._looked_ns = begin_ns
        self._total: dict[str, _Count] = {}
        self._recent: dict[str, _Count] = {}
        self._dropped: Mapping[str, int] = {}
        self._has_shown: tuple[str, ...] = ()
        self._is_quiet = True
        self.counts: tuple[TopicCount, ...] = ()
        """By topic, as of the last look; safe from any thread."""

    def add(self, batch: MessageBatch, now_ns: int) -> None:
        """Count messages that have been forwarded."""
        topic, rows, size_bytes = batch.channel.topic, len(batch), batch.size_bytes
        for counts in (self._total, self._recent):
            count = counts.get(topic)
            if count is None:
                count = counts[topic] = _Count()
            count.messages += rows
            count.size_bytes += size_bytes
        # what is latched may be as old as the robot
        published_ns = batch.publish_times_ns
        if published_ns is not None and not batch.channel.qos.transient_local:
            recent = self._recent[topic]
            # that of messages which are evenly spaced
            middle_ns = (int(published_ns[0]) + int(published_ns[-1])) // 2
            recent.latency_ns += float(rows * (now_ns - middle_ns))
            recent.timed += rows

    def look(self, dropped: Mapping[str, int], now_ns: int) -> None:
        """
        Take stock: what is added from now on counts for the next look.

        :param dropped: messages so far, by topic.
        """
        self._span_s = max(now_ns - self._looked_ns, 1) / NS_PER_S
        self._looked_ns = now_ns
        self._last, self._recent = self._recent, {}
        self._is_quiet = not self._last and self._dropped == dropped
        self._dropped = dict(dropped)
        nothing = _Count()
        found = []
        for topic in (*self._total, *(each for each in dropped if each not in self._total)):
            total, last = self._total.get(topic, nothing), self._last.get(topic, nothing)
            latency_ms = last.latency_ns / last.timed / NS_PER_MS if last.timed else np.nan
            counted = total.messages, total.size_bytes, dropped.get(topic, 0)
            found.append(TopicCount(topic, *counted, float(latency_ms)))
        self.counts = tuple(found)

    def forget_shown(self) -> None:
        """Another recording begins, and knows nothing."""
        self._has_shown = ()

    def chunks(self, log_ns: int) -> Iterator[Chunk]:
        """
        Yield what the last look found; nothing where nothing happened.

        :param log_ns: when that was, on ``log_time``.
        """
        if self._is_quiet or not self.counts:
            return
        nothing = _Count()
        topics = tuple(count.topic for count in self.counts)
        last = [self._last.get(topic, nothing) for topic in topics]
        columns = (
            [each.messages / self._span_s for each in last],
            [each.size_bytes / self._span_s for each in last],
            [float(count.dropped) for count in self.counts],
            [count.latency_ms for count in self.counts],
        )
        offsets = np.array([0, len(topics)])
        times = (TimeColumn(LOG_TIME, np.array([log_ns], np.int64)),)
        for plot, values in zip(PLOTS, columns):
            if topics != self._has_shown:
                yield _chunk(plot, (), SeriesLines.names.column(list(topics), offsets))
            yield _chunk(plot, times, Scalars.scalars.column(np.array(values), offsets))
        self._has_shown = topics


def _chunk(plot: str, times: tuple[TimeColumn, ...], column: ComponentColumn) -> Chunk:
    path = EntityPath((OWN_PATH, plot))
    return Chunk(new_chunk_id(), path, new_row_ids(1), times, (column,))
