"""``rerun-bridge`` on the graph of the ROS 2 that is sourced."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from std_msgs.msg import Float64

from test.ros.reading import numbers
from test.support.ros_graph import Robot
from test.support.ros_processes import ROOT, Process


def command(folder: Path, *arguments: str) -> Process:
    """Start the command line's program."""
    environment = {'PYTHONPATH': os.pathsep.join([str(ROOT), os.environ.get('PYTHONPATH', '')])}
    return Process([sys.executable, '-m', 'rerun_bridge', *arguments], folder, environment)


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


def test_live(robot: Robot, tmp_path: Path) -> None:
    """As over DDS, through ROS's own middleware."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with command(tmp_path, 'live', '--source', 'ros', '--save', str(path)) as process:
        robot.publish(topic, floats(*range(100)))
        assert process.end() == 0
        assert '/number' in process.said()
    assert numbers(path, '/number') == list(range(100))


def test_topics(robot: Robot, tmp_path: Path) -> None:
    """What is there, and what would be drawn."""
    robot.publisher(Float64, '/number')
    with command(tmp_path, 'topics', '--source', 'ros') as process:
        assert process.ended() == 0
        assert '/number' in process.said()
        assert 'std_msgs/msg/Float64' in process.said()


def test_doctor(robot: Robot, tmp_path: Path) -> None:
    """It looks at the graph, and ends."""
    robot.publisher(Float64, '/number')
    with command(tmp_path, 'doctor', '/number', '--source', 'ros') as process:
        assert process.ended() in (0, 3)
        assert 'Traceback' not in process.said()
        assert '/number' in process.said()
