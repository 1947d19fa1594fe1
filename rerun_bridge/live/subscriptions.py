"""
Which channels a live source is asked for, as topics come, change and go.

A topic with another type, or another definition of it, is another channel. One whose publishers
are gone is kept for a while: they may be back in a moment, and what they said last is still to be
taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rerun_bridge.errors import BridgeError
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import LiveSource, PublishedTopic
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.subscription_qos import subscription_qos
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['GraphChange', 'Subscriptions']

KEPT_NS = 10_000_000_000


class GraphChange(NamedTuple):
    """
    Something that happened on the graph.

    :param what: one line for the user.
    :param is_warning: it needs somebody's attention.
    """

    topic: str
    what: str
    is_warning: bool = False


class _Key(NamedTuple):
    topic: str
    type_name: TypeName
    type_hash: str


class _Subscription:
    """A channel that is subscribed; ``gone_ns`` is since when nobody publishes it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.gone_ns: int | None = None


class Subscriptions:
    """
    Keeps the subscriptions of a source as they should be.

    :param settings: how topics are subscribed to.
    """

    def __init__(
        self,
        source: LiveSource,
        selection: TopicSelection,
        lookup: DefinitionLookup,
        settings: LiveSettings,
    ) -> None:
        self._source = source
        self._selection = selection
        self._lookup = lookup
        self._settings = settings
        self._open: dict[_Key, _Subscription] = {}
        self._refused: set[_Key] = set()
        self._ids = 0

    def channels(self) -> Sequence[Channel]:
        """Return what is subscribed."""
        return [subscription.channel for subscription in self._open.values()]

    def update(self, now_ns: int) -> list[GraphChange]:
        """Subscribe what is new, leave what is gone; return what happened."""
        published = {_Key(*each[:3]): each for each in self._source.topics()}
        takes = self._selection.takes
        wanted = {key: each for key, each in published.items() if takes(key.topic)}
        self._refused &= wanted.keys()
        changes = []
        for key, each in wanted.items():
            subscription = self._open.get(key)
            if subscription is None:
                changes += self._begin(key, each)
                continue
            if subscription.gone_ns is not None:
                subscription.gone_ns = None
                changes.append(GraphChange(key.topic, 'is published again'))
            changes += self._adapt(subscription, each)
        for key in [key for key in self._open if key not in wanted]:
            changes += self._miss(key, now_ns)
        return changes

    def _begin(self, key: _Key, published: PublishedTopic) -> list[GraphChange]:
        if key in self._refused:
            return []
        changes = []
        definition, problem = self._definition(published)
        if problem:
            changes.append(GraphChange(key.topic, problem, True))
        others = {each.type_name for each in self._open if each.topic == key.topic}
        if others - {key.type_name}:
            names = ', '.join(sorted({*others, key.type_name}))
            changes.append(GraphChange(key.topic, f'has several types, kept apart: {names}', True))
        self._ids += 1
        channel = Channel(
            self._ids,
            key.topic,
            key.type_name,
            definition,
            self._qos(published),
            message_count=_message_count(published.offers),
            type_hash=key.type_hash,
        )
        try:
            self._source.subscribe(channel)
        except BridgeError as error:
            self._refused.add(key)
            return [*changes, GraphChange(key.topic, str(error), True)]
        self._open[key] = _Subscription(channel)
        return [*changes, GraphChange(key.topic, f'is published: {key.type_name}')]

    def _definition(
        self, published: PublishedTopic
    ) -> tuple[MessageDefinition | None, str | None]:
        """
        Return the definition where one can be had before there are messages, and what is wrong.

        Without a hash nobody knows which of several definitions it is, until messages come.
        """
        if not published.type_hash:
            return None, None
        try:
            known = self._lookup.find(published.type_name, type_hash=published.type_hash)
            return known or self._source.definition(published), None
        except BridgeError as error:
            return None, str(error)

    def _adapt(self, subscription: _Subscription, published: PublishedTopic) -> list[GraphChange]:
        """Subscribe anew where what publishers offer has changed so that it matters."""
        channel, qos = subscription.channel, self._qos(published)
        if (qos.reliable, qos.transient_local) == (
            channel.qos.reliable,
            channel.qos.transient_local,
        ):
            return []
        self._source.unsubscribe(channel)
        subscription.channel = replace(
            channel, qos=qos, message_count=_message_count(published.offers)
        )
        self._source.subscribe(subscription.channel)
        words = 'reliable' if qos.reliable else 'best effort'
        latched = ', latched' if qos.transient_local else ''
        return [GraphChange(channel.topic, f'is offered as {words}{latched} now')]

    def _qos(self, published: PublishedTopic) -> Qos:
        settings = self._settings
        override = settings.qos_overrides.get(published.topic)
        return subscription_qos(published.type_name, published.offers, settings.depths, override)

    def _miss(self, key: _Key, now_ns: int) -> list[GraphChange]:
        subscription = self._open[key]
        if subscription.gone_ns is None:
            subscription.gone_ns = now_ns
            return [GraphChange(key.topic, 'is not published any more')]
        if now_ns - subscription.gone_ns >= KEPT_NS:
            self._source.unsubscribe(subscription.channel)
            del self._open[key]
        return []


def _message_count(offers: Sequence[Qos]) -> int | None:
    """
    Return 1 for what a single publisher holds one message of.

    It is there at all times, until there is another one.
    """
    return 1 if [(qos.transient_local, qos.depth) for qos in offers] == [(True, 1)] else None
