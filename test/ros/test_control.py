"""The node while it runs: parameters, services, lifecycle, diagnostics."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from diagnostic_msgs.msg import DiagnosticStatus
from lifecycle_msgs.msg import State, Transition
from lifecycle_msgs.srv import ChangeState, GetState
from std_msgs.msg import Float64

from rerun_bridge.config.parameters import PARAMETERS
from test.ros.reading import entities, numbers
from test.support.proxy import free_port
from test.support.ros_graph import LATCHED, Robot
from test.support.ros_processes import bridge, eventually

RULE = 'topics: {{rules: {{/number: {{entity_path: {}}}}}}}\n'


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


def change(robot: Robot, transition: int) -> bool:
    """Have the bridge do a transition, as ``ros2 lifecycle set`` does."""
    request = ChangeState.Request(transition=Transition(id=transition))
    success: bool = robot.call(ChangeState, '/rerun_bridge/change_state', request).success
    return success


def state(robot: Robot) -> int:
    """Return the bridge's state, as ``ros2 lifecycle get`` does."""
    found: int = robot.call(
        GetState, '/rerun_bridge/get_state', GetState.Request()
    ).current_state.id
    return found


def test_parameters_are_described(robot: Robot, tmp_path: Path) -> None:
    """Each with its text, its range and when it may be set."""
    with bridge(tmp_path, f'save:={tmp_path / "out.rrd"}'):
        names = [each.name for each in PARAMETERS]
        found = dict(zip(names, robot.describe(*names)))
    for each in PARAMETERS:
        described = found[each.name]
        assert described.description == each.about
        assert described.additional_constraints or each.while_active
        ranges = [(r.from_value, r.to_value) for r in described.integer_range]
        assert ranges == ([] if each.range is None else [each.range])


def test_rules_change_while_it_runs(robot: Robot, tmp_path: Path) -> None:
    """Topics come and go, rules hold from then on, and nothing is lost meanwhile."""
    path = tmp_path / 'out.rrd'
    one, other = robot.publisher(Float64, '/one'), robot.publisher(Float64, '/other')
    with bridge(tmp_path, f'save:={path}', "topics.include:=['/one']") as process:
        robot.publish(one, floats(*range(100)))
        assert not other.get_subscription_count()
        assert robot.set('topics.rules', ['/one: {entity_path: there}']) == (True, '')
        assert robot.set('topics.include', ['/one', '/other']) == (True, '')
        robot.publish(other, floats(5))
        robot.publish(one, floats(*range(100, 200)))
        assert robot.set('topics.exclude', ['/other']) == (True, '')
        assert process.says('/other is not taken any more')
        assert eventually(lambda: not other.get_subscription_count())
        assert process.end() == 0
    assert numbers(path, '/one') + numbers(path, '/there') == list(range(200))
    assert numbers(path, '/other') == [5]


@pytest.mark.parametrize(
    ('name', 'value', 'reason'),
    [
        ('topics.include', ['re:('], "topics.include: 're:(': not a pattern"),
        (
            'topics.rules',
            ['/number: {max_hz: ten}'],
            "topics.rules:1: ['/number'].max_hz: expected",
        ),
        ('max_qos_depth', 1, 'min_qos_depth must not be above max_qos_depth'),
        ('min_qos_depth', -1, 'out of range'),
        ('save', 'other.rrd', 'save: not while the bridge is active: call ~/stop first'),
        ('use_sim_time', True, 'use_sim_time: not while the bridge is active'),
    ],
)
def test_a_parameter_that_cannot_be_so(
    robot: Robot, tmp_path: Path, name: str, value: object, reason: str
) -> None:
    """It is refused with its reason, and all goes on as before."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}') as process:
        assert process.says('/number is published')
        is_set, why = robot.set(name, value)
        assert not is_set
        assert reason in why
        robot.publish(topic, floats(1))
        assert process.end() == 0
    assert numbers(path, '/number') == [1]


def test_the_configuration_is_read_again(robot: Robot, tmp_path: Path) -> None:
    """The new rules hold; of a file that is wrong, the old ones stay."""
    path, file = tmp_path / 'out.rrd', tmp_path / 'bridge.yaml'
    file.write_text(RULE.format('first'))
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}', f'config:={file}') as process:
        robot.publish(topic, floats(1))
        file.write_text(RULE.format('second'))
        assert robot.trigger('reload_config') == (True, 'new rules')
        assert eventually(lambda: robot.forwarded('/number') == 1)
        robot.publish(topic, floats(2))
        file.write_text('topics: [\n')
        is_new, why = robot.trigger('reload_config')
        assert not is_new
        assert why.startswith('the old rules stay: ')
        assert f'{file}:' in why
        robot.publish(topic, floats(3))
        assert process.end() == 0
    assert numbers(path, '/first') == [1]
    assert numbers(path, '/second') == [2, 3]


def test_services(robot: Robot, tmp_path: Path) -> None:
    """Pause and resume, stop and start; what is not there yet says so."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}') as process:
        robot.publish(topic, floats(1))
        assert eventually(lambda: robot.forwarded('/number') == 1)
        assert robot.trigger('pause')[0]
        robot.await_diagnostics()
        assert robot.status('forwarding').message == 'paused'
        robot.publish(topic, floats(2))
        robot.await_diagnostics()
        assert robot.trigger('resume')[0]
        robot.publish(topic, floats(3))
        for name in ('split', 'snapshot'):
            assert robot.trigger(name) == (False, 'not yet: comes with recording control')
        assert robot.trigger('start') == (True, 'active already')
        assert robot.trigger('stop') == (True, 'stopped')
        assert robot.trigger('stop') == (True, 'not active')
        assert numbers(path, '/number') == [1, 3]
        assert state(robot) == State.PRIMARY_STATE_UNCONFIGURED
        assert not robot.trigger('pause')[0]
        assert robot.trigger('reload_config') == (True, 'not active: read again at the start')
        second = tmp_path / 'second.rrd'
        assert robot.set('save', str(second)) == (True, '')
        assert robot.trigger('start') == (True, 'active')
        robot.publish(topic, floats(4))
        assert process.end() == 0
    assert numbers(path, '/number') == [1, 3]
    assert numbers(second, '/number') == [4]


