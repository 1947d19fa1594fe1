"""Globs, words in braces and regular expressions over topic names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.topic_patterns import is_hidden, matches, pattern, words_of


@pytest.mark.parametrize(
    ('text', 'topic', 'expected'),
    [
        ('/scan', '/scan', True),
        ('/*/scan', '/robot1/scan', True),
        ('/*', '/robot1/scan', False),
        ('/**', '/robot1/scan', True),
        ('/robot?/scan', '/robot1/scan', True),
        ('/cam', '/camera2', False),
        ('/a.b', '/axb', False),
        ('/{robot}/scan', '/robot1/scan', True),
        ('/{robot}/scan', '/fleet/robot1/scan', False),
        ('re:/robot[0-9]+/scan', '/robot12/scan', True),
        ('re:/robot', '/robot12', False),
        ('re:.*(front|rear).*', '/cam/rear/image', True),
    ],
)
def test_patterns(text: str, topic: str, expected: bool) -> None:
    """A star stays inside a segment, two cross segments; a regex matches all or nothing."""
    assert matches(text, topic) is expected


@pytest.mark.parametrize(
    ('text', 'topic', 'expected'),
    [
        ('x', '/a/b/c', {'namespace': 'a/b', 'name': 'c', 'topic': 'c'}),
        ('/c', '/c', {'namespace': '', 'name': 'c', 'topic': 'c'}),
        (
            '/{robot}/**',
            '/r1/cam/image',
            {
                'namespace': 'r1/cam',
                'name': 'image',
                'topic': 'image',
                'robot': 'r1',
                'rest': 'cam/image',
            },
        ),
        (
            '/{namespace}/**',
            '/r1/cam/image',
            {'namespace': 'r1', 'name': 'image', 'topic': 'cam/image', 'rest': 'cam/image'},
        ),
        (
            '**/{rest}/**',
            '/a/b/c',
            {'namespace': 'a/b', 'name': 'c', 'topic': 'c', 'rest': 'b'},
        ),
        (
            r're:/(?P<side>left|right)?/?(?P<name>\w+)',
            '/image',
            {'namespace': '', 'name': 'image', 'topic': 'image', 'side': ''},
        ),
    ],
)
def test_words(text: str, topic: str, expected: dict[str, str]) -> None:
    """The pattern's own words beat those that every topic has."""
    assert words_of(text, topic) == expected


@pytest.mark.parametrize('text', ['re:(', '/{a b}/x', '/{}/x', '/{a}/{a}', 're:['])
def test_what_is_no_pattern(text: str) -> None:
    """The error says so."""
    with pytest.raises(ValueError, match='not a pattern'):
        pattern(text)


@pytest.mark.parametrize(
    ('topic', 'expected'),
    [('/_hidden', True), ('/a/_b/c', True), ('/a_b/c_', False), ('/rosout', False)],
)
def test_hidden_topics(topic: str, expected: bool) -> None:
    """A part that begins with an underscore hides a topic."""
    assert is_hidden(topic) is expected


NAMES = st.text('abc/_', min_size=1, max_size=8).map(lambda name: f'/{name}')


@given(st.text('abc/_*?', min_size=1, max_size=8), NAMES)
def test_globs_agree_with_a_slow_matcher(glob: str, topic: str) -> None:
    """The compiled glob and a matcher that tries every way say the same."""
    assert matches(glob, topic) is (glob == topic or _slowly(glob, topic))


def _slowly(glob: str, topic: str) -> bool:
    if not glob:
        return not topic
    if glob.startswith('**'):
        return any(_slowly(glob[2:], topic[i:]) for i in range(len(topic) + 1))
    if glob[0] == '*':
        segment = re.match('[^/]*', topic)
        assert segment
        return any(_slowly(glob[1:], topic[i:]) for i in range(segment.end() + 1))
    if not topic:
        return False
    fits = topic[0] != '/' if glob[0] == '?' else topic[0] == glob[0]
    return fits and _slowly(glob[1:], topic[1:])
