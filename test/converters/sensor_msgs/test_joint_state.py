"""Joints, against their messages one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test.support.messages import Drawn, Values, draw

TYPE = 'sensor_msgs/msg/JointState'
ARM, HAND = ['shoulder', 'elbow'], ['thumb']


def message(names: Sequence[str], *quantities: list[float]) -> dict[str, Any]:
    """Return a message: positions, velocities, efforts."""
    return {'name': list(names), **dict(zip(('position', 'velocity', 'effort'), quantities))}


def told(drawn: Drawn, count: int) -> list[dict[str, Any]]:
    """Return the messages as the drawn components have them."""
    messages: list[dict[str, Any]] = [message((), [], [], []) for _ in range(count)]
    for path, components in drawn.rows.items():
        names = dict(components.get('SeriesLines:names', []))
        for row, values in components['Scalars:scalars']:
            messages[row][path.split('/')[0]] = values
            messages[row]['name'] = names.get(row) or drawn.static[path]['SeriesLines:names']
    return messages


def complete(messages: Sequence[Values]) -> list[dict[str, Any]]:
    """Return messages with the fields they leave out."""
    return [{**message((), [], [], []), **values} for values in messages]


def test_a_line_per_joint() -> None:
    """Named once; a quantity that nobody tells has no plot."""
    messages = [message(ARM, [0.5, 1.0], [0.1, 0.2]), message(ARM, [0.6, 1.1], [0.0, 0.3])]
    drawn = draw(TYPE, messages, messages)
    assert drawn.cells('Scalars:scalars', 'position') == [[0.5, 1.0], [0.6, 1.1]] * 2
    assert drawn.cells('Scalars:scalars', 'velocity') == [[0.1, 0.2], [0.0, 0.3]] * 2
    assert drawn.static == {path: {'SeriesLines:names': ARM} for path in ('position', 'velocity')}
    assert sum(part.static for part in drawn.parts) == 2
    assert all(part.rows is None for part in drawn.parts)


def test_lengths_that_differ() -> None:
    """More numbers than names, fewer, none at all, and no names."""
    messages = [
        message(ARM, [1.0, 2.0, 3.0], [1.0]),
        message(ARM, [], [], [5.0, 6.0]),
        message(ARM, [1.0, 2.0]),
    ]
    assert told(draw(TYPE, messages), 3) == complete(messages)
    nameless = [message((), [1.0]), message((), [2.0], [3.0])]
    assert told(draw(TYPE, nameless), 2) == complete(nameless)


def test_several_publishers_of_one_topic() -> None:
    """Each group of joints has plots of its own, in this batch and the next."""
    messages = [message(ARM, [1, 2]), message(HAND, [3]), message(ARM, [4, 5]), message(HAND, [6])]
    drawn = draw(TYPE, messages, messages[1:2], messages[:1])
    assert drawn.rows['position']['Scalars:scalars'] == [(0, [1, 2]), (2, [4, 5]), (5, [1, 2])]
    assert drawn.rows['position/group 2']['Scalars:scalars'] == [(1, [3]), (3, [6]), (4, [3])]
    assert drawn.static['position/group 2'] == {'SeriesLines:names': HAND}


def test_the_same_bytes_cut_differently_are_other_names() -> None:
    """Names are compared one by one."""
    messages = [message(['ab', 'c'], [1, 2]), message(['ac', 'b'], [1, 2]), message(['abc'], [3])]
    drawn = draw(TYPE, messages)
    assert list(drawn.rows) == ['position', 'position/group 2', 'position/group 3']
    assert told(drawn, 3) == complete(messages)


@pytest.mark.parametrize('together', [True, False])
def test_names_that_never_repeat(together: bool) -> None:
    """From some number of groups on, the rest share an entity, each message with its names."""
    messages = [message([f'joint {i}', 'b'], [i, 1], [], [2.0 * i]) for i in range(50)]
    drawn = draw(TYPE, messages) if together else draw(TYPE, *([m] for m in messages))
    assert told(drawn, 50) == complete(messages)
    assert len(drawn.rows) == 2 * 33
    assert len(drawn.rows['position/other groups']['Scalars:scalars']) == 18


NUMBERS = st.lists(st.floats(allow_nan=False), max_size=3)
NAMES = st.lists(st.sampled_from(['', 'a', 'b', 'ab', 'é']), max_size=3)


@given(
    st.lists(st.builds(message, NAMES, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6),
    st.integers(0, 6),
)
def test_any_messages(messages: list[dict[str, Any]], cut: int) -> None:
    """Whatever is in them, in whatever batches, is in the plots."""
    batches = [batch for batch in (messages[:cut], messages[cut:]) if batch]
    assert told(draw(TYPE, *batches), len(messages)) == complete(messages)
