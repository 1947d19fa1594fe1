"""Places on the Earth."""

from __future__ import annotations

from typing import Any

import pytest

from test.support.messages import draw

TYPE = 'sensor_msgs/msg/NavSatFix'
NAN = float('nan')


def fix(
    latitude: float, longitude: float, altitude: float = 0.0, status: int = 0
) -> dict[str, Any]:
    """Return a message."""
    place = {'latitude': latitude, 'longitude': longitude, 'altitude': altitude}
    return {'status': {'status': status}, **place}


def test_a_point_per_fix() -> None:
    """In full precision; zero degrees are a place."""
    drawn = draw(TYPE, [fix(50.0812345678, 14.4212345678, 409.5), fix(0, 0, -3.0, 2)])
    assert drawn.cells('GeoPoints:positions') == [[[50.0812345678, 14.4212345678]], [[0, 0]]]
    assert drawn.cells('Scalars:scalars', 'altitude') == [[409.5], [-3.0]]
    assert drawn.static['altitude']['SeriesLines:names'] == ['altitude (m)']


@pytest.mark.parametrize(
    'none', [fix(50, 14, status=-1), fix(NAN, 14), fix(50, NAN), fix(91, 14), fix(0, 1e9)]
)
def test_no_fix(none: dict[str, Any]) -> None:
    """No point; the one before is cleared, and the altitude is still a row."""
    drawn = draw(TYPE, [fix(50, 14), none])
    assert drawn.cells('GeoPoints:positions') == [[[50, 14]], []]
    assert len(drawn.cells('Scalars:scalars', 'altitude')) == 2
