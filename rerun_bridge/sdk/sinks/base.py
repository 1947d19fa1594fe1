"""What every sink is."""

from __future__ import annotations

from typing import Protocol

from rerun_bridge.sdk.log_msg import LogMsg

__all__ = ['LogSink']


class LogSink(Protocol):
    """Takes the encoded messages of recordings, in order."""

    def send(self, msg: LogMsg) -> None:
        """Take a message; may block."""

    def flush(self, timeout: float) -> bool:
        """Wait until everything is where it should be; return whether it was in time."""

    def close(self) -> None:
        """Finish; idempotent."""
