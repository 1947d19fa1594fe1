"""Log lines of nodes."""

from __future__ import annotations

from test.support.messages import draw

LINES = [
    {'level': 20, 'name': 'planner', 'msg': 'started'},
    {'level': 40, 'name': 'camera.driver', 'msg': 'late'},
    {'level': 10, 'name': 'planner', 'msg': ''},
    {'level': 25, 'name': '', 'msg': 'who am I'},
    {'level': 50, 'name': 'planner', 'msg': 'gone'},
    {'level': 30, 'name': 'planner', 'msg': 'gone'},
]


def test_every_node_has_its_log() -> None:
    """In order, each line from its message."""
    drawn = draw('rcl_interfaces/msg/Log', LINES[:4], LINES[4:])
    assert drawn.cells('TextLog:text', 'planner') == [['started'], [''], ['gone'], ['gone']]
    levels = [['INFO'], ['DEBUG'], ['CRITICAL'], ['WARN']]
    assert drawn.cells('TextLog:level', 'planner') == levels
    assert drawn.messages('TextLog:text', 'planner') == [0, 2, 4, 5]
    assert drawn.cells('TextLog:level', 'camera.driver') == [['ERROR']]


def test_neither_name_nor_known_level() -> None:
    """A line of nobody is the topic's own; a level of nobody's is its number."""
    drawn = draw('rcl_interfaces/msg/Log', LINES)
    assert drawn.cells('TextLog:text') == [['who am I']]
    assert drawn.cells('TextLog:level') == [['25']]
