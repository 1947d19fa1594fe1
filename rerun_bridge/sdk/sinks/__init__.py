"""Where the messages of a recording go."""

from __future__ import annotations

from rerun_bridge.sdk.sinks.base import LogSink
from rerun_bridge.sdk.sinks.file import FileSink
from rerun_bridge.sdk.sinks.memory import MemorySink

__all__ = ['FileSink', 'LogSink', 'MemorySink']
