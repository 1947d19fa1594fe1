"""
What nodes publish, as rclpy knows it.

To ask for the publishers of every topic ten times a second would cost more than all messages of a
quiet robot. So all topics are listed, which is cheap, and the publishers asked for of those that
are new, and of some of the others in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rclpy.node import Node

from rerun_bridge.messages import Qos, TypeName
from rerun_bridge.sources.base import PublishedTopic
from rerun_bridge.sources.ros.profiles import offer_of

__all__ = ['Publisher', 'RosGraph']

TURNS = 10
"""After so many looks all topics have been asked for."""
UNKNOWN = '_NODE_NAME_UNKNOWN_'
"""Of a publisher whose node has not told its name yet, or is none."""


class Publisher(NamedTuple):
    """A publisher; its node's name is empty where it is not known."""

    node: str
    namespace: str
    type_name: TypeName
    type_hash: str
    offer: Qos


class RosGraph:
    """
    What nodes publish.

    :param hears_itself: what ``node`` publishes counts, too.
    """

    def __init__(self, node: Node, *, hears_itself: bool) -> None:
        self._node = node
        self._own = node.get_name(), node.get_namespace()
        self._hears_itself = hears_itself
        self._publishers: dict[str, list[Publisher]] = {}
        self._turn = 0
        self._found: list[PublishedTopic] = []

    def topics(self) -> Sequence[PublishedTopic]:
        """Return what is published, by topic, type and hash; the same list while that is so."""
        listed = [topic for topic, _ in self._node.get_topic_names_and_types()]
        self._turn = (self._turn + 1) % TURNS
        for number, topic in enumerate(listed):
            if topic not in self._publishers or number % TURNS == self._turn:
                self._publishers[topic] = self._asked(topic)
        for topic in self._publishers.keys() - set(listed):
            del self._publishers[topic]
        found = self._joined()
        if found != self._found:
            self._found = found
        return self._found

    def publishers(self, topic: PublishedTopic) -> Sequence[Publisher]:
        """Return who publishes a topic with this type, and is known by name."""
        return [
            each
            for each in self._publishers.get(topic.topic, ())
            if each.node and (each.type_name, each.type_hash) == (topic.type_name, topic.type_hash)
        ]

    def nodes_of(self, topic: str) -> frozenset[tuple[str, str]]:
        """Return the nodes that publish a topic."""
        publishers = self._publishers.get(topic, ())
        return frozenset((each.namespace, each.node) for each in publishers)

    def others(self) -> int:
        """Return how many nodes there are beside ours."""
        return len(set(self._node.get_node_names_and_namespaces()) - {self._own})

    def _asked(self, topic: str) -> list[Publisher]:
        infos = self._node.get_publishers_info_by_topic(topic)
        return [
            Publisher(
                '' if info.node_name == UNKNOWN else info.node_name,
                info.node_namespace,
                TypeName(info.topic_type),
                _type_hash(info),
                offer_of(info.qos_profile),
            )
            for info in infos
            if self._hears_itself or (info.node_name, info.node_namespace) != self._own
        ]

    def _joined(self) -> list[PublishedTopic]:
        offers: dict[tuple[str, TypeName, str], list[Qos]] = {}
        for topic, publishers in self._publishers.items():
            hashes = {(each.type_name, each.type_hash) for each in publishers}
            for each in publishers:
                # one subscription has the messages of all, and does not tell whose they are
                is_clear = sum(name == each.type_name for name, _ in hashes) == 1
                key = (topic, each.type_name, each.type_hash if is_clear else '')
                offers.setdefault(key, []).append(each.offer)
        return [PublishedTopic(*key, tuple(found)) for key, found in sorted(offers.items())]


def _type_hash(info: object) -> str:
    """Return the hash of a publisher's type; Humble's rclpy does not know any."""
    text = str(getattr(info, 'topic_type_hash', ''))
    return text if text.startswith('RIHS') else ''
