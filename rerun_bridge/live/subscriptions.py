"""
Which channels a live source is asked for, as topics come, change and go.

A topic with another type, or another definition of it, is another channel. One whose publishers
are gone is kept for a while: they may be back in a moment, and what they said last is still to be
taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rerun_bridge.errors import BridgeError, DefinitionError
from rerun_bridge.live.graph_change import GraphChange
from rerun_bridge.live.listening import Listening
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import LiveSource, PublishedTopic
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.subscription_qos import subscription_qos
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['Subscriptions']

KEPT_NS = 10_000_000_000
ASK_AGAIN_NS = 10_000_000_000
NEVER = 1 << 63


class _Key(NamedTuple):
    topic: str
    type_name: TypeName
    type_hash: str


_Type = tuple[TypeName, str]
"""A type and its hash."""


class _Subscription:
    """A channel that is subscribed; ``gone_ns`` is since when nobody publishes it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.gone_ns: int | None = None


class Subscriptions:
    """
    Keeps the subscriptions of a source as they should be.

    :param settings: how topics are subscribed to.
    :param expect: told which channels there may be, before the first message of a new one.
    :param listening: which topics have to wait.
    :param always: topics that are taken whatever the selection says.
    """

    def __init__(
        self,
        source: LiveSource,
        selection: TopicSelection,
        lookup: DefinitionLookup,
        settings: LiveSettings,
        expect: Callable[[Iterable[Channel]], None],
        listening: Listening | None = None,
        always: frozenset[str] = frozenset(),
    ) -> None:
        self._source = source
        self._selection = selection
        self._lookup = lookup
        self._settings = settings
        self._expect = expect
        self._listening = listening or Listening()
        self._always = always
        self._published: Sequence[PublishedTopic] = ()
        self._has_looked = False
        self._wanted: dict[_Key, PublishedTopic] = {}
        self._open: dict[_Key, _Subscription] = {}
        self._refused: set[_Key] = set()
        self._known: set[_Key] = set()
        self._told: dict[_Type, MessageDefinition] = {}
        self._ask_at: dict[_Type, int] = {}
        self._may_ask = True
        self._ids = 0

    def channels(self) -> Sequence[Channel]:
        """Return what is subscribed."""
        return [subscription.channel for subscription in self._open.values()]

    def update(self, now_ns: int) -> list[GraphChange]:
        """Subscribe what is new, leave what is gone; return what happened."""
        is_new = self._look()
        self._may_ask = True
        changes = self._listening.look(now_ns)
        allowed = {
            key: each
            for key, each in self._wanted.items()
            if self._listening.allows(key.topic, self._known_qos(key, each))
        }
        for key, each in allowed.items():
            subscription = self._open.get(key)
            if subscription is None:
                changes += self._begin(key, each, now_ns)
                continue
            if subscription.gone_ns is not None:
                subscription.gone_ns = None
                changes.append(GraphChange(key.topic, 'is published again'))
            if is_new or subscription.channel.definition is None:
                changes += self._adapt(subscription, each, now_ns)
        left = [key for key in self._open if key not in allowed]
        present = {_key(each) for each in self._published} if left else ()
        for key in left:
            if key in present:  # it has to wait, or is wanted no more
                self._source.unsubscribe(self._open.pop(key).channel)
                if key not in self._wanted:
                    self._known.discard(key)
                    changes.append(GraphChange(key.topic, 'is not taken any more'))
            else:
                changes += self._miss(key, now_ns)
        return changes

    def select(self, selection: TopicSelection, settings: LiveSettings | None = None) -> None:
        """
        Want other topics from now on; what is wanted no more is left at the next update.

        :param settings: how topics are subscribed to from now on; None leaves it.
        """
        self._selection = selection
        self._has_looked = False
        if settings is None:
            return
        self._settings = settings
        for key, subscription in self._open.items():
            old = subscription.channel
            qos = self._qos(self._wanted[key]) if key in self._wanted else old.qos
            if replace(qos, publishers=old.qos.publishers) != old.qos:
                self._source.unsubscribe(old)
                subscription.channel = replace(old, qos=qos)
                self._source.subscribe(subscription.channel)

    def renew_latched(self) -> None:
        """Have what is latched once more: another recording begins, and knows nothing of it."""
        for subscription in self._open.values():
            if subscription.channel.qos.transient_local:
                self._source.unsubscribe(subscription.channel)
                self._source.subscribe(subscription.channel)

    def _look(self) -> bool:
        """Find out what is published, and what of it is wanted; tell whether that has changed."""
        published = self._source.topics()
        if published is self._published and self._has_looked:
            return False  # a source says so where nothing has changed
        self._published, self._has_looked = published, True
        takes, always = self._selection.takes, self._always
        before = self._wanted.keys()
        self._wanted = {
            _key(each): each for each in published if each.topic in always or takes(each.topic)
        }
        self._refused &= self._wanted.keys()
        self._known &= self._wanted.keys() | self._open.keys()
        if self._wanted.keys() - before:
            self._expect(Channel(0, key.topic, key.type_name) for key in self._wanted)
        return True

    def _begin(self, key: _Key, published: PublishedTopic, now_ns: int) -> list[GraphChange]:
        if key in self._refused:
            return []
        changes = []
        try:
            definition = self._definition(published, now_ns)
        except DefinitionError as error:
            definition, self._ask_at[key[1:]] = None, NEVER
            changes.append(GraphChange(key.topic, str(error), True))
        if definition is None and key.type_hash and key[1:] not in self._ask_at:
            return []  # its publishers are asked the next time
        others = {each.type_name for each in self._open if each.topic == key.topic}
        if others - {key.type_name}:
            names = ', '.join(sorted({*others, key.type_name}))
            changes.append(GraphChange(key.topic, f'has several types, kept apart: {names}', True))
        channel = Channel(
            self._new_id(),
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
        if key in self._known:
            return changes
        self._known.add(key)
        return [*changes, GraphChange(key.topic, f'is published: {key.type_name}')]

    def _definition(self, published: PublishedTopic, now_ns: int) -> MessageDefinition | None:
        """
        Return the definition where one can be had before there are messages.

        Without a hash nobody knows which of several definitions it is, until messages come.

        :raises DefinitionError: a file of the user's is wrong.
        """
        key = published.type_name, published.type_hash
        if not published.type_hash:
            return None
        known = self._told.get(key) or self._lookup.find(key[0], type_hash=key[1])
        if known is None and self._may_ask and now_ns >= self._ask_at.get(key, now_ns):
            # One in a round: a node that does not answer holds the others up.
            self._may_ask = False
            known = self._source.definition(published)
            if known is None:
                self._ask_at[key] = now_ns + ASK_AGAIN_NS
            else:
                self._told[key] = known
        return known

    def _adapt(
        self, subscription: _Subscription, published: PublishedTopic, now_ns: int
    ) -> list[GraphChange]:
        """Subscribe anew where what is known or offered has changed so that it matters."""
        old = subscription.channel
        new = replace(
            old, qos=self._qos(published), message_count=_message_count(published.offers)
        )
        changes = []
        if (old.qos.reliable, old.qos.transient_local) != (
            new.qos.reliable,
            new.qos.transient_local,
        ):
            words = 'reliable' if new.qos.reliable else 'best effort'
            latched = ', latched' if new.qos.transient_local else ''
            changes.append(GraphChange(old.topic, f'is offered as {words}{latched} now'))
        if old.definition is None and self._ask_at.get((old.type_name, old.type_hash)) != NEVER:
            definition = self._definition(published, now_ns)
            if definition is not None:
                new = replace(new, id=self._new_id(), definition=definition)
                changes.append(GraphChange(old.topic, 'has a definition now'))
        if changes:
            self._source.unsubscribe(old)
            subscription.channel = new
            self._source.subscribe(new)
        return changes

    def _new_id(self) -> int:
        self._ids += 1
        return self._ids

    def _known_qos(self, key: _Key, published: PublishedTopic) -> Qos:
        """Return the QoS of what is subscribed, else what it would be."""
        subscription = self._open.get(key)
        return self._qos(published) if subscription is None else subscription.channel.qos

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
            self._known.discard(key)
        return []


def _key(published: PublishedTopic) -> _Key:
    return _Key(published.topic, published.type_name, published.type_hash)


def _message_count(offers: Sequence[Qos]) -> int | None:
    """
    Return 1 for what a single publisher holds one message of.

    It is there at all times, until there is another one.
    """
    return 1 if [(qos.transient_local, qos.depth) for qos in offers] == [(True, 1)] else None
