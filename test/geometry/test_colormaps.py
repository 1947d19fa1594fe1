"""Numbers to colours."""

from __future__ import annotations

import colorsys
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.geometry.colormaps import COLORMAPS, NO_COLOR, colors


def rgb(packed: np.ndarray) -> np.ndarray:
    """Return red, green and blue of packed colours, shape (n, 3)."""
    return np.stack([packed >> 24, packed >> 16 & 255, packed >> 8 & 255], 1).astype(int)


@pytest.mark.parametrize('name', ['turbo', 'viridis', 'jet'])
def test_equals_opencv(name: str) -> None:
    """The maps are OpenCV's, within rounding; its jet has steps of its own."""
    cv2 = pytest.importorskip('cv2', reason='no opencv')
    table = cv2.applyColorMap(
        np.arange(256, dtype=np.uint8), getattr(cv2, f'COLORMAP_{name.upper()}')
    )
    expected = table.reshape(256, 3)[:, ::-1].astype(int)
    found = rgb(colors(np.arange(256), name))
    assert np.abs(found - expected).max() <= (5 if name == 'jet' else 3)


def test_rainbow() -> None:
    """Hues from red to violet."""
    found = rgb(colors(np.arange(256), 'rainbow'))
    for i in range(256):
        expected = [round(255 * c) for c in colorsys.hsv_to_rgb(i / 255 * 5 / 6, 1, 1)]
        assert np.abs(found[i] - expected).max() <= 1


def test_gray_is_the_value() -> None:
    """A grey of each level, opaque."""
    assert colors(np.arange(256, dtype=np.uint8), 'gray').tolist() == [
        i << 24 | i << 16 | i << 8 | 255 for i in range(256)
    ]


NUMBERS = st.lists(st.floats(width=32), max_size=40)


@given(NUMBERS, st.sampled_from(COLORMAPS))
def test_equals_the_loop(values: list[float], name: str) -> None:
    """Every value gets the colour of its place between the extremes; what is no number is grey."""
    found = colors(np.array(values, np.float64), name)
    finite = [v for v in values if math.isfinite(v)]
    table = colors(np.arange(256), name)
    for value, colour in zip(values, found.tolist()):
        if math.isnan(value):
            assert colour == NO_COLOR
        elif math.isinf(value):
            assert colour in ((table[255] if value > 0 else table[0]), table[0], NO_COLOR)
        else:
            low, high = min(finite), max(finite)
            level = (value - low) * (255.0 / (high - low)) if high > low else 0.0
            level += 0.5
            near = {int(max(0, min(255, level + nudge))) for nudge in (-1e-6, 0, 1e-6)}
            assert colour in {int(table[i]) for i in near}


@pytest.mark.parametrize(
    'dtype', ['u1', 'i1', 'u2', 'i2', 'i4', 'u4', 'f4', 'f8', 'i8', 'u8', '>f4', '>u2']
)
def test_every_kind_of_number(dtype: str) -> None:
    """Integers and floats of each size and byte order."""
    values = np.array([0, 10, 100, 127], dtype)
    assert colors(values).tolist() == colors(np.array([0.0, 10, 100, 127])).tolist()


def test_a_given_range() -> None:
    """Values beyond the range get the end colours, and integers do not wrap."""
    values = np.array([0, 50, 90, 150, 255], np.uint8)
    found = rgb(colors(values, 'gray', (50, 150)))[:, 0].tolist()
    assert found == [0, 0, 102, 255, 255]
    assert rgb(colors(np.array([-np.inf, np.inf]), 'gray', (0, 1)))[:, 0].tolist() == [0, 255]


def test_nothing_and_constants() -> None:
    """No values, equal values, nothing finite: no error."""
    assert colors(np.empty(0, np.float32)).shape == (0,)
    assert len(set(colors(np.full(5, 3.5, np.float32)).tolist())) == 1
    assert colors(np.full(3, np.nan, np.float32)).tolist() == [NO_COLOR] * 3


def test_unknown_colormap() -> None:
    """The error names those there are."""
    with pytest.raises(ValueError, match='turbo'):
        colors(np.zeros(1), 'heat')


def test_a_range_that_is_open_at_one_end() -> None:
    """The open end is what the values hold."""
    values = np.array([-5.0, 0.0, 20.0, np.nan])
    assert colors(values, 'gray', (0, None)).tolist() == colors(values, 'gray', (0, 20)).tolist()
    assert colors(values, 'gray', (None, 3)).tolist() == colors(values, 'gray', (-5, 3)).tolist()
    assert len(set(colors(values[:2], 'gray', (7, None)).tolist())) == 1
