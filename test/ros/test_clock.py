"""Simulated time: nothing before the first ``/clock``, and a new recording where it goes back."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from rosgraph_msgs.msg import Clock
from std_msgs.msg import Float64

from test.ros.reading import cells, recordings
from test.support.ros_graph import Robot
from test.support.ros_processes import bridge, eventually


def clock(second: int) -> Clock:
    """Return a message of the clock."""
    message = Clock()
    message.clock.sec = second
    return message


def test_times_are_the_clocks_and_it_may_go_back(robot: Robot, tmp_path: Path) -> None:
    """As when a bag is played again from its start."""
    path = tmp_path / 'out.rrd'
    time, topic = robot.publisher(Clock, '/clock'), robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}', 'use_sim_time:=true') as process:
        # the node's own clock listens, too
        for count, (second, value) in enumerate([(100, 1.0), (200, 2.0), (50, 3.0)]):
            robot.publish(time, [clock(second)], readers=2)
            robot.publish(topic, [Float64(data=value)])
            assert eventually(lambda: robot.forwarded('/number') == count + 1)  # noqa: B023
        assert process.says('the clock was set back: a new recording begins')
        assert process.end() == 0
    found = [
        (time_ns // 10**9, value)
        for time_ns, (value,) in cells(path, '/number', 'Scalars:scalars', 'ros_time')
    ]
    assert found == [(50, 3.0), (100, 1.0), (200, 2.0)]
    assert len(recordings(path)) == 2


def test_no_clock_is_told(robot: Robot, tmp_path: Path) -> None:
    """After five seconds; it goes on when there is one."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}', 'use_sim_time:=true') as process:
        assert process.says('/clock is not published, and use_sim_time is set')
        assert not topic.get_subscription_count()
        robot.publish(robot.publisher(Clock, '/clock'), [clock(7)], readers=2)
        assert process.says('/clock tells the time now')
        robot.publish(topic, [Float64(data=1.0)])
        assert process.end() == 0
    (found,) = cells(path, '/number', 'Scalars:scalars')
    assert found == (7 * 10**9, [1.0])
