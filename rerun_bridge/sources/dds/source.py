"""A ROS graph over DDS, without ROS: topics, and the messages of those that are wanted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_ssize_t
from threading import Lock
from types import TracebackType

import numpy as np

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import PublishedTopic
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.descriptions import ask, services_of
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
from rerun_bridge.subscription_qos import LARGE_TYPES

__all__ = ['DdsSource', 'open_dds']

_LOG = logging.getLogger(__name__)

TICK_S = 0.07
"""
All that came in a tick is taken together: to wake for each message costs more than the rest.

Half of it is what the median message waits; twice as long is nearly twice as cheap.
"""
LOW_LATENCY_TICK_S = 0.002
LOOK_UP_NS = 100_000_000
"""How long nothing may come before the loop looks whether it is to stop."""
DEPTH, DEPTH_OF_LARGE, DEPTH_OF_COMPRESSED = 10_000, 16, 256
"""
Messages that may come between two ticks.

The older ones are overwritten uncounted, so that it is more than ever come; and of pictures and
clouds no more than memory can hold.
"""
MOST_TRIGGERED = 4096
SILENT_S = 30.0
"""How long a node that did not answer is not asked again."""


class _Feed:
    """
    The reader of a channel.

    :param type_hash_of: the hash that a writer says its type has; None where unknown. Readers are
        matched by the name of the type alone.
    """

    def __init__(
        self,
        channel: Channel,
        reader: RawReader | TypedReader,
        type_hash_of: Callable[[int], str | None],
    ) -> None:
        self.channel = channel
        self.reader = reader
        self._type_hash_of = type_hash_of
        self._arrivals = ArrivalTimes(time.time_ns())

    def take(self, now_ns: int) -> Iterator[MessageBatch]:
        """Yield what has come."""
        own = self.channel.type_hash
        for samples in self.reader.take():
            batch = MessageBatch(
                self.channel,
                self._arrivals.estimate(samples, now_ns),
                samples.published_ns,
                samples.buffer,
                samples.starts,
                samples.lengths,
            )
            writers = set(samples.writers.tolist())
            foreign = [each for each in writers if self._type_hash_of(each) not in (own, None)]
            if foreign:
                batch = batch.pick(np.flatnonzero(~np.isin(samples.writers, foreign)))
            if len(batch):
                yield batch


class DdsSource:
    """
    The live source of a DDS domain; a context manager.

    :param low_latency: messages are taken as they come instead of in ticks, at more CPU each.
    :raises SourceError: the wheel is missing, or the domain cannot be joined.
    """

    def __init__(self, domain: int, *, low_latency: bool = False) -> None:
        self._tick_s = LOW_LATENCY_TICK_S if low_latency else TICK_S
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
        created = self._library.dds_create_waitset(self._participant.entity)
        self._waitset = self._library.done(created, 'no waitset')
        self._feeds: dict[int, _Feed] = {}
        self._over: list[_Feed] = []
        self._lock = Lock()
        self._hashes: dict[int, str] = {}
        self._silent: dict[bytes, float] = {}

    def topics(self) -> Sequence[PublishedTopic]:
        """Return everything that is published now, by topic, type and hash of the type."""
        offers: dict[tuple[str, TypeName, str], list[Qos]] = {}
        for endpoint in self._endpoints():
            topic, type_name = ros_topic(endpoint.topic), ros_type(endpoint.type_name)
            if topic is not None and type_name is not None:
                key = (topic, type_name, type_hash_of(endpoint.user_data))
                offers.setdefault(key, []).append(endpoint.qos)
        return [PublishedTopic(*key, tuple(qos)) for key, qos in sorted(offers.items())]

    def others(self) -> int:
        """Return how many processes there are beside ours."""
        self._endpoints()
        return self._graph.others()

    def _endpoints(self) -> Sequence[Endpoint]:
        with self._lock:
            self._graph.update()
            endpoints = self._graph.endpoints()
            # Those that are gone are kept: their last messages may still be on the way.
            self._hashes.update((each.handle, type_hash_of(each.user_data)) for each in endpoints)
            return endpoints

    def _type_hash_of(self, writer: int) -> str | None:
        if writer not in self._hashes:  # discovered since the graph was last looked at
            self._endpoints()
        return self._hashes.get(writer)

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
        feed = _Feed(channel, reader, self._type_hash_of)
        with self._lock:
            self._feeds[reader.condition] = feed
        attached = self._library.dds_waitset_attach(
            self._waitset, reader.condition, reader.condition
        )
        self._library.done(attached, f'topic {channel.topic}')

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel after what has come already."""
        with self._lock:
            for condition, feed in list(self._feeds.items()):
                if feed.channel.id == channel.id:
                    self._library.dds_waitset_detach(self._waitset, condition)
                    self._over.append(self._feeds.pop(condition))

    def run(
        self, put: Callable[[Sequence[MessageBatch]], None], stopped: Callable[[], bool]
    ) -> None:
        """Take what comes, in ticks, until it is to stop; then once more."""
        triggered = (c_ssize_t * MOST_TRIGGERED)()
        is_last = False
        while not is_last:
            is_last = stopped()
            count = self._library.dds_waitset_wait(
                self._waitset, triggered, MOST_TRIGGERED, 0 if is_last else LOOK_UP_NS
            )
            with self._lock:
                feeds = [self._feeds.get(condition) for condition in triggered[: max(count, 0)]]
                over, self._over = self._over, []
            now_ns = time.time_ns()
            put([batch for feed in [*feeds, *over] if feed for batch in feed.take(now_ns)])
            for feed in over:
                feed.reader.close()
            if not is_last:
                time.sleep(self._tick_s)

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


def open_dds(domain: int | None = None, *, low_latency: bool = False) -> DdsSource:
    """
    Join a DDS domain.

    :param domain: None for ``ROS_DOMAIN_ID``, else 0.
    :raises ConfigError: there is no such domain.
    :raises SourceError: the wheel is missing, or the domain cannot be joined.
    """
    return DdsSource(domain_id(domain), low_latency=low_latency)
