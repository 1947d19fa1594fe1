"""Layouts, where Rerun has them."""

from __future__ import annotations

import rerun_bridge as rr
import rerun_bridge.blueprint as rrb
from rerun_bridge.sdk import blueprint


def test_it_is_what_the_sdk_has() -> None:
    """All of it, under the same names, by either way."""
    assert rrb.__all__ == blueprint.__all__
    assert all(getattr(rrb, name) is getattr(blueprint, name) for name in blueprint.__all__)
    assert rr.blueprint is rrb
