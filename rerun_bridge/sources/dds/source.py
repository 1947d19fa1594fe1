"""A ROS graph over DDS, without ROS: topics, and the messages of those that are wanted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from types import TracebackType
from typing import Any

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import Drops, PublishedTopic
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.descriptions import ask, services_of
from rerun_bridge.sources.dds.feed import Feed, Waiting
from rerun_bridge.sources.dds.graph import DdsGraph, Endpoint
from rerun_bridge.sources.dds.names import (
    dds_topic,
    dds_type,
    ros_topic,
    ros_type,
    type_hash_of,
)
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader
from rerun_bridge.sources.dds.self_test import reads_raw
from rerun_bridge.sources.dds.settings import domain_id
from rerun_bridge.sources.dds.typed_reader import TypedReader
from rerun_bridge.sources.pace import Pace
from rerun_bridge.subscription_qos import LARGE_TYPES

__all__ = ['DdsSource', 'open_dds']

_LOG = logging.getLogger(__name__)

TICK_S = 0.08
"""
All that came in a tick is taken together: to wake for each costs more than the rest.

Half of it is what the median message waits; twice as long is nearly twice as cheap. Large ones are
not copied, and with low latency they are taken at once.
"""
LOW_LATENCY_TICK_S = 0.012
DEPTH, DEPTH_OF_LARGE, DEPTH_OF_COMPRESSED = 10_000, 32, 256
"""
Messages that may come between two ticks.

