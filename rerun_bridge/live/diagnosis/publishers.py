"""What the publishers of a topic, and the wishes of the user, have to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rerun_bridge.live.diagnosis.evidence import Evidence, Finding
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Qos
from rerun_bridge.sources.base import PublishedTopic
from rerun_bridge.subscription_qos import LARGE_TYPES, subscription_qos
from rerun_bridge.topic_patterns import is_hidden, matches
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['of_publishers', 'of_silence', 'why_not_taken']


def why_not_taken(topic: str, selection: TopicSelection) -> tuple[str, str] | None:
    """Return why a topic is left out, and what to do; None where it is not."""
    if selection.takes(topic):
        return None
    for text in selection.exclude:
        if matches(text, topic):
            return f'is excluded by {text}', 'take that out of topics.exclude (or -x)'
    if not selection.hidden and is_hidden(topic):
        return 'is hidden: a part of its name begins with _', 'name it with -t, or give --hidden'
    return (
        'is not included: topics.include (or -t) names others only',
        f'add {topic} to topics.include (or -t)',
    )


def of_publishers(
    topic: str, published: Sequence[PublishedTopic], settings: LiveSettings
) -> Iterator[Finding]:
    """Yield what does not fit together among publishers, and with us."""
    types = sorted({each.type_name for each in published})
    if len(types) > 1:
        yield Finding(
            topic,
            f'has several types: {", ".join(types)}',
            'two nodes mean different things by this name: rename one of the topics',
        )
    elif len(published) > 1:
        yield Finding(
            topic,
            f'has publishers with different definitions of {types[0]}',
            'build both nodes against the same version of the package',
        )
    for each in published:
        override = settings.qos_overrides.get(topic)
        asked = subscription_qos(each.type_name, each.offers, settings.depths, override)
        yield from _of_qos(topic, asked, each.offers)


def _of_qos(topic: str, asked: Qos, offers: Sequence[Qos]) -> Iterator[Finding]:
    count = len(offers)
    for word, is_asked, offered in (
        ('reliable', asked.reliable, [offer.reliable for offer in offers]),
        ('transient local', asked.transient_local, [offer.transient_local for offer in offers]),
    ):
        refused = offered.count(False)
        if is_asked and refused:
            yield Finding(
                topic,
                f'is asked for as {word}, which {refused} of {count} publishers do not offer: '
                'they are not heard',
                f'leave it out of live.qos_overrides, or have the node offer {word}',
            )
    latched = sum(offer.transient_local for offer in offers)
    if 0 < latched < count and not asked.transient_local:
        yield Finding(
            topic,
            f'{latched} of {count} publishers latch their messages, which are not asked for: '
            'the others would not be heard',
            'have all of them offer transient local, or publish on topics of their own',
        )


def of_silence(
    topic: str,
    published: Sequence[PublishedTopic],
    evidence: Evidence,
    *,
    is_asked: bool,
) -> Iterator[Finding]:
    """Yield that nothing came, which is a fault where something should be there already."""
    if any(topic in loss.topics for loss in evidence.losses):
        return
    fix = 'does its node publish now? If it seldom does, look longer: --wait 60'
    if any(each.type_name in LARGE_TYPES for each in published):
        fix += '. Images and clouds may be lost on the way: see the socket buffer, Wi-Fi'
    is_latched = all(offer.transient_local for each in published for offer in each.offers)
    what = f'no message came in {evidence.seconds:.0f} s'
    yield Finding(topic, what, fix, is_asked or is_latched)
