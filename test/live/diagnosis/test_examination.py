"""What is said of a topic, from what was seen of it."""

from __future__ import annotations

from rerun_bridge.live.diagnosis import Evidence, Finding, Machine, examine
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import Loss, PublishedTopic
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.support.live_source import published

FLOAT64 = 'std_msgs/msg/Float64'
WELL = Machine(8 << 20, (0, 41, 0))
S = 1_000_000_000


def heard(topic: str, type_name: str = FLOAT64, drawn_as: str = 'plot') -> ChannelStats:
    """Return the counters of a topic that had ten messages."""
    return ChannelStats(Channel(1, topic, TypeName(type_name)), topic, drawn_as, 10)


def seen(*topics: PublishedTopic, stats: tuple[ChannelStats, ...] = ()) -> Evidence:
    """Return what a session saw in five seconds."""
    return Evidence(topics, 5.0, stats, (), {}, {}, {})


def found(
    evidence: Evidence,
    *asked: str,
    selection: TopicSelection | None = None,
    settings: LiveSettings | None = None,
    machine: Machine = WELL,
) -> list[Finding]:
    """Return what is said."""
    selection, settings = selection or TopicSelection(), settings or LiveSettings()
    return examine(asked, evidence, selection, settings, machine)


def test_a_topic_that_is_well_is_not_mentioned() -> None:
    """Whether asked for or not."""
    evidence = seen(published('/a'), stats=(heard('/a'),))
    assert found(evidence) == found(evidence, '/a') == []


def test_a_topic_that_nobody_publishes() -> None:
    """With names like it."""
    (finding,) = found(seen(published('/scan')), '/scn')
    assert finding.what == 'nobody publishes it'
    assert 'did you mean /scan?' in finding.fix
    assert 'did you mean' not in found(seen(published('/scan')), '/map')[0].fix


def test_a_topic_that_is_left_out_says_so_only_when_asked() -> None:
    """It was the user's wish."""
    evidence = seen(published('/a'))
    selection = TopicSelection(exclude=('/a',))
    assert found(evidence, selection=selection) == []
    (finding,) = found(evidence, '/a', selection=selection)
    assert finding.what == 'is excluded by /a'


def test_all_findings_are_of_the_topic_they_name() -> None:
    """Losses, frames, stamps, in this order; the machine first."""
    evidence = replace(
        seen(published('/a'), published('/b'), stats=(heard('/a'), heard('/b'))),
        losses=(Loss('live', 'came too fast', ('/b',), 3),),
        frames={'/b': {'laser'}},
        ahead_ns={'/b': -100 * S},
        trees={'map': [], 'laser': ['laser']},
    )
    findings = found(evidence, machine=Machine(8 << 20, None))
    assert [finding.topic for finding in findings] == ['', '/b', '/b', '/b']
    assert findings[1].what == '3 messages came too fast'
    assert 'laser' in findings[2].what
    assert findings[3].what == 'its stamps are 100 s behind the clock'


def test_rules_are_told_when_asked() -> None:
    """Why there are fewer messages, why nothing is drawn."""
    stats = replace(heard('/a', drawn_as='fields'), thinned=4)
    rules = (TopicRule('/a', max_hz=2.0, fields_only=True),)
    evidence = seen(published('/a'), stats=(stats,))
    assert found(evidence, selection=TopicSelection(rules=rules)) == []
    thinned, kept = found(evidence, '/a', selection=TopicSelection(rules=rules))
    assert thinned.what == '4 of 10 messages are left out: max_hz is 2'
    assert kept.what == 'is kept as fields: fields_only is set'
    assert not thinned.is_fault
    assert not kept.is_fault
