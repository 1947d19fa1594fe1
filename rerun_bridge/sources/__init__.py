"""Where messages come from: bags today, live graphs later."""

from __future__ import annotations

from rerun_bridge.sources.base import Loss, Progress, Source
from rerun_bridge.sources.mcap import McapSource

__all__ = ['Loss', 'McapSource', 'Progress', 'Source']
