"""Numbers as people read them."""

from __future__ import annotations

import pytest

from rerun_bridge.cli.quantities import (
    byte_text,
    count_text,
    duration_text,
    hz_text,
    time_text,
)


@pytest.mark.parametrize(
    ('size', 'text'),
    [
        (0, '0 B'),
        (999, '999 B'),
        (1000, '1.00 kB'),
        (12_340, '12.3 kB'),
        (999_499, '999 kB'),
        (999_600, '1.00 MB'),
        (123_456_789, '123 MB'),
        (4_200_000_000, '4.20 GB'),
        (5e12, '5.00 TB'),
        (5e16, '50000 TB'),
    ],
)
def test_bytes(size: float, text: str) -> None:
    """Three digits, the unit that fits."""
    assert byte_text(size) == text


def test_counts() -> None:
    """Thousands are told apart, one is one."""
    assert count_text(1, 'message') == '1 message'
    assert count_text(0, 'message') == '0 messages'
    assert count_text(1234567, 'message') == '1,234,567 messages'


@pytest.mark.parametrize(
    ('seconds', 'text'), [(0.126, '0.13 s'), (59.9, '59.90 s'), (65, '1:05'), (3723, '1:02:03')]
)
def test_durations(seconds: float, text: str) -> None:
    """Seconds, minutes, hours."""
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ('hz', 'text'), [(0.1, '0.1'), (9.987, '9.99'), (99.9, '100'), (1234, '1,234')]
)
def test_rates(hz: float, text: str) -> None:
    """Three digits at most below a thousand."""
    assert hz_text(hz) == text


@pytest.mark.parametrize(
    ('time_ns', 'text'),
    [
        (1_699_383_597_203_067_508, '2023-11-07 18:59:57.203 UTC'),
        (0, '1970-01-01 00:00:00.000 UTC'),
        (-(2**63), '1677-09-21 00:12:43.145 UTC'),
        (2**63 - 1, '2262-04-11 23:47:16.854 UTC'),
    ],
)
def test_times(time_ns: int, text: str) -> None:
    """UTC to the millisecond, over all of int64."""
    assert time_text(time_ns) == text
