"""A whole robot through the node: the same recording as from a bag of the same messages."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from rosidl_runtime_py.utilities import get_message

from demo.definitions import ROBOT_STATUS
from demo.log_order import log_order
from demo.robot_bag import robot_bag
from demo.write_mcap import write_mcap
from rerun_bridge.conversion import convert
from rerun_bridge.live.statistics import OWN_PATH
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sources import open_bag
from test.support.recordings import chunks_in, rows_of, same_cells
from test.support.ros_graph import LATCHED, Robot
from test.support.ros_processes import LIMIT_S, bridge, eventually

HZ = 1000.0


def installed(type_name: str) -> Any:
    """Return the class of a type; None where it is not installed, as the robot's own."""
    try:
        return get_message(type_name)
    except ImportError:
        return None


@pytest.mark.parametrize('seconds', [2.0])
def test_a_robot_live_is_the_same_as_from_a_bag(
    robot: Robot, tmp_path: Path, seconds: float
) -> None:
    """Every topic of the demo robot, every row, every value."""
    streams = [each for each in robot_bag('robot', seconds=seconds) if installed(each.type_name)]
    assert {each.type_name for each in robot_bag('robot', seconds=0.1)} <= {
        ROBOT_STATUS,
        *(each.type_name for each in streams),
    }
    write_mcap(tmp_path / 'robot.mcap', streams, 'none')
    with open_bag(tmp_path / 'robot.mcap') as bag, RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'bag.rrd'))
        assert convert(bag, recording).clean
    path = tmp_path / 'live.rrd'
    with bridge(
        tmp_path,
        f'save:={path}',
        "topics.exclude:=['/parameter_events']",
        arguments=['--disable-rosout-logs'],
    ) as process:
        publishers = [
            robot.publisher(installed(each.type_name), each.topic, LATCHED)
            if each.latched
            else robot.publisher(installed(each.type_name), each.topic)
            for each in streams
        ]
        assert eventually(lambda: all(each.get_subscription_count() for each in publishers))
        assert process.says('/diagnostics is published')  # to which others listen, too
        for stream, row in log_order(streams):
            publishers[stream].publish(bytes(streams[stream].message(row)))
            time.sleep(1 / HZ)
        end = time.monotonic() + LIMIT_S
        for stream in streams:
            while robot.forwarded(stream.topic) < len(stream):
                assert time.monotonic() < end, (stream.topic, robot.forwarded(stream.topic))
                time.sleep(0.02)
        assert process.end() == 0
        assert 'dropped' not in process.said()
    live, bagged = (rows_of(chunks_in(each)) for each in (path, tmp_path / 'bag.rrd'))
    others = {each for each in live if each.startswith(f'/{OWN_PATH}/')}
    assert live.keys() - others == bagged.keys()
    for entity, columns in bagged.items():
        assert live[entity].keys() == columns.keys(), entity
        for component, cells in columns.items():
            assert same_cells(live[entity][component], cells), (entity, component)
