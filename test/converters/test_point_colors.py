"""Colours of points."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from rerun_bridge.converters.point_colors import color_field, colors_by_rule, packed_colors
from rerun_bridge.geometry.colormaps import colors

PACKED = [0x00102030, 0xFFFFFFFF, 0x01020304, 0x80AABBCC]


def test_rgb_has_no_alpha() -> None:
    """The first byte of ``rgb`` means nothing."""
    found = packed_colors(np.array(PACKED, np.uint32), has_alpha=False)
    assert [f'{c:08x}' for c in found] == ['102030ff', 'ffffffff', '020304ff', 'aabbccff']


def test_rgba_has() -> None:
    """The first byte of ``rgba`` is the opacity."""
    found = packed_colors(np.array(PACKED, np.uint32), has_alpha=True)
    assert [f'{c:08x}' for c in found] == ['10203000', 'ffffffff', '02030401', 'aabbcc80']


def test_rgba_without_any_alpha_is_opaque() -> None:
    """Drivers leave it zero."""
    found = packed_colors(np.array([0x102030, 0x405060], np.uint32), has_alpha=True)
    assert [f'{c:08x}' for c in found] == ['102030ff', '405060ff']


def test_the_bits_may_be_floats() -> None:
    """PCL packs colours into floats; those that are not a number are colours too."""
    floats = np.array([struct.unpack('<f', struct.pack('<I', bits))[0] for bits in PACKED], '<f4')
    expected = packed_colors(floats.view(np.uint32), has_alpha=False)
    assert packed_colors(floats, has_alpha=False).tolist() == expected.tolist()


def test_rule() -> None:
    """The colormap and range of the rule are used; turbo is the default."""
    values = np.array([0.0, 5.0, 10.0])
    assert colors_by_rule(values, {}).tolist() == colors(values, 'turbo').tolist()
    options = {'colormap': 'gray', 'color_range': [0, 20]}
    assert colors_by_rule(values, options).tolist() == colors(values, 'gray', (0, 20)).tolist()
    with pytest.raises(ValueError, match='heat'):
        colors_by_rule(values, {'colormap': 'heat'})


def test_color_field() -> None:
    """A rule that says nothing is told from one that wants no colour."""
    assert color_field({}) is None
    assert color_field({'color_field': ''}) == ''
    assert color_field({'color_field': 'ring'}) == 'ring'
