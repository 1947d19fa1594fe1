"""Formats of pictures, of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import ColorModel, GridMap, ImageFormat

FORMAT = GridMap.format


def row(**arguments: Any) -> dict[str, int | None]:
    """Return the format that a row logs."""
    cell = FORMAT.cell(ImageFormat(width=4, height=3, **arguments))
    found: dict[str, int | None] = FORMAT.rows([cell]).lists.to_pylist()[0][0]
    return {name: number for name, number in found.items() if number is not None}


def test_formats_with_enums_by_any_of_their_names() -> None:
    """What is not given is null."""
    size = {'width': 4, 'height': 3}
    assert row() == size
    assert row(pixel_format='nv12') == {**size, 'pixel_format': 26}
    wanted = {**size, 'color_model': 2, 'channel_datatype': 8}
    for model in ('RGB', 2, ColorModel.RGB):
        for datatype in ('U16', 8, np.uint16, np.dtype('uint16')):
            assert row(color_model=model, channel_datatype=datatype) == wanted


def test_several_rows() -> None:
    """Null, empty, one and two."""
    one = ImageFormat(1, 2, color_model='L')
    cells = [FORMAT.cell(one), None, FORMAT.cell([]), FORMAT.cell([one, one])]
    lists = FORMAT.rows(cells).lists
    lists.to_pyarrow().validate(full=True)
    assert [None if each is None else len(each) for each in lists.to_pylist()] == [1, None, 0, 2]


@pytest.mark.parametrize(
    'value',
    [
        'RGB',
        {'width': 4, 'height': 3},
        ImageFormat(-1, 3),
        ImageFormat(4, 2.5),  # type: ignore[arg-type]
        ImageFormat(4, 3, color_model='XYZ'),
        ImageFormat(4, 3, channel_datatype=np.complex64),
    ],
    ids=repr,
)
def test_other_things_are_no_format(value: Any) -> None:
    """They are refused, by the field's name."""
    with pytest.raises((TypeError, ValueError), match='GridMap:format: '):
        FORMAT.cell(value)
