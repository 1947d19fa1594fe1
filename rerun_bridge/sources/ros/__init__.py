"""Reads a running robot through a node of ROS 2."""

from __future__ import annotations

from rerun_bridge.sources.ros.joining import open_live
from rerun_bridge.sources.ros.source import RosSource

__all__ = ['RosSource', 'open_live']
