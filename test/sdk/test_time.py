"""Time columns."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sdk.time import TimeColumn, Timeline, TimeType
from test.support.chunks import STAMP, times


@pytest.mark.parametrize(
    ('values', 'is_sorted'),
    [
        ([], True),
        ([5], True),
        ([1, 1, 2], True),
        ([2, 1], False),
        ([2**62, -(2**62)], False),
        ([-(2**63) + 1, 2**63 - 1], True),
    ],
)
def test_sorted_means_no_step_back(values: list[int], is_sorted: bool) -> None:
    """Readers trust it; the whole range of int64 counts."""
    assert times(STAMP, *values).is_sorted is is_sorted


def test_a_column_is_made_of_a_name_and_times() -> None:
    """As in rerun-sdk; whoever has a timeline and numbers gives those."""
    made = TimeColumn('since', duration=[0.5, 1])
    assert made.timeline == Timeline('since', TimeType.DURATION)
    assert made.values.tolist() == [500_000_000, 1_000_000_000]
    assert made == TimeColumn(made.timeline, made.values)


def test_a_column_has_one_kind_of_times() -> None:
    """Neither none nor two."""
    with pytest.raises(ValueError, match='exactly one'):
        TimeColumn('step')  # type: ignore[call-overload]
    with pytest.raises(ValueError, match='exactly one'):
        TimeColumn('step', sequence=[1], duration=[1])  # type: ignore[call-overload]


def test_numpy_arrays_are_taken_as_they_are() -> None:
    """The numbers are the same, in nanoseconds."""
    stamps = np.array(['2024-01-01T00:00:01', '2024-01-01'], 'datetime64[s]')
    made = TimeColumn('when', timestamp=stamps)
    assert made.values.tolist() == [1_704_067_201_000_000_000, 1_704_067_200_000_000_000]
    assert not made.is_sorted
