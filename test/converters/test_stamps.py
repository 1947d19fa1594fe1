"""Stamps are exact nanoseconds."""

from __future__ import annotations

import numpy as np

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.stamps import header_stamp_path, stamps_ns


def test_nanoseconds_are_exact() -> None:
    """Seconds and nanoseconds join without a float; times before 1970 are negative."""
    columns = Columns(
        2,
        {
            'header.stamp.sec': np.array([1_700_000_000, -1], '<i4'),
            'header.stamp.nanosec': np.array([123_456_789, 999_999_999], '<u4'),
        },
    )
    assert stamps_ns(columns).tolist() == [1_700_000_000_123_456_789, -1]


def test_where_a_stamp_is() -> None:
    """The header's comes first, then the message's own; other types have none."""
    both = {'sec': np.zeros(1, 'i4'), 'nanosec': np.zeros(1, 'u4')}
    header = {f'header.stamp.{name}': values for name, values in both.items()}
    own = {f'stamp.{name}': values for name, values in both.items()}
    assert header_stamp_path(Columns(1, {**own, **header})) == 'header.stamp'
    assert header_stamp_path(Columns(1, own)) == 'stamp'
    assert header_stamp_path(Columns(1, {'stamp': np.zeros(1)})) is None
