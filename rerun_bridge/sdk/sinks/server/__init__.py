"""A server that shows recordings in browsers and viewers."""

from __future__ import annotations

from rerun_bridge.sdk.sinks.server.sink import ServerSink

__all__ = ['ServerSink']
