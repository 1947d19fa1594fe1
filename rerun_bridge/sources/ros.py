"""
The live source of a ROS graph, through a node: the edge to rclpy.

Callbacks only put what came into the queue. Messages are taken as they are on the wire, so types
need to be installed, for rclpy asks for that, but are never made into Python objects.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rosidl_runtime_py.utilities import get_message

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.sources.base import Drops, PublishedTopic

__all__ = ['RosSource']

TICK_S, LOW_LATENCY_TICK_S = 0.025, 0.002
"""All that came in a tick is handed over together."""


class RosSource:
    """
    What a node hears; messages come while whoever owns the node spins it.

    :param node: stays its owner's.
    :param low_latency: messages are handed over as they come, at more CPU each.
    """

    def __init__(self, node: Node, *, low_latency: bool = False) -> None:
        self._node = node
        self._subscriptions: dict[int, Any] = {}
        self._tick_s = LOW_LATENCY_TICK_S if low_latency else TICK_S
        self._came: deque[MessageBatch] = deque()
        self._is_running = False
        self.is_paused = False
        """What comes meanwhile is not taken."""

    def topics(self) -> Sequence[PublishedTopic]:
        """Return everything that others publish now, by topic, type and hash of the type."""
        offers: dict[tuple[str, TypeName, str], list[Qos]] = {}
        for topic, _ in self._node.get_topic_names_and_types():
            for info in self._node.get_publishers_info_by_topic(topic):
                if (info.node_name, info.node_namespace) == self._own_name():
                    continue
                key = (topic, TypeName(info.topic_type), _type_hash(info))
                offers.setdefault(key, []).append(_offer(info.qos_profile))
        return [PublishedTopic(*key, tuple(found)) for key, found in sorted(offers.items())]

    def others(self) -> int:
        """Return how many nodes there are beside ours."""
        names = set(self._node.get_node_names_and_namespaces())
        return len(names - {self._own_name()})

    def definition(self, topic: PublishedTopic) -> MessageDefinition | None:
        """Return None: what rclpy subscribes to is installed, and found there."""
        return None

    def subscribe(self, channel: Channel) -> None:
        """
        Have the messages of a channel from now on, and the latched ones.

        :raises SourceError: its type is not installed here.
        """
        try:
            kind = get_message(channel.type_name)
        except (AttributeError, ImportError, ValueError) as error:
            package = channel.type_name.partition('/')[0]
            raise SourceError(
                f'the type is not installed where the bridge runs: install {package} '
                'and source its workspace',
                topic=channel.topic,
                type_name=channel.type_name,
            ) from error

        def take(data: bytes) -> None:
            if self._is_running and not self.is_paused:
                self._came.append(_batch(channel, data, self._now_ns()))

        self._subscriptions[channel.id] = self._node.create_subscription(
            kind, channel.topic, take, _profile(channel.qos), raw=True
        )

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel."""
        self._node.destroy_subscription(self._subscriptions.pop(channel.id))

    def run(
        self, put: Callable[[Sequence[MessageBatch]], None], stopped: Callable[[], bool]
    ) -> None:
        """Hand over what comes while the node is spun, in ticks, until it is to stop."""
        self._is_running, is_last = True, False
        while not is_last:
            is_last = stopped()
            if is_last:
                self._is_running = False
            if came := [self._came.popleft() for _ in range(len(self._came))]:
                put(came)
            if not is_last:
                time.sleep(self._tick_s)

    def overtaken(self) -> Mapping[int, Drops]:
        """Return nothing: what rclpy loses it does not count here."""
        return {}

    def close(self) -> None:
        """Leave all topics; idempotent."""
        for subscription in self._subscriptions.values():
            self._node.destroy_subscription(subscription)
        self._subscriptions = {}

    def _own_name(self) -> tuple[str, str]:
        return self._node.get_name(), self._node.get_namespace()

    def _now_ns(self) -> int:
        """Return the time by the node's clock, which may be a simulation's."""
        ns: int = self._node.get_clock().now().nanoseconds
        return ns


def _batch(channel: Channel, data: bytes, now_ns: int) -> MessageBatch:
    return MessageBatch(
        channel,
        np.array([now_ns], np.int64),
        None,
        np.frombuffer(data, np.uint8),
        np.zeros(1, np.int64),
        np.array([len(data)], np.int64),
    )


def _type_hash(info: Any) -> str:
    """Return the hash of a publisher's type; Humble's rclpy does not know any."""
    text = str(getattr(info, 'topic_type_hash', ''))
    return text if text.startswith('RIHS') else ''


def _offer(profile: QoSProfile) -> Qos:
    keeps_all = profile.history == HistoryPolicy.KEEP_ALL
    return Qos(
        reliable=profile.reliability == ReliabilityPolicy.RELIABLE,
        transient_local=profile.durability == DurabilityPolicy.TRANSIENT_LOCAL,
        depth=0 if keeps_all else profile.depth,
        publishers=1,
    )


def _profile(qos: Qos) -> QoSProfile:
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST if qos.depth else HistoryPolicy.KEEP_ALL,
        depth=qos.depth,
        reliability=ReliabilityPolicy.RELIABLE if qos.reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=(
            DurabilityPolicy.TRANSIENT_LOCAL if qos.transient_local else DurabilityPolicy.VOLATILE
        ),
    )
