"""The package inside of a user's own node: messages to log, and the bridge for topics."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip('rclpy', reason='no rclpy')

import rclpy
from geometry_msgs.msg import TransformStamped, Twist
from rclpy.serialization import deserialize_message
from rosidl_runtime_py.utilities import get_message
from sensor_msgs.msg import LaserScan
from std_msgs.msg import Float64
from tf2_msgs.msg import TFMessage

import rerun_bridge as rr
from demo.definitions import ROBOT_STATUS
from demo.robot_bag import robot_bag
from demo.write_mcap import write_mcap
from rerun_bridge.conversion import convert
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sources import open_bag
from test.ros.reading import entities, numbers, texts
from test.support.recordings import chunks_in, rows_of, same_cells
from test.support.ros_graph import Robot
from test.support.ros_processes import ROOT, Process, eventually


def scan() -> LaserScan:
    """Return a scan of a wall."""
    message = LaserScan(angle_min=-1.0, angle_max=1.0, angle_increment=0.1, range_max=10.0)
    message.header.frame_id = 'laser'
    message.ranges = [float(value) for value in np.linspace(1.0, 3.0, 21)]
    return message


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


def example(folder: Path, name: str, path: Path) -> Process:
    """Start an example that writes a file."""
    environment = {'PYTHONPATH': os.pathsep.join([str(ROOT), os.environ.get('PYTHONPATH', '')])}
    command = [sys.executable, str(ROOT / 'examples' / name), '--save', str(path)]
    return Process(command, folder, environment)


def test_messages_are_logged_as_the_bridge_draws_them(tmp_path: Path) -> None:
    """Of every type of the demo robot, object by object: the same as from a bag of them."""
    streams = [each for each in robot_bag('robot', seconds=1.0) if each.type_name != ROBOT_STATUS]
    write_mcap(tmp_path / 'robot.mcap', streams, 'none')
    with open_bag(tmp_path / 'robot.mcap') as bag, RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'bag.rrd'))
        assert convert(bag, recording).clean
    with RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'logged.rrd'))
        for stream in streams:
            kind: Any = get_message(stream.type_name)
            for row in range(len(stream)):
                message = deserialize_message(bytes(stream.message(row)), kind)
                rr.log(stream.topic, message, static=stream.latched, recording=recording)
    logged, bagged = (rows_of(chunks_in(tmp_path / name)) for name in ('logged.rrd', 'bag.rrd'))
    for stream in streams:
        for entity in (each for each in bagged if _is_below(each, stream.topic)):
            for component, cells in bagged[entity].items():
                same = same_cells(logged.get(entity, {}).get(component, []), cells)
                assert same, (stream.topic, entity, component)


def _is_below(entity: str, topic: str) -> bool:
    return entity == topic or entity.startswith(f'{topic}/')


def test_times_of_the_program(tmp_path: Path) -> None:
    """Those that were set are there beside the message's own."""
    path = tmp_path / 'out.rrd'
    with RecordingStream('mine') as recording:
        recording.save(path)
        rr.set_time('frame', sequence=7, recording=recording)
        rr.log('/speed', Twist(), recording=recording)
    chunk = next(
        each for each in chunks_in(path) if each.times and str(each.entity_path) == '/speed/linear'
    )
    found = {column.timeline.name: column.values.tolist() for column in chunk.times}
    assert found['frame'] == [7]
    assert {'log_time', 'ros_time'} <= found.keys()


@pytest.mark.parametrize('is_spun', [True, False])
def test_the_bridge_in_a_node(robot: Robot, tmp_path: Path, is_spun: bool) -> None:
    """Chosen topics, the node's own among them, beside what the program logs itself."""
    path = tmp_path / 'out.rrd'
    node = robot.node
    if not is_spun:  # messages are taken all the same
        node = rclpy.create_node('own', context=robot.node.context)
    one, other, own = (
        robot.publisher(Float64, '/one'),
        robot.publisher(Float64, '/other'),
        node.create_publisher(Float64, '/own', 10),
    )
    with RecordingStream('mine') as recording:
        recording.save(path)
        with rr.LiveBridge(node, ['/one', '/own'], recording) as bridge:
            robot.publish(one, floats(*range(100)))
            robot.publish(own, floats(7))
            assert not other.get_subscription_count()
            recording.log('/logged', rr.Scalars(5.0))
        assert bridge.failure is None
        counts = {each.channel.topic: each.messages for each in bridge.close().stats}
    if not is_spun:
        node.destroy_node()
    assert counts == {'/one': 100, '/own': 1}
    assert numbers(path, '/one') == list(range(100))
    assert numbers(path, '/own') == [7]
    assert numbers(path, '/logged') == [5]


def test_the_example_with_the_bridge(robot: Robot, tmp_path: Path) -> None:
    """It runs, and Ctrl-C ends it cleanly with all that came."""
    path = tmp_path / 'out.rrd'
    scans, frames = robot.publisher(LaserScan, '/scan'), robot.publisher(TFMessage, '/tf')
    transform = TransformStamped(child_frame_id='laser')
    transform.header.frame_id = 'base'
    transform.transform.rotation.w = 1.0
    with example(tmp_path, 'bridge_in_a_node.py', path) as process:
        robot.publish(scans, [scan()])
        robot.publish(frames, [TFMessage(transforms=[transform])])
        assert process.end() == 0, process.said()
    assert {'/scan', '/tf'} <= entities(path)


def test_the_example_that_logs(robot: Robot, tmp_path: Path) -> None:
    """Messages and what it makes of them."""
    path = tmp_path / 'out.rrd'
    scans = robot.publisher(LaserScan, '/scan')
    with example(tmp_path, 'robot_node.py', path) as process:
        robot.publish(scans, [scan()])
        assert eventually(lambda: path.exists() and _has(path, '/distance'))
        assert process.end() == 0, process.said()
    assert numbers(path, '/distance') == [1.0]
    assert '/scan' in entities(path)


def _has(path: Path, entity: str) -> bool:
    return bool(numbers(path, entity))


def test_the_bridge_says_what_happens(
    robot: Robot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """By ``logging``, and in the recording."""
    caplog.set_level(logging.INFO, 'rerun_bridge')
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with RecordingStream('mine') as recording:
        recording.save(path)
        with rr.LiveBridge(robot.node, ['/number'], recording):
            robot.publish(topic, floats(1))
    assert '/number is published: std_msgs/msg/Float64' in caplog.messages
    assert any('/number is published' in line for line in texts(path, '/rerun_bridge/log'))
