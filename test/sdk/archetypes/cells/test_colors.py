"""Colours, however they come."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.sdk.archetypes import Points3D

COLORS = Points3D.colors
BYTE = st.integers(0, 255)


def numbers(value: Any) -> list[int]:
    """Return the colours of a row."""
    found: list[int] = COLORS.rows([COLORS.cell(value)]).lists.to_pylist()[0]
    return found


@given(st.lists(st.tuples(BYTE, BYTE, BYTE, BYTE), min_size=1, max_size=5))
def test_all_ways_to_say_a_color_mean_the_same(rgba: list[tuple[int, int, int, int]]) -> None:
    """As 0xRRGGBBAA."""
    wanted = [(r << 24) + (g << 16) + (b << 8) + a for r, g, b, a in rgba]
    array = np.array(rgba)
    assert numbers(rgba) == wanted
    assert numbers([list(each) for each in rgba]) == wanted
    assert numbers(array) == wanted
    assert numbers(array.astype(np.uint8)) == wanted
    assert numbers(np.asfortranarray(array.astype(np.uint8))) == wanted
    assert numbers(array / 255) == wanted
    assert numbers((array / 255).tolist()) == wanted
    assert numbers(np.array(wanted, np.uint32)) == wanted
    assert [numbers(each)[0] for each in rgba] == wanted
    assert [numbers(each)[0] for each in wanted] == wanted
    opaque = [each | 0xFF for each in wanted]
    assert numbers(array[:, :3].astype(np.uint8)) == opaque
    assert numbers([each[:3] for each in rgba]) == opaque


def test_rgb_and_rgba_together() -> None:
    """Each as it is."""
    assert numbers([(1, 2, 3), (1, 2, 3, 4)]) == [0x010203FF, 0x01020304]


def test_numbers_in_a_row() -> None:
    """Three or four up to 255 are one colour, others one each."""
    assert numbers([1, 2, 3]) == [0x010203FF]
    assert numbers([1, 2]) == [1, 2]
    assert numbers([256, 2, 3]) == [256, 2, 3]
    assert numbers(np.array([1, 2, 3], np.uint32)) == [1, 2, 3]
    assert numbers([]) == []


def test_floats_beyond_one_are_as_bright_as_can_be() -> None:
    """And those below zero are dark."""
    assert numbers([2.0, -1.0, 0.5]) == [0xFF0080FF]
    assert numbers([float('nan'), float('inf'), 0.0]) == [0x00FF00FF]


@pytest.mark.parametrize(
    'value',
    ['red', np.zeros((2, 5), np.uint8), [[1, 2, 300]], -1, 2**32, [[1, 2]]],
    ids=repr,
)
def test_other_things_are_no_color(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='Points3D:colors: '):
        COLORS.cell(value)
