"""Raw pictures as components."""

from __future__ import annotations

import numpy as np

from rerun_bridge.converters.converter import EntityColumns
from rerun_bridge.converters.image_formats import depth_rows, image_rows
from rerun_bridge.imaging.pictures import PictureFormat
from test.support.message_columns import cells_of


def test_pictures() -> None:
    """A picture per row, with its own bytes and the form of all."""
    pixels = list(np.arange(12, dtype=np.uint8).reshape(3, 4))
    kind = image_rows(pixels, PictureFormat('u2', 'L', '', 4), (2, 1), [4, 6, 7])
    cells = cells_of(EntityColumns(kind.components))
    assert kind.rows == [4, 6, 7]
    assert cells['Image:buffer'] == [[[0, 1, 2, 3]], [[4, 5, 6, 7]], [[8, 9, 10, 11]]]
    form = {'width': 2, 'height': 1, 'pixel_format': None, 'color_model': 1, 'channel_datatype': 8}
    assert cells['Image:format'] == [[form]] * 3
    assert kind.held == {'Image:format'}


def test_a_pixel_format_says_all() -> None:
    """Of YUV there is neither color model nor datatype."""
    kind = image_rows([np.zeros(6, np.uint8)], PictureFormat('u1', '', 'NV12', 6), (2, 2), [0])
    (form,) = cells_of(EntityColumns(kind.components))['Image:format'][0]
    assert (form['pixel_format'], form['color_model'], form['channel_datatype']) == (
        26,
        None,
        None,
    )


def test_depth_images() -> None:
    """Images of different sizes, in units of a metre."""
    kind = depth_rows(
        np.split(np.arange(10, dtype=np.uint8), [4]), 'u2', 0.001, [(1, 2), (3, 1)], [0, 1]
    )
    cells = cells_of(EntityColumns(kind.components))
    assert cells['DepthImage:buffer'] == [[[0, 1, 2, 3]], [[4, 5, 6, 7, 8, 9]]]
    assert [(form['width'], form['height']) for (form,) in cells['DepthImage:format']] == [
        (1, 2),
        (3, 1),
    ]
    assert cells['DepthImage:meter'] == [[1000.0]] * 2
    assert kind.held == {'DepthImage:format', 'DepthImage:meter'}
