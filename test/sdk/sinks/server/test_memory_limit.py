"""Limits of memory."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.sinks.server.memory_limit import memory_limit_bytes


def test_bytes_are_bytes_and_shares_are_of_what_the_machine_has() -> None:
    """As in Rerun's own words."""
    assert memory_limit_bytes(12345) == 12345
    whole = memory_limit_bytes('100%')
    assert whole > 1 << 28
    assert memory_limit_bytes('25%') == whole // 4
    assert memory_limit_bytes('12.5 %') == whole // 8


@pytest.mark.parametrize('limit', ['', '%', '25', 'a%', '-1%', '1.2.3%', -1])
def test_anything_else_is_refused(limit: int | str) -> None:
    """With what is wanted."""
    with pytest.raises(ValueError, match='memory limit'):
        memory_limit_bytes(limit)
