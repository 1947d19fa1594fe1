"""The node, on real ROS 2: what is published ends in a file; services and bad input answer."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd

HAS_ROS = importlib.util.find_spec('rclpy') is not None
if HAS_ROS:
    import rclpy
    from rclpy.qos import DurabilityPolicy, QoSProfile
    from std_msgs.msg import Float64, String
    from std_srvs.srv import Trigger

pytestmark = pytest.mark.skipif(not HAS_ROS, reason='no rclpy')

SOON = 30.0


@pytest.fixture
def node():
    """Return a node that publishes and calls."""
    os.environ.setdefault('ROS_DOMAIN_ID', str(20 + os.getpid() % 180))
    rclpy.init()
    made = rclpy.create_node('test')
    yield made
    made.destroy_node()
    rclpy.shutdown()


def started(*parameters: str) -> subprocess.Popen:
    """Start the bridge."""
    command = [sys.executable, '-m', 'rerun_bridge.node', '--ros-args', '-p', 'viewer:=none']
    for parameter in parameters:
        command += ['-p', parameter]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(process: subprocess.Popen) -> str:
    """End the bridge as Ctrl-C does, and return what it said."""
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=SOON)
    return said


def wait_for(condition) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def values_in(path: Path, topic: str) -> list[float]:
    """Return the numbers of a topic in a file."""
    chunks = [each.chunk for each in read_rrd(path.read_bytes()) if isinstance(each, FoundChunk)]
    return [
        value
        for chunk in chunks
        if str(chunk.entity_path) == topic
        for column in chunk.components
        if column.descriptor.component == 'Scalars:scalars'
        for row in column.lists.to_pylist()
        for value in row or ()
    ]


def call(node, name: str) -> Trigger.Response:
    """Call a service of the bridge."""
    client = node.create_client(Trigger, f'/rerun_bridge/{name}')
    assert client.wait_for_service(SOON)
    future = client.call_async(Trigger.Request())
    rclpy.spin_until_future_complete(node, future, timeout_sec=SOON)
    return future.result()


@pytest.mark.parametrize('attempt', range(3))
def test_what_is_published_is_recorded(node, tmp_path: Path, attempt: int) -> None:
    """Volatile messages while it runs, and latched ones from before."""
    latched = node.create_publisher(
        String, '/latched', QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    )
    latched.publish(String(data='here'))
    numbers = node.create_publisher(Float64, '/number', 10)
    target = tmp_path / 'out.rrd'
    process = started(f'save:={target}')
    try:
        wait_for(lambda: numbers.get_subscription_count() and latched.get_subscription_count())
        time.sleep(0.5)
        for i in range(50):
            numbers.publish(Float64(data=float(i)))
            time.sleep(0.01)
        time.sleep(0.5)
    finally:
        said = ended(process)
    assert process.returncode == 0, said
    assert values_in(target, '/number') == [float(i) for i in range(50)]
    assert any(
        isinstance(each, FoundChunk) and str(each.chunk.entity_path) == '/latched'
        for each in read_rrd(target.read_bytes())
    )


def test_services(node, tmp_path: Path) -> None:
    """Pause, stop and start answer; what is not there yet says so."""
    process = started(f'save:={tmp_path / "out.rrd"}')
    try:
        assert call(node, 'pause').success
        assert call(node, 'resume').success
        assert call(node, 'reload_config').success
        assert not call(node, 'split').success
        assert call(node, 'stop').success
        assert not call(node, 'pause').success
        assert call(node, 'start').success
    finally:
        said = ended(process)
    assert process.returncode == 0, said


def test_a_wrong_configuration_is_one_line(node, tmp_path: Path) -> None:
    """And exit code 2."""
    config = tmp_path / 'bridge.yaml'
    config.write_text('topics:\n  rules:\n    /scan: {max_hz: ten}\n')
    process = started(f'config:={config}')
    said, _ = process.communicate(timeout=SOON)
    assert process.returncode == 2, said
    assert 'bridge.yaml:3' in said
