"""Paths as lines."""

from __future__ import annotations

from typing import Any

from test.support.messages import draw, xyz


def path(*points: tuple[float, float, float], frame: str = 'map') -> dict[str, Any]:
    """Return a message; its poses have headers of their own, as planners write them."""
    poses = [
        {'header': {'frame_id': frame}, 'pose': {'position': xyz(*point)}} for point in points
    ]
    return {'header': {'frame_id': frame}, 'poses': poses}


def test_a_line_through_all_positions() -> None:
    """Paths of different lengths; an empty one clears the line."""
    messages = [path((0, 0, 0), (1, 0, 0.5)), path(), path((1, 2, 3), frame='a longer name')]
    drawn = draw('nav_msgs/msg/Path', messages)
    assert drawn.cells('LineStrips3D:strips') == [[[[0, 0, 0], [1, 0, 0.5]]], [], [[[1, 2, 3]]]]


def test_only_empty_ones() -> None:
    """A batch without any pose."""
    assert draw('nav_msgs/msg/Path', [path(), path()]).cells('LineStrips3D:strips') == [[], []]
