"""
Which topics are taken, and what is special about each.

A rule matches an exact topic name, a glob over topic names, or a type name; more exact rules win,
key by key: exact name over glob over type, and among equals the later one.

In a glob ``*`` stands for any part of one segment, ``**`` for any number of segments, ``?`` for
one character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rerun_bridge.messages import Channel
from rerun_bridge.nouns import dataclass, field
from rerun_bridge.sdk.entity_path import EntityPath

__all__ = ['TopicRule', 'TopicSelection', 'matches']


@dataclass(frozen=True)
class TopicRule:
    """
    What is special about the topics that match.

    :param match: topic name, glob, or type name (``sensor_msgs/msg/Imu`` or ``sensor_msgs/Imu``,
        without a leading slash).
    :param entity_path: may hold ``{topic}`` (whole, without leading slash), ``{namespace}`` and
        ``{name}`` (its last segment); None is the topic itself.
    :param frame_id: replaces the frame of the messages' headers; None leaves it.
    :param fields_only: draw nothing; keep every field by reflection.
    :param options: for the converter, e.g. ``color_field``, ``colormap``.
    """

    match: str
    entity_path: str | None = None
    frame_id: str | None = None
    fields_only: bool | None = None
    options: Mapping[str, object] = field(default_factory=dict)

    def entity_path_of(self, topic: str) -> EntityPath:
        """Return where a topic goes."""
        if self.entity_path is None:
            return EntityPath.from_topic(topic)
        namespace, _, name = topic.strip('/').rpartition('/')
        words = {'topic': topic.strip('/'), 'namespace': namespace, 'name': name}
        return EntityPath.from_topic(self.entity_path.format_map(words))


@lru_cache(maxsize=4096)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r'(\*\*|\*|\?)', glob)
    signs = {'**': '.*', '*': '[^/]*', '?': '[^/]'}
    return re.compile(''.join(signs.get(part, re.escape(part)) for part in parts))


def matches(glob: str, topic: str) -> bool:
    """Tell whether a glob (or exact name) stands for a topic."""
    return glob == topic or _pattern(glob).fullmatch(topic) is not None


def _exactness(rule: TopicRule, channel: Channel) -> int:
    """Return 0 where the rule does not match, else more for a more exact match."""
    if rule.match == channel.topic:
        return 3
    if rule.match in (channel.type_name, channel.type_name.replace('/msg/', '/')):
        return 1
    return 2 if matches(rule.match, channel.topic) else 0


@dataclass(frozen=True)
class TopicSelection:
    """
    Which topics are taken and by which rules.

    :param include: globs; empty takes all.
    :param exclude: globs; they beat ``include``.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[TopicRule, ...] = ()

    def takes(self, topic: str) -> bool:
        """Tell whether a topic is wanted."""
        if any(matches(glob, topic) for glob in self.exclude):
            return False
        return not self.include or any(matches(glob, topic) for glob in self.include)

    def rule_for(self, channel: Channel) -> TopicRule:
        """Return the one rule that all matching rules make together."""
        found = sorted(
            (rule for rule in self.rules if _exactness(rule, channel)),
            key=lambda rule: _exactness(rule, channel),
        )
        merged = TopicRule(channel.topic)
        for rule in found:
            merged = TopicRule(
                channel.topic,
                merged.entity_path if rule.entity_path is None else rule.entity_path,
                merged.frame_id if rule.frame_id is None else rule.frame_id,
                merged.fields_only if rule.fields_only is None else rule.fields_only,
                {**merged.options, **rule.options},
            )
        return merged
