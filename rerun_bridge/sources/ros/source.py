"""
The live source of a ROS graph, through a node of whoever uses it.

Messages are taken as they are on the wire, so types need to be installed, for rclpy asks for that,
but are never made into Python objects. They are taken in ticks, many at once, and by no executor:
to wake one for each message costs more than all the rest. So the node need not be spun for them.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.node import Node
from rclpy.serialization import serialize_message
from rosidl_runtime_py.utilities import get_message, get_service

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import Drops, PublishedTopic
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.pace import Pace
from rerun_bridge.sources.ros.asking import ask
from rerun_bridge.sources.ros.feed import Feed
from rerun_bridge.sources.ros.graph import RosGraph
from rerun_bridge.sources.ros.profiles import profile_of
from rerun_bridge.subscription_qos import LARGE_TYPES

__all__ = ['RosSource']

TICK_S, LOW_LATENCY_TICK_S = 0.07, 0.002
"""All that came in a tick is taken together."""
DEPTH, DEPTH_OF_LARGE, DEPTH_OF_COMPRESSED = 1000, 16, 256
"""So many may come between two ticks: the middleware keeps no more, and does not tell."""
CROWDED_TICK_S = 0.005
"""While a topic has half of its depth or more in a tick."""
CROWDED = 0.5
OWN_MESSAGES = 16
"""So many that we have published ourselves may still be on their way to us."""


class _TakenElsewhere(CallbackGroup):  # type: ignore[misc]  # known where ROS is
    """What is in it no executor waits for."""

    def can_execute(self, entity: object) -> bool:
        return False

    def beginning_execution(self, entity: object) -> bool:
        return False

    def ending_execution(self, entity: object) -> None:
        """Never begun."""


class RosSource:
    """
    What a node's middleware hears.

    :param node: stays its owner's; spun, by whichever executor, other nodes can be asked for the
        definitions of types of which another version is installed.
    :param low_latency: messages are taken soon after they come, at more CPU each.
    :param hears_itself: what the node publishes is heard, too.
    """

    def __init__(
        self, node: Node, *, low_latency: bool = False, hears_itself: bool = False
    ) -> None:
        self._node = node
        self._graph = RosGraph(node, hears_itself=hears_itself)
        self._group = _TakenElsewhere()
        self._pace = Pace(LOW_LATENCY_TICK_S if low_latency else TICK_S)
        self._arrivals = ArrivalTimes(self._origin)
        self._lock = Lock()
        self._feeds: dict[int, Feed] = {}
        self._over: list[Feed] = []
        self._topics: dict[int, str] = {}
        self._lost: Mapping[int, Drops] = {}
        self._own: dict[str, deque[bytes]] = defaultdict(partial(deque, maxlen=OWN_MESSAGES))
        self.is_paused = False
        """What comes meanwhile is not taken."""

    def publish(self, publisher: Any, message: Any) -> None:
        """Publish to all but ourselves."""
        data = serialize_message(message)
        self._own[publisher.topic_name].append(data)
        publisher.publish(data)

    def topics(self) -> Sequence[PublishedTopic]:
        """Return everything that others publish now, by topic, type and hash of the type."""
        return self._graph.topics()

    def others(self) -> int:
        """Return how many nodes there are beside ours."""
        return self._graph.others()

    def definition(self, topic: PublishedTopic) -> MessageDefinition | None:
        """Ask a node that publishes a topic; what is installed here is another definition."""
        for publisher in self._graph.publishers(topic):
            found = ask(self._node, publisher, topic.type_name, topic.type_hash)
            if found is not None:
                return found
        return None

    def subscribe(self, channel: Channel) -> None:
        """
        Have the messages of a channel from now on, and the latched ones.

        :raises SourceError: its type is not installed here, or the middleware refuses.
        """
        asked = channel.qos
        depth = DEPTH_OF_LARGE if channel.type_name in LARGE_TYPES else DEPTH
        if channel.type_name == 'sensor_msgs/msg/CompressedImage':
            depth = DEPTH_OF_COMPRESSED
        qos = replace(asked, depth=max(asked.depth, depth) if asked.depth else 0)
        try:
            subscription = self._node.create_subscription(
                _message_class(channel.type_name),
                channel.topic,
                _never_called,
                profile_of(qos),
                callback_group=self._group,
                raw=True,
            )
        except (AttributeError, ImportError, ValueError) as error:
            package = channel.type_name.partition('/')[0]
            reason = (
                'the type is not installed where the bridge runs: install '
                f'{package} and source its workspace'
            )
            raise _refusal(channel, reason) from error
        except Exception as error:  # rclpy's own know no common one
            raise _refusal(channel, f'cannot be subscribed to: {error}') from error
        with self._lock:
            self._topics[channel.id] = channel.topic
            self._feeds[channel.id] = Feed(
                channel, subscription, qos.depth, self._arrivals, self._own[channel.topic]
            )

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel after what has come already."""
        with self._lock:
            self._over.append(self._feeds.pop(channel.id))

    def run(
        self, put: Callable[[Sequence[MessageBatch]], bool], stopped: Callable[[], bool]
    ) -> None:
        """Take what comes, in ticks, until it is to stop; then once more."""
        is_last = was_paused = False
        now_ns = time.time_ns()
        while not is_last:
            is_last = stopped()
            with self._lock:
                feeds, over = [*self._feeds.values(), *self._over], self._over
                self._over = []
            since_ns, now_ns = now_ns, time.time_ns()
            found = [feed for feed in feeds if feed.take(now_ns)]
            batches = [batch for feed in found for batch in feed.batches(since_ns, now_ns)]
            if batches and not (was_paused and self.is_paused):  # for this whole tick
                fullness = max([feed.fullness for feed in found], default=0.0)
                self._pace.note(min(fullness, CROWDED), is_behind=not put(batches))
            was_paused = self.is_paused
            for feed in over:
                self._node.destroy_subscription(feed.subscription)
            lost = [feed.drops() for feed in found if feed.overtaken.messages]
            self._lost = {**self._lost, **{each.channel.id: each for each in lost}}
            if not is_last:
                is_crowded = any(feed.fullness >= CROWDED for feed in found)
                tick_s = self._pace.tick_s
                time.sleep(min(CROWDED_TICK_S, tick_s) if is_crowded else tick_s)

    def _origin(self, channel_id: int) -> Hashable:
        """Return what a channel comes of: nodes whose clock is one."""
        return self._graph.nodes_of(self._topics[channel_id])

    def overtaken(self) -> Mapping[int, Drops]:
        """Return what was lost so far before it could be taken; about, for nobody counts it."""
        return self._lost

    def close(self) -> None:
        """Leave all topics; idempotent. Not while ``run`` does."""
        with self._lock:
            feeds, self._feeds, self._over = [*self._feeds.values(), *self._over], {}, []
        for feed in feeds:
            self._node.destroy_subscription(feed.subscription)


def _never_called(message: bytes) -> None:
    """Stand in for a callback: messages are taken."""


def _message_class(name: TypeName) -> Any:
    """
    Return the class of a type; of a service's events, too.

    :raises ValueError: it is no type, as for the others: AttributeError, ImportError.
    """
    service, is_event, _ = name.partition('_Event')
    return get_service(service).Event if is_event and '/srv/' in name else get_message(name)


def _refusal(channel: Channel, reason: str) -> SourceError:
    return SourceError(reason, topic=channel.topic, type_name=channel.type_name)
