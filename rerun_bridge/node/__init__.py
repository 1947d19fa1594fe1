"""The bridge as a ROS 2 node: the edge to rclpy."""

from __future__ import annotations

from rerun_bridge.node.running import main

__all__ = ['main']
