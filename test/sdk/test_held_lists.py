"""Values that all rows share are stored once, where every row finds them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from rerun_bridge.sdk.archetypes import Points3D, TextLog
from rerun_bridge.sdk.arrow.exchange import from_pyarrow
from rerun_bridge.sdk.held_lists import earliest_rows, held, hold
from test.support.chunks import COUNT, STAMP, times


def test_the_earliest_row_of_every_timeline() -> None:
    """Increasing and each once; row 0 of a static chunk."""
    assert earliest_rows([times(STAMP, 3, 1, 2), times(COUNT, 5, 6, 4)]).tolist() == [1, 2]
    assert earliest_rows([times(STAMP, 1, 2), times(COUNT, 5, 6)]).tolist() == [0]
    assert earliest_rows([]).tolist() == [0]


@pytest.mark.parametrize('anchors', [[0], [2], [0, 3], [1, 2, 3]])
@pytest.mark.parametrize('value', [['frame µ'], ['a', 'b'], []])
def test_anchors_have_the_value_and_other_rows_are_null(
    anchors: list[int], value: list[str]
) -> None:
    """Also an empty list: it clears."""
    rows = pa.array([['before'], value, ['after']], pa.list_(pa.utf8()))
    one = from_pyarrow(rows).slice(1, 1)
    column = held(one, 4, np.array(anchors))
    column.to_pyarrow().validate(full=True)
    assert column.to_pylist() == [value if row in anchors else None for row in range(4)]
    assert column.null_count == 4 - len(anchors)


def test_a_column_of_one_value_is_held() -> None:
    """And keeps it."""
    lists = TextLog.level.column(['INFO'] * 5).lists
    assert hold(lists, np.array([2])).to_pylist() == [None, None, ['INFO'], None, None]


@pytest.mark.parametrize(
    'rows',
    [
        [['a'], ['a'], ['b']],
        [['a'], None, ['a']],
        [['a'], ['a', 'a']],
        [['a'], []],
        [['a']],
        [],
    ],
)
def test_other_columns_stay_as_they_are(rows: list[list[str] | None]) -> None:
    """Different values, nulls, a single row, none."""
    lists = from_pyarrow(pa.array(rows, pa.list_(pa.utf8())))
    assert hold(lists, np.array([0])) is lists


def test_nan_is_not_held() -> None:
    """It equals nothing, itself neither; what is measured stays per row."""
    lists = Points3D.radii.column(np.full(3, np.nan)).lists
    assert hold(lists, np.array([0])) is lists
