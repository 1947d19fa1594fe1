"""Time columns."""

from __future__ import annotations

import pytest

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
