"""Grids as maps."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.errors import ConvertError
from test.support.messages import draw, quaternion, xyz

TYPE = 'nav_msgs/msg/OccupancyGrid'


def grid(width: int, height: int, cells: list[int], **orientation: float) -> dict[str, Any]:
    """Return a message."""
    origin = {'position': xyz(-1, -2, 0.5), 'orientation': orientation}
    info = {'resolution': 0.5, 'width': width, 'height': height, 'origin': origin}
    return {'info': info, 'data': cells}


def test_the_first_row_is_the_bottom_one() -> None:
    """The viewer's first row is the top one; -1, unknown, is 255 there."""
    drawn = draw(TYPE, [grid(3, 2, [0, 50, 100, -1, 1, 2]), grid(1, 1, [7], z=0.6, w=0.8)])
    assert drawn.cells('GridMap:data') == [[[255, 1, 2, 0, 50, 100]], [[7]]]
    gray = {'pixel_format': None, 'color_model': 1, 'channel_datatype': 6}
    assert drawn.cells('GridMap:format') == [
        [{'width': 3, 'height': 2, **gray}],
        [{'width': 1, 'height': 1, **gray}],
    ]
    assert drawn.cells('GridMap:cell_size') == [[0.5], [0.5]]
    assert drawn.cells('GridMap:translation') == [[[-1, -2, 0.5]]] * 2


def test_a_turn_that_is_none_is_the_identity() -> None:
    """The viewer would not draw the map at all."""
    drawn = draw(TYPE, [grid(1, 1, [7]), grid(1, 1, [7], **quaternion(0, 0, 2, 0))])
    assert drawn.cells('GridMap:quaternion') == [[[0, 0, 0, 1]], [[0, 0, 1, 0]]]


def test_empty_grids() -> None:
    """No cells, no map; the one before is cleared."""
    drawn = draw(TYPE, [grid(0, 0, []), grid(1, 1, [3]), grid(5, 0, [])], [grid(0, 0, [])])
    for component in ('data', 'format', 'cell_size', 'translation', 'quaternion'):
        sizes = [len(cell) for cell in drawn.cells(f'GridMap:{component}')]
        assert sizes == [0, 1, 0, 0], component


def test_costmaps_have_their_own_colours() -> None:
    """They lie over the map, which is seen through them."""
    plain = draw(TYPE, [grid(1, 1, [3])], topic='/map').static['']
    costs = draw(TYPE, [grid(1, 1, [3])], topic='/local_costmap/costmap').static['']
    assert plain['GridMap:colormap'] == [10]
    assert costs['GridMap:colormap'] == [11]
    assert costs['GridMap:draw_order'] > plain['GridMap:draw_order']
    assert costs['GridMap:opacity'] < plain['GridMap:opacity']


@pytest.mark.parametrize('claimed', [(2, 2), (0, 0), (2**32 - 1, 2**32 - 1)])
def test_a_grid_that_contradicts_itself(claimed: tuple[int, int]) -> None:
    """The row is named."""
    with pytest.raises(ConvertError, match='3 cells') as caught:
        draw(TYPE, [grid(1, 1, [3]), grid(*claimed, [1, 2, 3])])
    assert caught.value.row == 1
