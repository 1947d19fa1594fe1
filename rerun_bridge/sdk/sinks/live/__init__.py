"""A client of viewers: sends a recording while it is made."""

from __future__ import annotations

from rerun_bridge.sdk.sinks.live.sink import StreamSink

__all__ = ['StreamSink']
