"""A graph that does what a test says, in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.sources.base import Drops, PublishedTopic

__all__ = ['ScriptedSource', 'batch', 'published']

OFFER = Qos(reliable=True, depth=10, publishers=1)


def published(
    topic: str, type_name: str = 'std_msgs/msg/Float64', type_hash: str = '', *offers: Qos
) -> PublishedTopic:
    """Return a topic with one publisher, or with the publishers of these offers."""
    return PublishedTopic(topic, TypeName(type_name), type_hash, offers or (OFFER,))


def batch(channel: Channel, messages: Iterable[bytes], time_ns: int = 1) -> MessageBatch:
    """Return messages as a source gives them."""
    data = list(messages)
    lengths = np.array([len(each) for each in data], np.int64)
    return MessageBatch(
        channel,
        np.arange(time_ns, time_ns + len(data), dtype=np.int64),
        np.arange(time_ns, time_ns + len(data), dtype=np.int64),
        np.frombuffer(b''.join(data), np.uint8),
        np.cumsum(lengths) - lengths,
        lengths,
    )


class ScriptedSource:
    """
    Publishes what is in :attr:`on_graph`; remembers what it was asked for.

    :param messages: what a subscription to a topic gives at once.
    """

    def __init__(self, *on_graph: PublishedTopic, **messages: list[bytes]) -> None:
        self.on_graph = list(on_graph)
        self.subscribed: list[Channel] = []
        self.asked: list[str] = []
        self.refuses: Exception | None = None
        self.fails: Exception | None = None
        self.definitions: dict[str, MessageDefinition] = {}
        self._messages = messages
        self._waiting: list[MessageBatch] = []
        self._changed = threading.Condition()

    def topics(self) -> list[PublishedTopic]:
        """Return what is on the graph."""
        return list(self.on_graph)

    def others(self) -> int:
        """Return 1 where anything is published."""
        return int(bool(self.on_graph))

    def definition(self, topic: PublishedTopic) -> MessageDefinition | None:
        """Return what the test has said, and remember that it was asked for."""
        self.asked.append(topic.type_name)
        return self.definitions.get(topic.type_name)

    def subscribe(self, channel: Channel) -> None:
        """Give what the test has said."""
        if self.refuses is not None:
            raise self.refuses
        self.subscribed.append(channel)
        if messages := self._messages.get(channel.topic.strip('/')):
            with self._changed:
                self._waiting.append(batch(channel, messages))

    def unsubscribe(self, channel: Channel) -> None:
        """Forget the channel."""
        self.subscribed.remove(channel)

    def run(
        self, put: Callable[[Sequence[MessageBatch]], None], stopped: Callable[[], bool]
    ) -> None:
        """Put what waits; fail where the test says so."""
        is_last = False
        while not is_last:
            is_last = stopped()
            if self.fails is not None:
                raise self.fails
            with self._changed:
                waiting, self._waiting = self._waiting, []
            put(waiting)
            with self._changed:
                self._changed.wait(0.005)

    def overtaken(self) -> dict[int, Drops]:
        """Return nothing."""
        return {}

    def close(self) -> None:
        """Do nothing."""
