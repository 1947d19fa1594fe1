"""What is drawn and what is kept come together at the right entity, in the right frame."""

from __future__ import annotations

import numpy as np

from rerun_bridge.converters.assembly import assembled
from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.sdk.archetypes import CoordinateFrame, Points3D, Scalars
from rerun_bridge.sdk.arrow_lists import constant_offsets, list_array, number_array
from rerun_bridge.sdk.component import ComponentColumn, ComponentDescriptor
from rerun_bridge.sdk.held_lists import held

FIRST = np.array([0])
FRAMES = np.array([0, 0], np.int32), ('map',)
POINTS = Points3D.positions.column(np.zeros((2, 3)))
PLOT = Scalars.scalars.column(np.array([1.0, 2.0]))
VALUES = list_array(number_array(np.array([5, 6])), constant_offsets(2, 1))
KEPT = ComponentColumn(ComponentDescriptor('T:x', 'T'), VALUES)


def names(part: EntityColumns) -> list[str]:
    """Return the components of a part."""
    return [column.descriptor.component for column in part.components]


def test_kept_fields_stand_beside_what_is_drawn() -> None:
    """One chunk for the topic's own entity, with its frame held at the first row."""
    (part,) = assembled([EntityColumns((POINTS,))], (KEPT,), FRAMES, FIRST)
    assert names(part) == ['Points3D:positions', 'T:x', 'CoordinateFrame:frame']
    assert part.components[2].lists.to_pylist() == [['map'], None]


def test_kept_fields_do_not_join_a_plot() -> None:
    """A plot draws every number of its entity, so kept fields go to a child."""
    plot, fields = assembled([EntityColumns((PLOT,))], (KEPT,), None, FIRST)
    assert (names(plot), plot.path) == (['Scalars:scalars'], ())
    assert (names(fields), fields.path, fields.rows) == (['T:x'], ('fields',), None)


def test_fields_that_are_all_held_are_one_row() -> None:
    """Held fields beside a plot have the rows where they stand, no more."""
    one = list_array(number_array(np.array([5])), constant_offsets(1, 1))
    column = ComponentColumn(KEPT.descriptor, held(one, 2, FIRST))
    _, fields = assembled([EntityColumns((PLOT,))], (column,), None, FIRST)
    assert fields.rows is not None
    assert fields.rows.tolist() == [0]
    assert fields.components[0].lists.to_pylist() == [[5]]


def test_a_frame_of_its_own_stays() -> None:
    """A part that names its frame keeps it; a child asks for the header's."""
    own = CoordinateFrame.frame.column(['plane', 'plane'])
    child = EntityColumns((POINTS,), path=('child',), in_header_frame=True)
    parts = assembled([EntityColumns((POINTS, own)), child], (), FRAMES, FIRST)
    assert names(parts[0]) == ['Points3D:positions', 'CoordinateFrame:frame']
    assert parts[0].components[1].lists.to_pylist() == [['plane'], ['plane']]
    assert parts[1].components[1].lists.to_pylist() == [['map'], None]


def test_nothing_drawn_is_an_entity_of_fields() -> None:
    """Where nothing is drawn the fields are the entity."""
    (part,) = assembled([], (KEPT,), None, FIRST)
    assert (names(part), part.path) == (['T:x'], ())
    assert assembled([], (), None, FIRST) == []
