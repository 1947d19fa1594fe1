"""Which definition a type has: what is installed, unless publishers mean another one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from rclpy.qos import qos_profile_system_default
from std_msgs.msg import Float64
from std_srvs.srv import SetBool

from test.ros.reading import cells, entities, numbers
from test.support.ros_graph import Robot
from test.support.ros_processes import bridge

OTHER_HASH = f'RIHS01_{"0" * 64}'


def test_a_node_is_asked_where_another_version_is_installed(robot: Robot, tmp_path: Path) -> None:
    """And it is a type that no distro has."""
    pytest.importorskip('type_description_interfaces', reason='no rclpy')  # Humble asks nobody
    path, unknown = tmp_path / 'out.rrd', tmp_path / 'unknown'
    (unknown / 'rosbags').mkdir(parents=True)
    (unknown / 'rosbags' / '__init__.py').write_text('raise ImportError\n')
    share = tmp_path / 'prefix' / 'share' / 'std_msgs' / 'msg'
    share.mkdir(parents=True)
    (share / 'Float64.msg').write_text('float32 wrong\n')
    hashes = [{'type_name': 'std_msgs/msg/Float64', 'hash_string': OTHER_HASH}]
    (share / 'Float64.json').write_text(json.dumps({'type_hashes': hashes}))
    prefixes = f'{tmp_path / "prefix"}{os.pathsep}{os.environ["AMENT_PREFIX_PATH"]}'
    topic = robot.publisher(Float64, '/number')
    with bridge(
        tmp_path, f'save:={path}', first=unknown, environment={'AMENT_PREFIX_PATH': prefixes}
    ) as process:
        robot.publish(topic, [Float64(data=float(value)) for value in range(10)])
        assert process.end() == 0
    assert numbers(path, '/number') == list(range(10))


def test_events_of_services(robot: Robot, tmp_path: Path) -> None:
    """Hidden topics, of types that are no messages of their own."""
    introspection = pytest.importorskip('rclpy.service_introspection', reason='no rclpy')
    path = tmp_path / 'out.rrd'

    def answer(request: SetBool.Request, response: SetBool.Response) -> SetBool.Response:
        response.success = request.data
        return response

    service = robot.node.create_service(SetBool, '/switch', answer)
    service.configure_introspection(
        robot.node.get_clock(),
        qos_profile_system_default,
        introspection.ServiceIntrospectionState.CONTENTS,
    )
    with bridge(tmp_path, f'save:={path}', 'include_hidden:=true') as process:
        assert process.says('/switch/_service_event is published: std_srvs/srv/SetBool_Event')
        assert robot.call(SetBool, '/switch', SetBool.Request(data=True)).success
        robot.await_diagnostics()
        assert process.end() == 0
        assert 'not installed' not in process.said()
    assert '/switch/_service_event' in entities(path)
    kept = 'std_srvs.srv.SetBool_Event:info.event_type'
    found = [value for _, (value,) in cells(path, '/switch/_service_event', kept)]
    assert found == [1, 2]
