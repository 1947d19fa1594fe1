"""Memory that keeps the messages of a recording."""

from __future__ import annotations

from rerun_bridge.sdk.log_msg import LogMsg

__all__ = ['MemorySink']


class MemorySink:
    """Keeps every message in :attr:`messages`."""

    def __init__(self) -> None:
        self.messages: list[LogMsg] = []

    def send(self, msg: LogMsg) -> None:
        """Keep a message."""
        self.messages.append(msg)

    def flush(self, timeout: float) -> bool:
        """Return at once: everything is here."""
        return True

    def close(self) -> None:
        """Keep the messages; no more are expected."""
