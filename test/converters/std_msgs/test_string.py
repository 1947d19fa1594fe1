"""Strings."""

from __future__ import annotations

from test.support.messages import draw

TEXTS = ['hello', '', 'ünïcode\nlines', 'hello']


def test_a_stream_of_strings_is_a_log() -> None:
    """Line by line, empty ones too."""
    drawn = draw('std_msgs/msg/String', [{'data': text} for text in TEXTS])
    assert drawn.cells('TextLog:text') == [[text] for text in TEXTS]


def test_a_latched_string_is_a_document() -> None:
    """By its durability, or by the name that robot models have."""
    for latched, topic in ((True, '/notes'), (False, '/robot1/robot_description')):
        drawn = draw('std_msgs/msg/String', [{'data': '<robot/>'}], topic=topic, latched=latched)
        assert drawn.rows == {'': {'TextDocument:text': [(0, ['<robot/>'])]}}
