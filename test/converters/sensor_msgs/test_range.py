"""Beams of range sensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from test.support.messages import draw

TYPE = 'sensor_msgs/msg/Range'


def message(reach: float, view: float = 0.5) -> dict[str, Any]:
    """Return a message of a sensor that sees from 0.1 m to 4 m."""
    return {'range': reach, 'field_of_view': view, 'min_range': 0.125, 'max_range': 4.0}


def test_plot_and_outline() -> None:
    """From the sensor along one edge, over the arc, back to the sensor."""
    drawn = draw(TYPE, [message(2.0)])
    assert drawn.cells('Scalars:scalars', 'range') == [[2.0]]
    (outline,) = np.array(drawn.cells('LineStrips3D:strips')[0])
    assert outline[0].tolist() == outline[-1].tolist() == [0, 0, 0]
    assert np.allclose(np.linalg.norm(outline[1:-1], axis=1), 2.0)
    angles = np.arctan2(outline[1:-1, 1], outline[1:-1, 0])
    assert np.allclose(angles, np.linspace(-0.25, 0.25, len(angles)))
    assert (outline[:, 2] == 0).all()


@pytest.mark.parametrize(
    'bad',
    [
        message(float('inf')),
        message(float('nan')),
        message(5.0),
        message(0.0),
        message(-1.0),
        message(1.0, float('nan')),
    ],
)
def test_no_echo(bad: dict[str, Any]) -> None:
    """No outline, but a row in the plot."""
    drawn = draw(TYPE, [bad, message(1.0), bad])
    assert [len(cell) for cell in drawn.cells('LineStrips3D:strips')] == [0, 1, 0]
    assert len(drawn.cells('Scalars:scalars', 'range')) == 3
