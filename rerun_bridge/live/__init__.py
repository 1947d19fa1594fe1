"""A running graph into a recording: what is subscribed, what is forwarded, and for how long."""

from __future__ import annotations

from rerun_bridge.live.graph_change import NOBODY, GraphChange
from rerun_bridge.live.live_bridge import LiveBridge
from rerun_bridge.live.recordings import Recordings
from rerun_bridge.live.session import LiveSession, LiveStatus
from rerun_bridge.live.statistics import TopicCount

__all__ = [
    'NOBODY',
    'GraphChange',
    'LiveBridge',
    'LiveSession',
    'LiveStatus',
    'Recordings',
    'TopicCount',
]
