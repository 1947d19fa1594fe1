"""Frame names."""

from __future__ import annotations

import pytest

from rerun_bridge.frames import Frames


@pytest.mark.parametrize(
    ('frame_id', 'name'),
    [('odom', 'r1/odom'), ('base_footprint', 'r1/base_link'), ('', ''), ('/map', 'r1//map')],
)
def test_name(frame_id: str, name: str) -> None:
    """Renamed first, then prefixed; no frame stays no frame."""
    assert Frames('r1/', {'base_footprint': 'base_link'}).name(frame_id) == name


def test_the_default_changes_nothing() -> None:
    """Without rules a name is itself, spaces and all."""
    assert Frames().name('my frame/α') == 'my frame/α'
