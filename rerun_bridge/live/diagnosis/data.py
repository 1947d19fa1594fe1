"""What the messages of a topic tell: whether they decode, when and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rerun_bridge.live.diagnosis.evidence import Evidence, Finding
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel
from rerun_bridge.sources.base import Loss
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['of_frames', 'of_losses', 'of_messages', 'of_stamps']

NS_PER_S = 1_000_000_000
CLOCKS_APART_S, TIMES_APART_S = 5, 3600
DAY_S, YEAR_S = 86_400, 31_557_600
NOTHING_SAID = 'no definition of the type'


def of_messages(
    stats: ChannelStats, selection: TopicSelection, *, is_asked: bool
) -> Iterator[Finding]:
    """Yield what is worth knowing of the messages of a channel."""
    topic, type_name = stats.channel.topic, stats.channel.type_name
    for reason, count in stats.losses.items():
        yield Finding(
            topic,
            f'{count:,} of {stats.messages:,} messages are kept as bytes: {reason}',
            'is it built against the definition known here? --definitions DIR gives another',
        )
    for reason, count in stats.notes.items():
        if reason.startswith(NOTHING_SAID):
            yield Finding(
                topic,
                f'nobody knows the definition of {type_name}: its messages are kept as bytes',
                'give the folder of its package: --definitions DIR '
                '(or have the node answer get_type_description)',
            )
        elif reason.startswith('stamp is zero'):
            yield Finding(
                topic,
                f'{count:,} of {stats.messages:,} stamps are zero: they are taken to be of when '
                'they came',
                'have the node fill header.stamp, or set restamp: true for the topic',
                False,
            )
        elif is_asked:
            yield Finding(topic, reason, 'nothing need be done', False)
    if not is_asked:
        return
    rule = selection.rule_for(Channel(0, topic, type_name))
    if stats.thinned:
        yield Finding(
            topic,
            f'{stats.thinned:,} of {stats.messages:,} messages are left out: max_hz is '
            f'{rule.max_hz:g}',
            'raise max_hz in its rule to see more of them',
            False,
        )
    if stats.drawn_as == 'fields':
        what = 'fields_only is set' if rule.fields_only else f'nothing draws {type_name}'
        yield Finding(
            topic,
            f'is kept as fields: {what}',
            f'look at {stats.entity_path} in a dataframe view, or plot its fields',
            False,
        )


def of_losses(topic: str, evidence: Evidence) -> Iterator[Finding]:
    """Yield what was lost on the way to us, and here."""
    for loss in evidence.losses:
        if topic in loss.topics:
            yield Finding(topic, f'{loss.messages:,} messages {loss.reason}', _loss_fix(loss))


def of_frames(topic: str, evidence: Evidence) -> Iterator[Finding]:
    """Yield the frames that nothing connects with the main one."""
    if not evidence.trees:
        return
    main, *others = evidence.trees
    for root in others:
        for frame in sorted(evidence.frames.get(topic, set()) & set(evidence.trees[root])):
            place = frame if frame == root else f'{frame} (below {root})'
            yield Finding(
                topic,
                f'is in frame {place}, which no transform connects with {main}',
                f'publish the transform from {main} to {root} (ros2 run tf2_ros '
                f'static_transform_publisher --frame-id {main} --child-frame-id {root}), '
                'or give it in frames.extra_transforms',
            )


def of_stamps(
    topic: str, evidence: Evidence, names: Sequence[str], settings: LiveSettings
) -> Iterator[Finding]:
    """Yield how far the stamps are from the clock, where that is too far."""
    ahead_s = evidence.ahead_ns.get(topic, 0) / NS_PER_S
    if abs(ahead_s) < CLOCKS_APART_S:
        return
    what = (
        f'its stamps are {_span(abs(ahead_s))} {"ahead of" if ahead_s > 0 else "behind"} the clock'
    )
    if abs(ahead_s) < TIMES_APART_S:
        fix = 'set the clocks of both machines by one server (chrony), or set restamp: true'
    elif '/clock' in names and not settings.use_sim_time:
        fix = 'there is a /clock: set live.use_sim_time: true'
    else:
        fix = 'is a bag played without --clock? Set restamp: true, or follow another timeline'
    yield Finding(topic, what, fix)


def _loss_fix(loss: Loss) -> str:
    if 'overtaken' in loss.reason:
        return 'raise net.core.rmem_max; a cable loses less than Wi-Fi; the robot may publish less'
    return 'leave out what you do not need (-x), set max_hz for it, or give --queue-mb more'


def _span(seconds: float) -> str:
    """Return a length of time in words."""
    for length, word in ((YEAR_S, 'years'), (DAY_S, 'days'), (3600, 'hours'), (60, 'minutes')):
        if seconds >= 2 * length:
            return f'{seconds / length:,.0f} {word}'
    return f'{seconds:,.0f} s'