The older ones are overwritten, so that it is more than ever come; and of pictures and clouds no
more than memory can hold.
"""
NS_PER_S = 1_000_000_000
SILENT_S = 30.0
"""How long a node that did not answer is not asked again."""


class DdsSource:
    """
    The live source of a DDS domain; a context manager.

    :param low_latency: ticks are short, at more CPU for each message.
    :raises SourceError: the wheel is missing, or the domain cannot be joined.
    """

    def __init__(self, domain: int, *, low_latency: bool = False) -> None:
        self._low_latency = low_latency
        self._pace = Pace(LOW_LATENCY_TICK_S if low_latency else TICK_S)
        self._participant = Participant(domain)
        self._library = self._participant.library
        self._graph = DdsGraph(self._participant)
        self._new_reader: type[RawReader] | type[TypedReader] = RawReader
        if not reads_raw(self._participant):
            _LOG.warning(
                'this release of cyclonedds is not the one that was expected: reading costs more, '
                "and publishers that announce types may not be heard; pip install 'cyclonedds<12'"
            )
            self._new_reader = TypedReader
        self._room: Any = self._new_reader.room(self._participant)
        """Takes from readers of this kind."""
        self._in_ticks, self._at_once = Waiting(self._participant), Waiting(self._participant)
        self._feeds: dict[int, Feed] = {}
        self._drops: dict[int, Drops] = {}
        self._topics: Sequence[PublishedTopic] | None = None
        self._over: list[Feed] = []
        self._lock = Lock()
        self._hashes: dict[int, str] = {}
        self._origins: dict[int, bytes] = {}
        self._arrivals = ArrivalTimes(self._origin_of)
        self._silent: dict[bytes, float] = {}

    def topics(self) -> Sequence[PublishedTopic]:
        """Return everything that is published now, by topic, type and hash of the type."""
        endpoints = self._endpoints()
        if self._topics is not None:
            return self._topics
        offers: dict[tuple[str, TypeName, str], list[Qos]] = {}
        for endpoint in endpoints:
            topic, type_name = ros_topic(endpoint.topic), ros_type(endpoint.type_name)
            if topic is not None and type_name is not None:
                key = (topic, type_name, type_hash_of(endpoint.user_data))
                offers.setdefault(key, []).append(endpoint.qos)
        self._topics = [PublishedTopic(*key, tuple(qos)) for key, qos in sorted(offers.items())]
        return self._topics

    def others(self) -> int:
        """Return how many processes there are beside ours."""
        self._endpoints()
        return self._graph.others()

    def _endpoints(self) -> Sequence[Endpoint]:
        with self._lock:
            has_changed = self._graph.update()
            endpoints = self._graph.endpoints()
            if has_changed:
                self._topics = None
                # Those that are gone are kept: their last messages may still be on the way.
                self._hashes.update(
                    (each.handle, type_hash_of(each.user_data)) for each in endpoints
                )
                self._origins.update((each.handle, each.participant) for each in endpoints)
            return endpoints

    def _type_hash_of(self, writer: int) -> str | None:
        if writer not in self._hashes:  # discovered since the graph was last looked at
            self._endpoints()
        return self._hashes.get(writer)

    def _origin_of(self, writer: int) -> bytes | int:
        """Return the process of a writer; itself where that is unknown."""
        if writer not in self._origins:
            self._endpoints()
        return self._origins.get(writer, writer)

    def definition(self, topic: PublishedTopic) -> MessageDefinition | None:
        """
        Ask those who publish a topic for the definition of its type.

        One that does not answer is left alone for a while.
        """
        names = dds_topic(topic.topic), dds_type(topic.type_name)
        for service in services_of(*names, self._endpoints()):
            if time.monotonic() < self._silent.get(service.key, 0.0):
                continue
            try:
                found = ask(self._participant, service, topic.type_name, topic.type_hash)
            except SourceError:
                self._silent[service.key] = time.monotonic() + SILENT_S
                continue
            if found is not None:
                return found
        return None

    def subscribe(self, channel: Channel) -> None:
        """
        Have the messages of a channel from now on, and the latched ones.

        :raises SourceError: the library refuses.
        """
        asked = channel.qos
        depth = DEPTH_OF_LARGE if channel.type_name in LARGE_TYPES else DEPTH
        if channel.type_name == 'sensor_msgs/msg/CompressedImage':
            depth = DEPTH_OF_COMPRESSED
        qos = replace(asked, depth=max(asked.depth, depth) if asked.depth else 0)
        # Publishers complain of readers that do not know the hash.
        user_data = f'typehash={channel.type_hash};'.encode() if channel.type_hash else b''
        reader = self._new_reader(
            self._participant,
            dds_topic(channel.topic),
            dds_type(channel.type_name),
            qos,
            user_data,
        )
        feed = Feed(channel, reader, self._type_hash_of, self._arrivals)
        with self._lock:
            self._feeds[reader.condition] = feed
            self._waiting_of(feed).attach(feed)

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel after what has come already."""
        with self._lock:
            for condition, feed in list(self._feeds.items()):
                if feed.channel.id == channel.id:
                    self._waiting_of(feed).detach(feed)
                    self._over.append(self._feeds.pop(condition))

    def run(
        self, put: Callable[[Sequence[MessageBatch]], bool], stopped: Callable[[], bool]
    ) -> None:
        """Take what comes, in ticks, until it is to stop; then once more."""
        due_s, is_last = time.monotonic(), False
        at_once_ns = ticks_ns = time.time_ns()
        while not is_last:
            is_last = stopped()
            left_s = 0.0 if is_last else max(due_s - time.monotonic(), 0.0)
            triggered = self._at_once.wait(int(left_s * NS_PER_S))
            is_tick, looked_ns = is_last or time.monotonic() >= due_s, time.time_ns()
            if is_tick:
                triggered += self._in_ticks.wait(0)
            with self._lock:
                found = [self._feeds.get(condition) for condition in triggered]
                feeds = [*filter(None, found), *self._over]
                over, self._over = self._over, []
            now_ns = time.time_ns()
            in_ticks = [feed for feed in feeds if not self._is_urgent(feed)]
            since = [(feed, at_once_ns if self._is_urgent(feed) else ticks_ns) for feed in feeds]
            taken = self._room.take([feed.reader for feed in feeds])
            since = [each for each, found in zip(since, taken) if each[0].look(found, now_ns)]
            came = [each for feed, ns in since for each in feed.batches(ns, now_ns)]
            is_behind = bool(came) and not put(came)
            self._settle(in_ticks, over)
            at_once_ns = looked_ns
            if is_tick:
                ticks_ns = looked_ns
                fullness = max([feed.fullness for feed in in_ticks], default=0.0)
                self._pace.note(fullness, is_behind=is_behind)
                tick_s = self._pace.tick_s  # from tick to tick, whatever taking took
                due_s = max(due_s + tick_s, time.monotonic() + tick_s / 2)

    def _is_urgent(self, feed: Feed) -> bool:
        """Tell whether messages are taken as they come."""
        return self._low_latency and feed.is_heavy

    def _waiting_of(self, feed: Feed) -> Waiting:
        return self._at_once if self._is_urgent(feed) else self._in_ticks

    def _settle(self, in_ticks: Sequence[Feed], over: Sequence[Feed]) -> None:
        """Close what is over; wait apart for readers whose messages turned out to be large."""
        for feed in over:
            self._count(feed)
            feed.reader.close()
        if not any(map(self._is_urgent, in_ticks)):
            return
        with self._lock:
            for feed in in_ticks:
                if self._is_urgent(feed) and feed.reader.condition in self._feeds:
                    self._in_ticks.detach(feed)
                    self._at_once.attach(feed)

    def _count(self, feed: Feed) -> None:
        """Remember what a reader that is closed has lost."""
        drops = feed.drops()
        if drops.messages:
            self._drops[feed.channel.id] = _sum(self._drops.get(feed.channel.id), drops)

    def overtaken(self) -> Mapping[int, Drops]:
        """Return what was lost on the way, or overwritten before it was taken, by channel."""
        with self._lock:
            feeds, found = list(self._feeds.values()), dict(self._drops)
        for feed in feeds:
            drops = feed.drops()
            if drops.messages:
                found[feed.channel.id] = _sum(found.get(feed.channel.id), drops)
        return found

    def close(self) -> None:
        """Leave the domain; idempotent."""
        self._participant.close()

    def __enter__(self) -> DdsSource:
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


def _sum(some: Drops | None, more: Drops) -> Drops:
    if some is None:
        return more
    return Drops(more.channel, some.messages + more.messages, some.size_bytes + more.size_bytes)


def open_dds(domain: int | None = None, *, low_latency: bool = False) -> DdsSource:
    """
    Join a DDS domain.

    :param domain: None for ``ROS_DOMAIN_ID``, else 0.
    :raises ConfigError: there is no such domain.
    :raises SourceError: the wheel is missing, or the domain cannot be joined.
    """
    return DdsSource(domain_id(domain), low_latency=low_latency)
