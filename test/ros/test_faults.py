"""What a robot must never feel, and what must never be lost."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from std_msgs.msg import Float64

from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from test.ros.reading import numbers
from test.support.grpc_web import as_recording
from test.support.proxy import free_port, present, proxy
from test.support.ros_graph import LATCHED, Robot
from test.support.ros_processes import Process, bridge, eventually

FLOOD = """
    import rclpy
    from sensor_msgs.msg import Image
    rclpy.init()
    node = rclpy.create_node('flood')
    image = Image(height=1000, width=1000, encoding='mono8', step=1000, data=bytes(1_000_000))
    publisher = node.create_publisher(Image, '/flood', 5)
    while not publisher.get_subscription_count():
        pass
    while True:
        publisher.publish(image)
"""


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


def test_a_flood_costs_whoever_floods(robot: Robot, tmp_path: Path) -> None:
    """What is small arrives whole; services answer; it ends in time."""
    path, config = tmp_path / 'out.rrd', tmp_path / 'rules.yaml'
    config.write_text('topics: {rules: {/flood: {max_hz: 1}}}\nlive: {queue_bytes: 8 MB}\n')
    topic = robot.publisher(Float64, '/number')
    with (
        bridge(tmp_path, f'save:={path}', f'config:={config}') as process,
        Process([sys.executable, '-c', textwrap.dedent(FLOOD)], tmp_path),
    ):
        assert eventually(lambda: robot.forwarded('/flood') > 50)
        for first in range(0, 200, 20):
            robot.publish(topic, floats(*range(first, first + 20)))
        assert robot.trigger('start') == (True, 'active already')
        assert process.end() == 0
    assert numbers(path, '/number') == list(range(200))


@pytest.mark.judge
def test_a_viewer_that_comes_late_and_is_killed(robot: Robot, tmp_path: Path, judge: Path) -> None:
    """The file has everything; each viewer has what came while it was there, and what lasts."""
    path, port = tmp_path / 'out.rrd', free_port()
    topic, latched = robot.publisher(Float64, '/number'), robot.publisher(Float64, '/fix', LATCHED)
    latched.publish(Float64(data=42.0))
    with bridge(
        tmp_path, f'save:={path}', 'viewer:=connect', f'addr:=127.0.0.1:{port}'
    ) as process:
        robot.publish(topic, floats(1))  # nobody is there
        assert eventually(lambda: robot.forwarded('/number') == 1)
        for value in (2, 3):
            with proxy(judge, port):
                assert eventually(lambda: '/fix' in _entities(port))
                robot.publish(topic, floats(value))
                assert eventually(lambda: '/number' in _entities(port))
        assert process.end() == 0
    assert numbers(path, '/number') == [1, 2, 3]


def _entities(port: int) -> set[str]:
    found = read_rrd(as_recording(present(port)))
    return {str(each.chunk.entity_path) for each in found if isinstance(each, FoundChunk)}
