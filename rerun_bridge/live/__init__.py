"""A running graph into a recording: what is subscribed, what is forwarded, and for how long."""

from __future__ import annotations

from rerun_bridge.live.session import LiveSession, LiveStatus
from rerun_bridge.live.subscriptions import GraphChange

__all__ = ['GraphChange', 'LiveSession', 'LiveStatus']
