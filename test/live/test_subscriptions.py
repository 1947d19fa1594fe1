"""What is subscribed as topics come, change and go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.live.subscriptions import ASK_AGAIN_NS, KEPT_NS, Subscriptions
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel, MessageDefinition, Qos
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.definition_lookup.typestores import standard_hash
from rerun_bridge.subscription_qos import QosOverride
from rerun_bridge.topic_rules import TopicSelection
from test.support.live_source import OFFER, ScriptedSource, published

FLOAT64 = 'std_msgs/msg/Float64'
LATCHED = Qos(True, True, 1, 1)
UNKNOWN = 'RIHS01_' + '7' * 64


def subscriptions(
    source: ScriptedSource,
    selection: TopicSelection | None = None,
    settings: LiveSettings | None = None,
    folder: Path | None = None,
) -> Subscriptions:
    """Return subscriptions that have looked at the graph once, at time 0."""
    made = Subscriptions(
        source,
        selection or TopicSelection(),
        DefinitionLookup([folder] if folder else []),
        settings or LiveSettings(),
        list,
    )
    made.update(0)
    return made


def test_wanted_topics_are_subscribed_once() -> None:
    """By patterns; what happens is said."""
    source = ScriptedSource(published('/a'), published('/b'), published('/_hidden'))
    selection = TopicSelection(exclude=('/b',), hidden=False)
    made = Subscriptions(source, selection, DefinitionLookup(), LiveSettings(), list)
    assert made.update(0) == [('/a', f'is published: {FLOAT64}', False)]
    assert made.update(1) == []
    assert [channel.topic for channel in source.subscribed] == ['/a']
    assert list(made.channels()) == source.subscribed


def test_known_definitions_are_found_by_hash() -> None:
    """No publisher is asked for what every distro has."""
    type_hash = standard_hash(FLOAT64, 'jazzy')
    source = ScriptedSource(published('/a', FLOAT64, type_hash))
    subscriptions(source)
    (channel,) = source.subscribed
    assert channel.definition is not None
    assert channel.definition.text.startswith('float64 data')
    assert channel.type_hash == type_hash
    assert source.asked == []


def test_publishers_are_asked_for_others() -> None:
    """A type of the robot's own, or a standard one that was changed."""
    own = MessageDefinition('ros2msg', 'float32 data')
    source = ScriptedSource(published('/a', FLOAT64, UNKNOWN))
    source.definitions[FLOAT64] = own
    subscriptions(source)
    assert source.subscribed[0].definition == own


def test_publishers_are_asked_one_at_a_time() -> None:
    """A topic whose type nobody has told is subscribed when its publishers were asked."""
    topics = [published(f'/{name}', f'own_msgs/msg/{name}', UNKNOWN) for name in 'ABC']
    source = ScriptedSource(*topics, published('/known', FLOAT64))
    made = Subscriptions(source, TopicSelection(), DefinitionLookup(), LiveSettings(), list)
    for count in (1, 2, 3, 3):
        made.update(0)
        assert len(source.asked) == count
        assert len(source.subscribed) == count + 1


def test_topics_of_one_type_need_one_answer() -> None:
    """They are all subscribed with it, at once."""
    topics = [published(f'/{name}', FLOAT64, UNKNOWN) for name in 'ABC']
    source = ScriptedSource(*topics)
    source.definitions[FLOAT64] = MessageDefinition('ros2msg', 'float32 data')
    subscriptions(source)
    assert len(source.subscribed) == 3
    assert len(source.asked) == 1


def test_who_does_not_answer_is_asked_again_later() -> None:
    """Its topic is forwarded raw meanwhile, and as a channel with a definition from then on."""
    source = ScriptedSource(published('/a', FLOAT64, UNKNOWN))
    made = subscriptions(source)
    assert source.subscribed[0].definition is None
    own = source.definitions[FLOAT64] = MessageDefinition('ros2msg', 'float32 data')
    made.update(ASK_AGAIN_NS - 1)
    assert len(source.asked) == 1
    assert made.update(ASK_AGAIN_NS) == [('/a', 'has a definition now', False)]
    (channel,) = source.subscribed
    assert (channel.id, channel.definition) == (2, own)
    assert made.update(ASK_AGAIN_NS * 3) == []


def test_without_a_hash_the_messages_will_tell() -> None:
    """Several definitions of a name are possible."""
    source = ScriptedSource(published('/a', FLOAT64))
    subscriptions(source)
    assert source.subscribed[0].definition is None


def test_a_file_of_the_user_that_is_wrong_is_told(tmp_path: Path) -> None:
    """Once, and the topic is forwarded raw."""
    (tmp_path / 'std_msgs').mkdir()
    (tmp_path / 'std_msgs' / 'Float64.msg').write_text('float64 = = 3')
    source = ScriptedSource()
    made = subscriptions(source, folder=tmp_path)
    source.on_graph = [published('/a', FLOAT64, UNKNOWN)]
    (problem, begun) = made.update(1)
    assert problem.is_warning
    assert 'Float64' in problem.what
    assert not begun.is_warning
    assert made.update(2) == []


