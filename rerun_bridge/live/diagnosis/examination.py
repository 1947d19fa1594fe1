"""All that is wrong, topic by topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from rerun_bridge.live.diagnosis.data import of_frames, of_losses, of_messages, of_stamps
from rerun_bridge.live.diagnosis.evidence import Evidence, Finding, Machine
from rerun_bridge.live.diagnosis.machine import of_machine
from rerun_bridge.live.diagnosis.publishers import of_publishers, of_silence, why_not_taken
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['examine']


def examine(
    topics: Sequence[str],
    evidence: Evidence,
    selection: TopicSelection,
    settings: LiveSettings,
    machine: Machine,
) -> list[Finding]:
    """
    Return what is found, by topic.

    :param topics: to look at; none looks at all.
    """
    found = list(of_machine(machine, evidence))
    names = sorted({each.topic for each in evidence.published})
    for topic in topics or names:
        found += _of_topic(topic, names, evidence, selection, settings, is_asked=bool(topics))
    return found


def _of_topic(
    topic: str,
    names: Sequence[str],
    evidence: Evidence,
    selection: TopicSelection,
    settings: LiveSettings,
    *,
    is_asked: bool,
) -> Iterator[Finding]:
    published = [each for each in evidence.published if each.topic == topic]
    if not published:
        near = get_close_matches(topic, names, 3)
        meant = f'did you mean {" or ".join(near)}? ' if near else ''
        yield Finding(
            topic,
            'nobody publishes it',
            f'{meant}Is its node running, on this domain, and is the name the whole one?',
        )
        return
    if (reason := why_not_taken(topic, selection)) is not None:
        if is_asked:
            yield Finding(topic, *reason)
        return
    yield from of_publishers(topic, published, settings)
    stats = [each for each in evidence.stats if each.channel.topic == topic]
    if not stats:
        yield from of_silence(topic, published, evidence, is_asked=is_asked)
    for each in stats:
        yield from of_messages(each, selection, is_asked=is_asked)
    yield from of_losses(topic, evidence)
    yield from of_frames(topic, evidence)
    yield from of_stamps(topic, evidence, names, settings)
