"""Archetypes are tested where misuse raises; that it warns elsewhere has tests of its own."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.misuse import set_strict


@pytest.fixture(autouse=True)
def _strict() -> None:
    set_strict(True)
