"""Depth images."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import DepthImage
from test.support.archetypes import logged

DEPTH = np.arange(12, dtype=np.uint16).reshape(3, 4) * 1000


def test_a_compressed_depth_image_is_the_same_image() -> None:
    """Every value, and everything said about it."""
    image = DepthImage(DEPTH, meter=1000, colormap='Turbo', depth_range=[0, 1], draw_order=2)
    found = logged(image.compress())
    pixels = np.array(found.pop('blob')[0], np.uint8)
    assert np.array_equal(cv2.imdecode(pixels, cv2.IMREAD_UNCHANGED), DEPTH)
    assert found.pop('media_type') == ['image/png']
    before = logged(image)
    assert found == {name: before[name] for name in found}
    assert found.keys() == {'meter', 'colormap', 'depth_range', 'draw_order'}


def test_floats_cannot_be_compressed() -> None:
    """PNG has none."""
    with pytest.raises(ValueError, match='no PNG of ImageFormat'):
        DepthImage(DEPTH.astype(np.float32)).compress()


def test_a_depth_image_has_one_channel() -> None:
    """And two axes, but for those of size 1."""
    assert DepthImage(DEPTH[None, ..., None]).cells == DepthImage(DEPTH).cells
    for shape in ((3, 4, 3), (12,), (2, 3, 4)):
        with pytest.raises(
            ValueError, match=r'DepthImage:buffer: shape .*, wanted \(height, width'
        ):
            DepthImage(np.zeros(shape, np.uint16))


def test_its_format() -> None:
    """Can be asked for."""
    made = DepthImage(DEPTH).image_format()
    assert (made.width, made.height, made.channel_datatype) == (4, 3, 8)
