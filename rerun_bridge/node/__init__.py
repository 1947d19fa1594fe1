"""The bridge as a ROS 2 node: the edge to rclpy."""

from __future__ import annotations

import sys

__all__ = ['main']


def main() -> None:
    """Run the node; a signal ends it cleanly, even while it is being loaded."""
    try:
        from rerun_bridge.node.running import run

        run()
    except KeyboardInterrupt:
        sys.exit(0)
