"""The report, from numbers to lines."""

from __future__ import annotations

import io
from collections import Counter

from rerun_bridge.cli.report import (
    loss_lines,
    loss_summary,
    missing_lines,
    summary_line,
    topic_lines,
)
from rerun_bridge.cli.terminal import Paint
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.messages import Channel, type_name
from rerun_bridge.sources.base import Loss
from rerun_bridge.stats import ChannelStats

PLAIN = Paint(io.StringIO())


def _channel(topic: str, encoding: str = 'cdr', count: int | None = None) -> Channel:
    return Channel(1, topic, type_name('std_msgs/String'), encoding=encoding, message_count=count)


REPORT = ConversionReport(
    (
        ChannelStats(_channel('/a'), '/a', 'text', 1234),
        ChannelStats(
            _channel('/b'),
            '/car/b',
            'text',
            10,
            Counter({'message ends too early': 3}),
            Counter({'stamp is zero: log time used': 2, 'no definition': 0}),
        ),
    ),
    silent=(_channel('/quiet'),),
    foreign=(_channel('/log', 'json', 7),),
    losses=(Loss('walk.mcap, byte 8', 'chunk CRC is wrong', ('/a', '/b'), 12),),
)


def test_topics() -> None:
    """A row each; below it what is different, lost or worth knowing."""
    assert topic_lines(REPORT, PLAIN, None) == [
        'topic  type                 messages  drawn as',
        '/a     std_msgs/msg/String     1,234  text',
        '/b     std_msgs/msg/String        10  text',
        '  -> /car/b',
        '  3 lost: message ends too early',
        '  2 of them: stamp is zero: log time used',
        '  no definition',
        '/log   std_msgs/msg/String         7  skipped',
        '  not ROS, its messages are json',
        'without messages: /quiet',
    ]


def test_losses_of_the_source() -> None:
    """Where, why, how much."""
    assert loss_lines(REPORT.losses, PLAIN) == [
        'walk.mcap, byte 8: chunk CRC is wrong (12 messages: /a, /b)'
    ]
    many = [Loss('f', 'r')] * 1000
    assert loss_lines(many, PLAIN)[-1] == '… and 980 more'


def test_everything_that_is_missing() -> None:
    """Lost messages, topics that are not ROS, places of the source."""
    assert missing_lines(REPORT) == [
        '/b: 3 lost: message ends too early',
        '/log: not ROS, its messages are json',
        'walk.mcap, byte 8: chunk CRC is wrong (12 messages: /a, /b)',
    ]
    assert missing_lines(ConversionReport(interrupted=True)) == [
        'interrupted: the rest of the bag'
    ]
    assert missing_lines(ConversionReport()) == []


def test_the_last_lines() -> None:
    """What was written, and what is missing of it."""
    assert summary_line(REPORT, 'walk.rrd', 1_500_000, 2.5) == (
        'walk.rrd: 1.50 MB, 1,244 messages of 2 topics, 2.50 s'
    )
    assert loss_summary(REPORT) == (
        '3 messages could not be decoded or drawn; '
        '1 place of the bag could not be read; 1 topic skipped'
    )
    assert loss_summary(ConversionReport(interrupted=True)).startswith('interrupted')
    assert loss_summary(ConversionReport()) == ''


def test_an_empty_report() -> None:
    """A bag without topics has no table."""
    assert topic_lines(ConversionReport(), PLAIN, None) == []


def test_what_a_rule_left_out_is_no_loss() -> None:
    """It is told apart, and a note about all that is left is about all."""
    notes = Counter({'stamp is zero: log time used': 3})
    stats = ChannelStats(_channel('/a'), '/a', 'text', 10, notes=notes, thinned=7)
    report = ConversionReport((stats,))
    assert topic_lines(report, PLAIN, None)[2:] == [
        '  7 of them left out: max_hz',
        '  stamp is zero: log time used',
    ]
    assert report.clean
