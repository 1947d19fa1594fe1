"""
Which topics are taken, and what is special about each.

A rule matches an exact topic name, a pattern over topic names (:mod:`.topic_patterns`), or a type
name; more exact rules win, key by key: exact name over pattern over type, and among equals the
later one.
"""

from __future__ import annotations

from collections.abc import Mapping

from rerun_bridge.messages import Channel, type_name
from rerun_bridge.nouns import dataclass, field, replace
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.topic_patterns import is_hidden, matches, words_of

__all__ = ['ChannelRule', 'TopicRule', 'TopicSelection']

ADD_UP = frozenset(
    {
        'diagnostic_msgs/msg/DiagnosticArray',
        'ffmpeg_image_transport_msgs/msg/FFMPEGPacket',
        'foxglove_msgs/msg/CompressedVideo',
        'map_msgs/msg/OccupancyGridUpdate',
        'nav2_msgs/msg/CostmapUpdate',
        'rcl_interfaces/msg/Log',
        'tf2_msgs/msg/TFMessage',
        'visualization_msgs/msg/Marker',
        'visualization_msgs/msg/MarkerArray',
    }
)
"""Types of which a message says only a part: a rule for many topics does not thin them."""


_NOT, _BY_TYPE, _BY_PATTERN, _BY_TOPIC = range(4)
"""How exactly a rule matches a channel; more exact ones win."""


@dataclass(frozen=True)
class TopicRule:
    """
    What is special about the topics that match; None leaves it as it is.

    In ``entity_path``, ``frame_id`` and ``frame_prefix`` may be words in braces: ``{topic}``
    (without leading slash; without the namespace where ``{namespace}`` is used, too),
    ``{namespace}``, ``{name}`` (its last segment), and those of the match.

    :param match: topic name, pattern, or type name (``sensor_msgs/msg/Imu``, ``sensor_msgs/Imu``
        or ``sensor_msgs::msg::Imu``).
    :param entity_path: None is the topic itself.
    :param frame_id: replaces the frame of the messages' headers.
    :param frame_prefix: goes before every frame in the messages.
    :param fields_only: draw nothing; keep every field by reflection.
    :param restamp: when a message came counts as its stamp.
    :param max_hz: thin the messages out to this many a second, before they are decoded.
    :param options: for the converter, e.g. ``color_field``, ``colormap``.
    """

    match: str
    entity_path: str | None = None
    frame_id: str | None = None
    frame_prefix: str | None = None
    fields_only: bool | None = None
    restamp: bool | None = None
    max_hz: float | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ChannelRule:
    """
    What all rules that match a channel say together, see :class:`TopicRule`.

    :param path: of the entity.
    """

    path: EntityPath
    frame_id: str | None = None
    frame_prefix: str = ''
    fields_only: bool = False
    restamp: bool = False
    max_hz: float | None = None
    options: Mapping[str, object] = {}


def _exactness(rule: TopicRule, channel: Channel) -> int:
    if rule.match == channel.topic:
        return _BY_TOPIC
    if type_name(rule.match) == channel.type_name:
        return _BY_TYPE
    return _BY_PATTERN if matches(rule.match, channel.topic) else _NOT


def _added(merged: ChannelRule, rule: TopicRule, exactness: int, channel: Channel) -> ChannelRule:
    """Return what was said before with what a rule that matches says, its words filled in."""
    words = words_of(rule.match, channel.topic)
    whole = {**words, 'topic': channel.topic.strip('/')}
    path, max_hz = merged.path, merged.max_hz
    if rule.entity_path is not None:
        named = words if '{namespace}' in rule.entity_path else whole
        path = EntityPath.from_topic(rule.entity_path.format_map(named))
    if rule.max_hz is not None:
        is_spared = exactness == _BY_PATTERN and channel.type_name in ADD_UP
        max_hz = max_hz if is_spared else rule.max_hz
    frame_id, prefix = rule.frame_id, rule.frame_prefix
    return ChannelRule(
        path,
        merged.frame_id if frame_id is None else frame_id.format_map(whole),
        merged.frame_prefix if prefix is None else prefix.format_map(whole),
        merged.fields_only if rule.fields_only is None else rule.fields_only,
        merged.restamp if rule.restamp is None else rule.restamp,
        max_hz,
        {**merged.options, **rule.options},
    )


@dataclass(frozen=True)
class TopicSelection:
    """
    Which topics are taken and by which rules.

    :param include: patterns; empty takes all.
    :param exclude: patterns; they beat ``include``.
    :param hidden: whether hidden topics are taken, too; those that ``include`` names exactly are.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[TopicRule, ...] = ()
    hidden: bool = True

    def takes(self, topic: str) -> bool:
        """Tell whether a topic is wanted."""
        if any(matches(text, topic) for text in self.exclude):
            return False
        if not self.hidden and is_hidden(topic):
            return topic in self.include
        return not self.include or any(matches(text, topic) for text in self.include)

    def with_hidden(self, hidden: bool) -> TopicSelection:
        """Return the same selection, with or without hidden topics."""
        return replace(self, hidden=hidden)

    def rule_for(self, channel: Channel) -> ChannelRule:
        """Return what all matching rules say together."""
        graded = [(_exactness(rule, channel), rule) for rule in self.rules]
        merged = ChannelRule(EntityPath.from_topic(channel.topic))
        for exactness, rule in sorted(graded, key=lambda pair: pair[0]):
            if exactness:
                merged = _added(merged, rule, exactness, channel)
        return merged