def test_a_start_that_fails_can_be_repeated(robot: Robot, tmp_path: Path) -> None:
    """It says why, and the node stays for another try."""
    with bridge(tmp_path, 'autostart:=false') as process:
        is_active, why = robot.trigger('start')
        assert not is_active
        assert why == 'nowhere to go: viewer is none, and save names no file'
        assert eventually(lambda: robot.status('forwarding').level == DiagnosticStatus.ERROR)
        assert robot.set('save', str(tmp_path / 'out.rrd')) == (True, '')
        assert robot.trigger('start') == (True, 'active')
        assert process.end() == 0


def test_lifecycle(robot: Robot, tmp_path: Path) -> None:
    """With ``autostart:=false`` others say when; every transition does what it should."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}', 'autostart:=false') as process:
        assert state(robot) == State.PRIMARY_STATE_UNCONFIGURED
        assert change(robot, Transition.TRANSITION_CONFIGURE)
        assert state(robot) == State.PRIMARY_STATE_INACTIVE
        assert not path.exists()
        assert change(robot, Transition.TRANSITION_ACTIVATE)
        assert state(robot) == State.PRIMARY_STATE_ACTIVE
        robot.publish(topic, floats(1))
        assert change(robot, Transition.TRANSITION_DEACTIVATE)
        assert numbers(path, '/number') == [1]
        assert robot.set('save', str(tmp_path / 'second.rrd')) == (True, '')
        assert change(robot, Transition.TRANSITION_CLEANUP)
        assert robot.trigger('start') == (True, 'active')
        robot.publish(topic, floats(2))
        assert change(robot, Transition.TRANSITION_ACTIVE_SHUTDOWN)
        assert state(robot) == State.PRIMARY_STATE_FINALIZED
        assert not robot.trigger('start')[0]
        assert numbers(tmp_path / 'second.rrd', '/number') == [2]
        assert process.end() == 0
    assert 'Traceback' not in process.said()


def test_configuring_by_others_fails_with_a_wrong_file(robot: Robot, tmp_path: Path) -> None:
    """The node stays unconfigured, and says why."""
    with bridge(tmp_path, 'config:=/not/there.yaml', 'autostart:=false') as process:
        assert not change(robot, Transition.TRANSITION_CONFIGURE)
        assert state(robot) == State.PRIMARY_STATE_UNCONFIGURED
        assert process.says('/not/there.yaml: cannot be read')
        assert process.end() == 2


def test_lazy(robot: Robot, tmp_path: Path) -> None:
    """Only latched topics while nobody looks; all of them when somebody does."""
    config = tmp_path / 'serve.yaml'
    config.write_text('viewer: {mode: serve, backlog_bytes: 0, open_browser: false}\n')
    topic, latched = robot.publisher(Float64, '/number'), robot.publisher(Float64, '/fix', LATCHED)
    ports = [f'{name}:={free_port()}' for name in ('web_port', 'ws_port')]
    with bridge(tmp_path, f'config:={config}', 'viewer:=serve', 'lazy:=true', *ports) as process:
        assert process.says('nobody looks: only latched topics are listened to')
        assert eventually(latched.get_subscription_count)
        assert not topic.get_subscription_count()
        page, token = re.findall(r'in a browser: (http://\S+/)#(token=\S+)', process.said())[0]
        with urlopen(f'{page}stream.rrd?{token}') as stream:
            assert stream.read(4) == b'RRF2'
            assert process.says('somebody looks: all topics are listened to')
            robot.publish(topic, floats(1))
        assert process.end() == 0


def test_diagnostics(robot: Robot, tmp_path: Path) -> None:
    """By topic: messages, bytes, drops and latency; in the recording, too."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}') as process:
        robot.publish(topic, floats(*range(50)))
        assert eventually(lambda: robot.forwarded('/number') == 50)
        found = robot.status('/number')
        values = {each.key: each.value for each in found.values}
        assert found.level == DiagnosticStatus.OK
        assert (values['messages'], values['bytes'], values['dropped']) == ('50', '600', '0')
        assert 0 <= float(values['latency_ms']) < 10_000
        assert robot.status('forwarding').message == 'active'
        assert process.end() == 0
    assert '/diagnostics' not in entities(path)
