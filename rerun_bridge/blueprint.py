"""Layouts, where Rerun has them: ``import rerun_bridge.blueprint as rrb``."""

from __future__ import annotations

from rerun_bridge.sdk.blueprint import *  # noqa: F403  (the same names)
from rerun_bridge.sdk.blueprint import __all__ as __all__
