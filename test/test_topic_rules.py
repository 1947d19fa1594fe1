"""Topics are chosen by globs, and the more exact rule wins key by key."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.topic_rules import TopicRule, TopicSelection, matches

SCAN = Channel(1, '/robot1/scan', TypeName('sensor_msgs/msg/LaserScan'))


@pytest.mark.parametrize(
    ('glob', 'topic', 'expected'),
    [
        ('/scan', '/scan', True),
        ('/*/scan', '/robot1/scan', True),
        ('/*', '/robot1/scan', False),
        ('/**', '/robot1/scan', True),
        ('/robot?/scan', '/robot1/scan', True),
        ('/cam', '/camera2', False),
        ('/a.b', '/axb', False),
    ],
)
def test_globs(glob: str, topic: str, expected: bool) -> None:
    """A star stays inside a segment, two cross segments, nothing else is special."""
    assert matches(glob, topic) is expected


def test_exclude_beats_include() -> None:
    """What is excluded is not taken, whatever includes it; no include takes all."""
    selection = TopicSelection(include=('/robot1/**',), exclude=('/**/image*',))
    assert selection.takes('/robot1/scan')
    assert not selection.takes('/robot1/image_raw')
    assert not selection.takes('/tf')
    assert TopicSelection().takes('/tf')


def test_exact_beats_glob_beats_type() -> None:
    """Keys that the more exact rule leaves open come from the others."""
    rules = (
        TopicRule('/robot1/scan', frame_id='laser'),
        TopicRule('/*/scan', entity_path='glob', frame_id='no', options={'colormap': 'viridis'}),
        TopicRule(
            'sensor_msgs/LaserScan', 'type', options={'colormap': 'gray', 'color_field': 'i'}
        ),
    )
    rule = TopicSelection(rules=rules).rule_for(SCAN)
    assert (rule.frame_id, rule.entity_path) == ('laser', 'glob')
    assert rule.options == {'colormap': 'viridis', 'color_field': 'i'}


def test_entity_paths_have_placeholders() -> None:
    """The topic, its namespace and its name can stand in an entity path."""
    rule = TopicRule('x', entity_path='fleet/{namespace}/lidar/{name}')
    assert str(rule.entity_path_of('/robot1/scan')) == '/fleet/robot1/lidar/scan'
    assert str(TopicRule('x').entity_path_of('/a b/c')) == '/a\\ b/c'
    assert str(TopicRule('x', entity_path='all/{topic}').entity_path_of('/a/b')) == '/all/a/b'
