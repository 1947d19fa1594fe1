"""Limits of batches, as Rerun's environment variables say them."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.batch_limits import BatchLimits, number_of_bytes


def test_what_holds_where_nothing_is_said() -> None:
    """As Rerun documents it, but for the bytes: a chunk has several pictures."""
    limits = BatchLimits.from_environment({})
    assert limits.tick_s is None
    assert limits.num_bytes == 4 * 1024 * 1024
    assert limits.num_rows is None
    assert limits.rows_if_unsorted == 8192


def test_the_environment_says_otherwise() -> None:
    """All four, and an old name of the last."""
    limits = BatchLimits.from_environment(
        {
            'RERUN_FLUSH_TICK_SECS': '0.5',
            'RERUN_FLUSH_NUM_BYTES': '10MB',
            'RERUN_FLUSH_NUM_ROWS': '7',
            'RERUN_CHUNK_MAX_ROWS_IF_UNSORTED': '9',
        }
    )
    found = limits.tick_s, limits.num_bytes, limits.num_rows, limits.rows_if_unsorted
    assert found == (0.5, 10_000_000, 7, 9)
    old = BatchLimits.from_environment({'RERUN_MAX_CHUNK_ROWS_IF_UNSORTED': '3'})
    assert old.rows_if_unsorted == 3


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('RERUN_FLUSH_TICK_SECS', 'soon'),
        ('RERUN_FLUSH_TICK_SECS', '-1'),
        ('RERUN_FLUSH_TICK_SECS', 'nan'),
        ('RERUN_FLUSH_NUM_BYTES', '10 apples'),
        ('RERUN_FLUSH_NUM_ROWS', '0'),
        ('RERUN_FLUSH_NUM_ROWS', '1.5'),
        ('RERUN_CHUNK_MAX_ROWS_IF_UNSORTED', ''),
    ],
)
def test_nonsense_warns_and_does_not_count(
    name: str, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The usual limit holds."""
    limits, usual = BatchLimits.from_environment({name: text}), BatchLimits()
    for field in BatchLimits.__slots__:
        assert getattr(limits, field) == getattr(usual, field)
    assert [record.getMessage() for record in caplog.records] == [
        f'{name}={text!r} is not understood and does not count'
    ]


@pytest.mark.parametrize(
    ('text', 'size'),
    [('4096', 4096), ('10MB', 10**7), ('1.5 GiB', 3 * 2**29), (' 2kb ', 2000), ('7B', 7)],
)
def test_sizes(text: str, size: int) -> None:
    """In bytes, or units of 1000 or 1024."""
    assert number_of_bytes(text) == size


@pytest.mark.parametrize('text', ['', 'MB', '-1', '1 XB', '1e3', '0x10'])
def test_what_is_no_size(text: str) -> None:
    """Is refused."""
    with pytest.raises(ValueError, match='no size'):
        number_of_bytes(text)
