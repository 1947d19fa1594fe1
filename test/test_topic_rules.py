"""Topics are chosen by patterns, and the more exact rule wins key by key."""

from __future__ import annotations

from itertools import permutations

import pytest

from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.topic_rules import TopicRule, TopicSelection

SCAN = Channel(1, '/robot1/scan', TypeName('sensor_msgs/msg/LaserScan'))
TF = Channel(2, '/robot1/tf', TypeName('tf2_msgs/msg/TFMessage'))


def test_exclude_beats_include() -> None:
    """What is excluded is not taken, whatever includes it; no include takes all."""
    selection = TopicSelection(include=('/robot1/**',), exclude=('/**/image*', 're:.*/(a|b)'))
    assert selection.takes('/robot1/scan')
    assert not selection.takes('/robot1/image_raw')
    assert not selection.takes('/robot1/b')
    assert not selection.takes('/tf')
    assert TopicSelection().takes('/tf')


def test_hidden_topics_can_be_left_out() -> None:
    """All but those that are named; in a bag they are wanted, somebody has recorded them."""
    assert TopicSelection().takes('/go/_action/status')
    live = TopicSelection(('/**', '/go/_action/status')).with_hidden(False)
    assert live.takes('/go/status')
    assert live.takes('/go/_action/status')
    assert not live.takes('/go/_action/feedback')
    assert not TopicSelection(exclude=('/_a',), include=('/_a',), hidden=False).takes('/_a')


def test_exact_beats_pattern_beats_type() -> None:
    """Keys that the more exact rule leaves open come from the others, in any order of the file."""
    rules = (
        TopicRule('/robot1/scan', frame_id='laser'),
        TopicRule('/*/scan', entity_path='glob', frame_id='no', options={'colormap': 'viridis'}),
        TopicRule(
            'sensor_msgs/LaserScan', 'type', options={'colormap': 'gray', 'color_field': 'i'}
        ),
    )
    for order in permutations(rules):
        rule = TopicSelection(rules=order).rule_for(SCAN)
        assert (rule.frame_id, str(rule.path)) == ('laser', '/glob')
        assert rule.options == {'colormap': 'viridis', 'color_field': 'i'}


def test_of_equals_the_later_one_wins() -> None:
    """As in a file that is read from top to bottom."""
    rules = (TopicRule('/**', max_hz=1.0, restamp=True), TopicRule('re:/r.*', max_hz=2.0))
    assert TopicSelection(rules=rules).rule_for(SCAN).max_hz == 2.0
    assert TopicSelection(rules=rules[::-1]).rule_for(SCAN).max_hz == 1.0
    assert TopicSelection(rules=rules).rule_for(SCAN).restamp


@pytest.mark.parametrize(
    'name', ['sensor_msgs/msg/LaserScan', 'sensor_msgs/LaserScan', 'sensor_msgs::msg::LaserScan']
)
def test_types_are_known_by_all_their_names(name: str) -> None:
    """As messages, ROS 1 and C++ write them."""
    assert TopicSelection(rules=(TopicRule(name, fields_only=True),)).rule_for(SCAN).fields_only


@pytest.mark.parametrize(
    ('match', 'template', 'expected'),
    [
        ('/**', None, '/robot1/scan'),
        ('/**', '/{namespace}/{topic}', '/robot1/scan'),
        ('/**', 'fleet/{namespace}/lidar/{name}', '/fleet/robot1/lidar/scan'),
        ('/**', 'all/{topic}', '/all/robot1/scan'),
        ('/{robot}/**', 'fleet/{robot}/{rest}', '/fleet/robot1/scan'),
        (r're:/robot(?P<n>\d)/(?P<rest>.*)', 'r/{n}/{rest}', '/r/1/scan'),
        ('sensor_msgs/LaserScan', 'scans/{topic}', '/scans/robot1/scan'),
    ],
)
def test_entity_paths_have_words(match: str, template: str | None, expected: str) -> None:
    """The topic, its namespace and name, and the words of the match can stand in a path."""
    selection = TopicSelection(rules=(TopicRule(match, template),))
    assert str(selection.rule_for(SCAN).path) == expected


def test_frames_have_words_too() -> None:
    """The frames of every robot of a fleet can be told apart."""
    rule = TopicRule('/{robot}/**', frame_id='{name}_frame', frame_prefix='{robot}/')
    found = TopicSelection(rules=(rule,)).rule_for(SCAN)
    assert (found.frame_id, found.frame_prefix) == ('scan_frame', 'robot1/')


def test_transforms_are_not_thinned_by_a_rule_for_many_topics() -> None:
    """Every message has other frames: only a rule that means them may leave some out."""
    selection = TopicSelection(rules=(TopicRule('/**', max_hz=5.0),))
    assert selection.rule_for(SCAN).max_hz == 5.0
    assert selection.rule_for(TF).max_hz is None
    exact = TopicSelection(rules=(TopicRule('/robot1/tf', max_hz=5.0),))
    assert exact.rule_for(TF).max_hz == 5.0
