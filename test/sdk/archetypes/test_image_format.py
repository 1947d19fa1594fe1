"""Arrays as raw pictures."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes.image_format import (
    PACKED,
    ImageFormat,
    format_in,
    format_of,
    pixels_of,
    plane_of,
)


@pytest.mark.parametrize(
    ('shape', 'wanted'),
    [
        ((4, 5), (4, 5, 1)),
        ((4, 5, 3), (4, 5, 3)),
        ((4, 5, 1), (4, 5, 1)),
        ((1, 4, 5, 3, 1), (4, 5, 3)),
        ((1, 4, 5), (4, 5, 1)),
        ((1, 5), (1, 5, 1)),
    ],
)
def test_axes_of_size_one_do_not_count(shape: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    """Before and after the picture's own."""
    assert pixels_of(np.zeros(shape), 'A').shape == wanted


@pytest.mark.parametrize('shape', [(), (5,), (2, 3, 4, 5)])
def test_other_shapes_are_no_picture(shape: tuple[int, ...]) -> None:
    """The error says the shape."""
    with pytest.raises(ValueError, match=r'A: shape .*, wanted'):
        pixels_of(np.zeros(shape), 'A')


def test_numbers_are_in_this_machines_order() -> None:
    """And flags are bytes."""
    swapped = np.arange(6, dtype='>u2').reshape(2, 3)
    assert pixels_of(swapped, 'A').tobytes() == swapped.astype('=u2').tobytes()
    assert pixels_of(swapped > 2, 'A').dtype == np.uint8


def test_a_plane_has_one_channel() -> None:
    """A picture of three is refused."""
    assert plane_of(np.zeros((2, 3, 1)), 'A').shape == (2, 3)
    with pytest.raises(ValueError, match=r'A: shape \(2, 3, 3\), wanted \(height, width\)'):
        plane_of(np.zeros((2, 3, 3)), 'A')


def test_the_format_of_pixels() -> None:
    """By the number of channels, where the caller does not say."""
    for channels, model in ((1, 'L'), (3, 'RGB'), (4, 'RGBA')):
        assert format_of(np.zeros((2, 3, channels))).color_model == model
    assert format_of(np.zeros((2, 3, 3)), 'BGR').color_model == 'BGR'
    with pytest.raises(ValueError, match='2 channels, wanted 1, 3 or 4'):
        format_of(np.zeros((2, 3, 2)))


def test_a_format_out_of_its_cell() -> None:
    """Zeros are what is not known."""
    made = format_in(PACKED.pack(4, 3, 0, 2, 6))
    assert repr(made) == repr(ImageFormat(4, 3, color_model=2, channel_datatype=6))
