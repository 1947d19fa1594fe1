"""Publishers, QoS, and what was not wanted."""

from __future__ import annotations

import pytest

from rerun_bridge.live.diagnosis.publishers import why_not_taken
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Qos
from rerun_bridge.subscription_qos import QosOverride
from rerun_bridge.topic_rules import TopicSelection
from test.live.diagnosis.test_examination import FLOAT64, found, heard, seen
from test.support.live_source import published

PLAIN, BEST_EFFORT = Qos(True, False, 10, 1), Qos(False, False, 10, 1)
LATCHED = Qos(True, True, 1, 1)


@pytest.mark.parametrize(
    ('topic', 'selection', 'words'),
    [
        ('/a', TopicSelection(), None),
        ('/a', TopicSelection(exclude=('/b', '/*')), 'is excluded by /*'),
        ('/a', TopicSelection(include=('/b',)), 'is not included'),
        ('/_a', TopicSelection(hidden=False), 'is hidden'),
    ],
)
def test_why_a_topic_is_left_out(topic: str, selection: TopicSelection, words: str | None) -> None:
    """The pattern that did it is named."""
    reason = why_not_taken(topic, selection)
    assert reason is None if words is None else reason is not None and words in reason[0]


def test_qos_that_asks_for_too_much() -> None:
    """Only a user's wish does; which and how many do not offer it is said."""
    evidence = seen(published('/a', FLOAT64, '', PLAIN, BEST_EFFORT), stats=(heard('/a'),))
    assert found(evidence) == []
    wish = LiveSettings(qos_overrides={'/a': QosOverride(reliable=True, transient_local=True)})
    reliable, latched = found(evidence, settings=wish)
    assert 'as reliable, which 1 of 2 publishers' in reliable.what
    assert 'as transient local, which 2 of 2 publishers' in latched.what


def test_latched_messages_that_cannot_be_asked_for() -> None:
    """Because another publisher does not latch."""
    evidence = seen(published('/a', FLOAT64, '', LATCHED, PLAIN), stats=(heard('/a'),))
    (finding,) = found(evidence)
    assert finding.what.startswith('1 of 2 publishers latch')


def test_several_types_and_several_definitions() -> None:
    """Each is something else."""
    both = seen(published('/a'), published('/a', 'std_msgs/msg/String'), stats=(heard('/a'),))
    assert found(both)[0].what == f'has several types: {FLOAT64}, std_msgs/msg/String'
    hashes = seen(
        published('/a', FLOAT64, 'RIHS01_1'),
        published('/a', FLOAT64, 'RIHS01_2'),
        stats=(heard('/a'),),
    )
    assert 'different definitions' in found(hashes)[0].what


@pytest.mark.parametrize(
    ('offer', 'asked', 'is_fault'),
    [(PLAIN, False, False), (PLAIN, True, True), (LATCHED, False, True)],
)
def test_silence(offer: Qos, asked: bool, is_fault: bool) -> None:
    """Many topics are seldom used; what is latched is there at once."""
    evidence = seen(published('/a', FLOAT64, '', offer))
    (finding,) = found(evidence, *(['/a'] if asked else []))
    assert finding.what == 'no message came in 5 s'
    assert finding.is_fault == is_fault
    (image,) = found(seen(published('/i', 'sensor_msgs/msg/Image', '', offer)))
    assert 'socket buffer' in image.fix
