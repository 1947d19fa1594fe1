"""What every sink is."""

from __future__ import annotations

from typing import Protocol

from rerun_bridge.sdk.log_msg import LogMsg

__all__ = ['LogSink']


class LogSink(Protocol):
    """
    Takes the encoded messages of recordings, in order.

    A sink may also say, as an attribute of its class:

    * ``is_live = True``: people watch while it is filled. It gets little at a time, and stays when
      a ``with`` block of its recording ends.
    * ``survives_fork = True``: in a forked child it begins anew by itself. The others are left to
      the parent.
    """

    def send(self, msg: LogMsg) -> None:
        """Take a message; may block."""

    def flush(self, timeout: float) -> bool:
        """Wait until everything is where it should be; return whether it was in time."""

    def close(self) -> None:
        """Finish; idempotent."""
