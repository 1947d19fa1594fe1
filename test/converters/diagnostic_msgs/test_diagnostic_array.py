"""Diagnostics as states and logs."""

from __future__ import annotations

from typing import Any

from test.support.messages import draw

TYPE = 'diagnostic_msgs/msg/DiagnosticArray'


def array(*statuses: tuple[int, str, str]) -> dict[str, Any]:
    """Return a message of levels, names and messages."""
    fields = ('level', 'name', 'message')
    return {'status': [dict(zip(fields, status)) for status in statuses]}


def test_a_row_per_change() -> None:
    """Of level or message, also from one batch to the next; each status by itself."""
    messages = [
        array((0, 'motors/left', 'fine'), (0, 'gps', 'fix')),
        array((0, 'motors/left', 'fine'), (0, 'gps', 'no satellites')),
        array((1, 'motors/left', 'warm')),
        array(),
        array((1, 'motors/left', 'warm'), (0, 'gps', 'fix')),
        array((2, 'motors/left', 'hot'), (3, 'gps', 'fix')),
    ]
    drawn = draw(TYPE, messages[:3], messages[3:])
    assert drawn.rows['motors/left']['StateChange:state'] == [
        (0, ['OK']),
        (2, ['WARN']),
        (5, ['ERROR']),
    ]
    assert drawn.rows['motors/left']['TextLog:text'] == [
        (0, ['fine']),
        (2, ['warm']),
        (5, ['hot']),
    ]
    assert drawn.cells('TextLog:level', 'motors/left') == [['INFO'], ['WARN'], ['ERROR']]
    assert drawn.rows['gps']['StateChange:state'] == [
        (0, ['OK']),
        (1, ['OK']),
        (4, ['OK']),
        (5, ['STALE']),
    ]


def test_states_have_colours() -> None:
    """Said once for every status."""
    drawn = draw(TYPE, [array((0, 'a', ''))], [array((0, 'a', ''), (0, 'b', ''))])
    for name in 'ab':
        assert drawn.static[name]['StateConfiguration:values'] == ['OK', 'WARN', 'ERROR', 'STALE']
        assert len(drawn.static[name]['StateConfiguration:colors']) == 4
    assert sum(part.static for part in drawn.parts) == 2


def test_odd_names_and_levels() -> None:
    """A status without a name is the topic's own; one name twice in a message is two rows."""
    drawn = draw(TYPE, [array((7, '', 'x'), (0, '/a//b/', '1'), (1, '/a//b/', '2'))])
    assert drawn.cells('StateChange:state') == [['7']]
    assert drawn.rows['a/b']['StateChange:state'] == [(0, ['OK']), (0, ['WARN'])]


def test_nothing_to_say() -> None:
    """Messages without a status draw nothing."""
    assert draw(TYPE, [array(), array()]).parts == []
