"""Values of enums, by member, number or name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import FillMode, SeriesPoints, VideoCodec, VideoStream
from rerun_bridge.sdk.archetypes.enums import MarkerShape

MARKERS = SeriesPoints.markers


@pytest.mark.parametrize('value', [MarkerShape.Cross, 4, 'Cross', 'cross', 'CROSS', np.uint8(4)])
def test_a_member_by_any_of_its_names(value: Any) -> None:
    """One instance."""
    assert MARKERS.rows([MARKERS.cell(value)]).lists.to_pylist() == [[4]]


def test_several_members() -> None:
    """In a list or an array; none too."""
    cells = [MARKERS.cell(value) for value in (['Circle', 4], np.array([1, 2]), [])]
    assert MARKERS.rows(cells).lists.to_pylist() == [[1, 4], [1, 2], []]


def test_codecs_are_numbers_of_four_letters() -> None:
    """They need 32 bits."""
    cell = VideoStream.codec.cell('h264')
    assert VideoStream.codec.rows([cell]).lists.to_pylist() == [[int.from_bytes(b'avc1', 'big')]]
    assert VideoStream.codec.cell(VideoCodec.H264) == cell


@pytest.mark.parametrize('value', [0, 99, 'Triangle', 1.5])
def test_there_is_no_other_member(value: Any) -> None:
    """The error says which there are."""
    with pytest.raises(
        ValueError, match=r'SeriesPoints:markers: .* is none of Circle = 1, Diamond'
    ):
        MARKERS.cell(value)


def test_what_is_no_value_at_all() -> None:
    """Is told by its type."""
    with pytest.raises(TypeError, match=r'SeriesPoints:markers: dict, wanted a MarkerShape'):
        MARKERS.cell({'Circle': 1})


def test_enums_are_plain_enums() -> None:
    """Members are numbers, and are found by name and number."""
    assert FillMode.Solid == FillMode(3) == FillMode['Solid'] == 3
