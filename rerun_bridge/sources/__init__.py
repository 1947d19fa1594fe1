"""Where messages come from: bags today, live graphs later."""

from __future__ import annotations

from rerun_bridge.sources.bag import open_bag, open_bags
from rerun_bridge.sources.base import Loss, Progress, Source

__all__ = ['Loss', 'Progress', 'Source', 'open_bag', 'open_bags']
