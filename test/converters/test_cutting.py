"""Parts of many channels, cut apart; test_joint_pipeline.py compares them for every type."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.converters.cutting import FIRST_ROW, Cutting, NotToBeCutError
from rerun_bridge.sdk.archetypes import Points3D, Scalars, TextLog, Transform3D

BOUNDS = np.array([0, 2, 3, 6])
HELD = frozenset({'Points3D:radii'})


def rows(part: EntityColumns) -> list[list[object]]:
    """Return the rows of each component."""
    return [column.lists.to_pylist() for column in part.components]


def test_each_channel_gets_its_rows() -> None:
    """A part of nobody's rows is left out."""
    whole = EntityColumns((Scalars.scalars.column(np.arange(6.0)),))
    some = EntityColumns(
        (TextLog.text.column(['a', 'b', 'c']),), ('child',), np.array([0, 3, 5]), np.arange(3)
    )
    cut = Cutting().runs([whole, some], [], None, BOUNDS)
    assert [[part.path for part in run] for run in cut] == [
        [(), ('child',)],
        [()],
        [(), ('child',)],
    ]
    assert [rows(run[0]) for run in cut] == [
        [[[0.0], [1.0]]],
        [[[2.0]]],
        [[[3.0], [4.0], [5.0]]],
    ]
    child = cut[2][1]
    assert rows(child) == [[['b'], ['c']]]
    assert child.rows is not None
    assert child.stamps_ns is not None
    assert (child.rows.tolist(), child.stamps_ns.tolist()) == ([0, 2], [1, 2])


def test_what_the_rows_of_a_channel_share_is_held() -> None:
    """Each channel for itself, however many rows; and what is held is remembered."""
    radii = np.array([1, 1, 2, 3, 3, 4], np.float32)
    part = EntityColumns(
        (Points3D.positions.column(np.zeros((6, 3))), Points3D.radii.column(radii)), held=HELD
    )
    cutting = Cutting()
    first, second = (cutting.runs([part], [], None, BOUNDS) for _ in range(2))
    assert [rows(run[0])[1] for run in first] == [
        [[1.0], None],
        [[2.0]],
        [[3.0], [3.0], [4.0]],
    ]
    assert first[0][0].components[1] is second[0][0].components[1]


def test_frames_are_held_where_a_channel_has_one() -> None:
    """Of the topic's own entity."""
    part = EntityColumns((Points3D.positions.column(np.zeros((6, 3))),))
    codes = np.array([0, 0, 1, 2, 1, 2], np.int32)
    cut = Cutting().runs([part], [], (codes, ('', 'a', 'b')), BOUNDS)
    assert [rows(run[0])[1] for run in cut] == [[[''], None], [['a']], [['b'], ['a'], ['b']]]


def test_a_part_that_is_held_altogether_is_one_row() -> None:
    """Unless it is the only one: somewhere all messages have a row."""
    scalars = EntityColumns((Scalars.scalars.column(np.arange(6.0)),))
    radii = EntityColumns((Points3D.radii.column(np.ones(6, np.float32)),), ('child',), held=HELD)
    both = Cutting().runs([scalars, radii], [], None, BOUNDS)
    assert both[2][1].rows is FIRST_ROW
    assert rows(both[2][1]) == [[[1.0]]]
    (alone,) = Cutting().runs([radii], [], None, BOUNDS)[2]
    assert alone.rows is None
    assert rows(alone) == [[[1.0], None, None]]


@pytest.mark.parametrize(
    'part',
    [
        EntityColumns((Scalars.scalars.column(np.arange(1.0)),), static=True),
        EntityColumns((Scalars.scalars.column(np.arange(2.0)),), rows=np.array([3, 1])),
        EntityColumns((Scalars.scalars.column(np.arange(5.0)),)),
        EntityColumns((Transform3D.parent_frame.column(['a']),)),
    ],
    ids=['static', 'not in order', 'too few', 'one for all'],
)
def test_rows_that_are_nobody_s_are_not_cut(part: EntityColumns) -> None:
    """It is told, not guessed."""
    with pytest.raises(NotToBeCutError):
        Cutting().runs([part], [], None, BOUNDS)