def test_all_that_may_come_is_said_before_the_first_of_it() -> None:
    """Again where there is something new, not else."""
    said: list[list[str]] = []
    source = ScriptedSource(published('/a'), published('/b'))

    def expect(channels: Iterable[Channel]) -> None:
        assert len(source.subscribed) == 2 * len(said)
        said.append([channel.topic for channel in channels])

    made = Subscriptions(source, TopicSelection(), DefinitionLookup(), LiveSettings(), expect)
    made.update(0)
    made.update(1)
    source.on_graph.append(published('/c'))
    made.update(2)
    assert said == [['/a', '/b'], ['/a', '/b', '/c']]


def test_two_types_on_a_topic_are_two_channels() -> None:
    """And the user is told, by name."""
    source = ScriptedSource(published('/a'))
    made = subscriptions(source)
    source.on_graph.append(published('/a', 'std_msgs/msg/String'))
    warning, _ = made.update(1)
    assert warning == (
        '/a',
        'has several types, kept apart: std_msgs/msg/Float64, std_msgs/msg/String',
        True,
    )
    assert len({channel.id for channel in source.subscribed}) == 2


def test_a_topic_that_goes_is_kept_for_a_while() -> None:
    """A publisher that is back in time goes on in the same channel."""
    source = ScriptedSource(published('/a'))
    made = subscriptions(source)
    topics, source.on_graph = source.on_graph, []
    assert made.update(1) == [('/a', 'is not published any more', False)]
    assert made.update(2) == []
    assert len(source.subscribed) == 1
    source.on_graph = topics
    assert made.update(3) == [('/a', 'is published again', False)]
    source.on_graph = []
    made.update(4)
    assert made.update(4 + KEPT_NS) == []
    assert source.subscribed == []
    assert made.channels() == []


@pytest.mark.parametrize(
    ('before', 'after', 'words'),
    [
        ((OFFER,), (OFFER, Qos(False, False, 5, 1)), 'best effort'),
        ((Qos(False, False, 5, 1),), (OFFER,), 'reliable'),
        ((LATCHED,), (LATCHED, OFFER), 'reliable'),
        ((OFFER,), (LATCHED,), 'reliable, latched'),
    ],
)
def test_it_is_asked_for_what_all_publishers_offer(
    before: tuple[Qos, ...], after: tuple[Qos, ...], words: str
) -> None:
    """Where one comes that offers less, or the last of those goes."""
    source = ScriptedSource(published('/a', FLOAT64, '', *before))
    made = subscriptions(source)
    source.on_graph = [published('/a', FLOAT64, '', *after)]
    assert made.update(1) == [('/a', f'is offered as {words} now', False)]
    (channel,) = source.subscribed
    assert channel.qos.reliable == all(qos.reliable for qos in after)
    assert channel.qos.transient_local == all(qos.transient_local for qos in after)
    assert made.update(2) == []


def test_more_of_the_same_changes_nothing() -> None:
    """A second publisher of the same quality needs no other subscription."""
    source = ScriptedSource(published('/a'))
    made = subscriptions(source)
    source.on_graph = [published('/a', FLOAT64, '', OFFER, OFFER)]
    assert made.update(1) == []


def test_the_user_beats_the_publishers() -> None:
    """By topic."""
    settings = LiveSettings(qos_overrides={'/a': QosOverride(reliable=False, depth=3)})
    source = ScriptedSource(published('/a'), published('/b'))
    subscriptions(source, settings=settings)
    a, b = (channel.qos for channel in source.subscribed)
    assert (a.reliable, a.depth) == (False, 3)
    assert b.reliable


def test_what_is_held_once_holds_at_all_times() -> None:
    """A single publisher that keeps a single message: its channel has one."""
    source = ScriptedSource(
        published('/one', FLOAT64, '', LATCHED),
        published('/two', FLOAT64, '', LATCHED, LATCHED),
        published('/deep', FLOAT64, '', Qos(True, True, 5, 1)),
        published('/volatile'),
    )
    subscriptions(source)
    assert [channel.message_count for channel in source.subscribed] == [1, None, None, None]


def test_a_refusal_is_told_once_and_others_go_on() -> None:
    """Until the topic is gone and comes anew."""
    source = ScriptedSource(published('/a'))
    source.refuses = SourceError('no')
    made = Subscriptions(source, TopicSelection(), DefinitionLookup(), LiveSettings(), list)
    assert made.update(0) == [('/a', 'no', True)]
    assert made.update(1) == []
    source.refuses = None
    topics, source.on_graph = source.on_graph, []
    made.update(2)
    source.on_graph = topics
    assert made.update(3) == [('/a', f'is published: {FLOAT64}', False)]


def test_other_rules_leave_what_they_do_not_want() -> None:
    """Which is told; what they want still goes on, and listens as they say."""
    source = ScriptedSource(published('/a'), published('/b'))
    made = subscriptions(source)
    a, _ = source.subscribed
    made.select(TopicSelection(exclude=('/b',)), LiveSettings())
    assert made.update(1) == [('/b', 'is not taken any more', False)]
    assert source.subscribed == [a]
    made.select(TopicSelection(), LiveSettings(min_qos_depth=7, max_qos_depth=7))
    assert made.update(2) == [('/b', f'is published: {FLOAT64}', False)]
    assert {(each.topic, each.qos.depth) for each in source.subscribed} == {('/a', 7), ('/b', 7)}
