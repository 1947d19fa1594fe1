"""What concerns the recording itself."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes import Clear
from test.support.archetypes import logged


def test_clear_with_or_without_what_is_below() -> None:
    """By a flag or by name."""
    assert logged(Clear(recursive=True)) == logged(Clear.recursive()) == {'is_recursive': [True]}
    assert logged(Clear(recursive=False)) == logged(Clear.flat()) == {'is_recursive': [False]}
