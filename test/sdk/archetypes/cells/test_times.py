"""Times and durations, of rows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest

from rerun_bridge.sdk.archetypes import RecordingInfo, VideoFrameReference

START = RecordingInfo.start_time
NOON = datetime(2024, 5, 1, 12, 0, 0, 123456)
NS = 1714564800123456000


@pytest.mark.parametrize(
    'value',
    [
        NS,
        NOON,
        NOON.replace(tzinfo=timezone.utc),
        NOON.replace(tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=9))),
        np.datetime64(NOON),
        np.array([NOON], 'datetime64[us]'),
        [NOON],
        [NS],
    ],
    ids=repr,
)
def test_a_time_however_it_is_said(value: Any) -> None:
    """Nanoseconds since the epoch, without rounding."""
    assert START.rows([START.cell(value)]).lists.to_pylist() == [[NS]]


@pytest.mark.parametrize(
    'value', [1500000, timedelta(milliseconds=1.5), np.timedelta64(1500, 'us')], ids=repr
)
def test_a_duration_however_it_is_said(value: Any) -> None:
    """Nanoseconds."""
    timestamp = VideoFrameReference.timestamp
    assert timestamp.rows([timestamp.cell(value)]).lists.to_pylist() == [[1500000]]


def test_seconds_with_fractions_are_no_nanoseconds() -> None:
    """They would be nearly none."""
    with pytest.raises(TypeError, match='RecordingInfo:start_time: '):
        START.cell(1.5)
