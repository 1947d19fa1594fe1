"""
The live source of a ROS graph, through a node: the edge to rclpy.

Callbacks only put what came into the queue. Messages are taken as they are on the wire, so types
need to be installed, for rclpy asks for that, but are never made into Python objects.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rosidl_runtime_py.utilities import get_message

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.sources.base import PublishedTopic

__all__ = ['RosSource']

_LOOK_S = 0.05


class RosSource:
    """
    What a node hears; messages come while whoever owns the node spins it.

    :param node: stays its owner's.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._subscriptions: dict[int, Any] = {}
        self._put: Callable[[MessageBatch], None] | None = None
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
            put = self._put
            if put is not None and not self.is_paused:
                put(_batch(channel, data, self._now_ns()))

        self._subscriptions[channel.id] = self._node.create_subscription(
            kind, channel.topic, take, _profile(channel.qos), raw=True
        )

    def unsubscribe(self, channel: Channel) -> None:
        """Have no more of a channel."""
        self._node.destroy_subscription(self._subscriptions.pop(channel.id))

    def run(self, put: Callable[[MessageBatch], None], stopped: Callable[[], bool]) -> None:
        """Hand over what comes while the node is spun, until it is to stop."""
        self._put = put
        try:
            while not stopped():
                time.sleep(_LOOK_S)
        finally:
            self._put = None

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
