"""What the axes of frames mean, of rows."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk.archetypes import Pinhole, ViewCoordinates, ViewDir

AXES = Pinhole.camera_xyz


@pytest.mark.parametrize(
    'value',
    [
        ViewCoordinates.RDF,
        [3, 2, 5],
        [ViewDir.Right, ViewDir.Down, ViewDir.Forward],
        ['right', 'down', 'forward'],
        [ViewCoordinates.RDF],
    ],
)
def test_axes_by_constant_member_number_or_name(value: Any) -> None:
    """One instance."""
    assert AXES.rows([AXES.cell(value)]).lists.to_pylist() == [[[3, 2, 5]]]


def test_axes_of_several_rows() -> None:
    """For ``columns``."""
    columns = Pinhole.columns(camera_xyz=[ViewCoordinates.RDF, [1, 3, 5]])
    assert columns[0].lists.to_pylist() == [[[3, 2, 5]], [[1, 3, 5]]]


@pytest.mark.parametrize('value', [[1, 2], [1, 2, 9], 5])
def test_other_things_are_no_axes(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='Pinhole:camera_xyz: '):
        AXES.cell(value)
