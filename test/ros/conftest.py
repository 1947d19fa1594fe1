"""What these tests share: a graph of their own, on the loopback interface."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Yield a node that publishes and calls, on a domain that nobody else is likely to be on."""
    import rclpy

    from test.support.dds_publisher import LOOPBACK
    from test.support.ros_graph import Robot

    monkeypatch.setenv('CYCLONEDDS_URI', LOOPBACK)
    monkeypatch.setenv('ROS_DOMAIN_ID', str(random.SystemRandom().randrange(1, 200)))
    context = rclpy.Context()
    rclpy.init(context=context)
    made = Robot(context)
    try:
        yield made
    finally:
        made.close()
        rclpy.shutdown(context=context)
