"""The node on a real graph: what is published ends in a file, and signals end it cleanly."""

from __future__ import annotations

import signal
import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from rclpy.qos import QoSProfile, ReliabilityPolicy
from std_msgs.msg import Bool, Float64, Int32, String
from stereo_msgs.msg import DisparityImage

from test.ros.reading import cells, entities, numbers
from test.support.ros_graph import LATCHED, Robot
from test.support.ros_processes import Process, bridge, eventually

BEST_EFFORT = QoSProfile(depth=100, reliability=ReliabilityPolicy.BEST_EFFORT)
PUBLISHER = """
    import sys, time, rclpy
    from rclpy.qos import DurabilityPolicy, QoSProfile
    from std_msgs.msg import Float64, String
    rclpy.init()
    node = rclpy.create_node('talker')
    latched = node.create_publisher(
        String, '/latched', QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    )
    latched.publish(String(data=sys.argv[1]))
    number = node.create_publisher(Float64, '/number', 100)
    value = float(sys.argv[2])
    while True:
        if number.get_subscription_count():
            number.publish(Float64(data=value))
            value += 1
        time.sleep(0.005)
"""


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


def talker(folder: Path, text: str, first: float) -> Process:
    """Start another process that publishes."""
    code = textwrap.dedent(PUBLISHER)
    return Process([sys.executable, '-c', code, text, str(first)], folder)


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_what_is_published_is_in_the_file(
    robot: Robot, tmp_path: Path, number: signal.Signals
) -> None:
    """Volatile messages while it runs, latched ones from before; a signal ends it with 0."""
    path = tmp_path / 'out.rrd'
    latched = robot.publisher(String, '/latched', LATCHED)
    latched.publish(String(data='here'))
    number_topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}') as process:
        robot.publish(number_topic, floats(*range(500)))
        assert process.says('/latched is published')
        assert process.end(number) == 0
        assert 'Traceback' not in process.said()
    assert numbers(path, '/number') == list(range(500))
    assert {'/latched', '/number'} <= entities(path)
    assert not {'/diagnostics', '/_hidden'} & entities(path)


def test_a_signal_may_go_to_any_thread(robot: Robot, tmp_path: Path) -> None:
    """The system chooses; the node ends all the same."""
    with bridge(tmp_path, f'save:={tmp_path / "out.rrd"}') as process:
        assert process.says('/parameter_events is published')
        assert process.end_by_another_thread() == 0


def test_times(robot: Robot, tmp_path: Path) -> None:
    """What was published first came first, and not before it was published."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}') as process:
        begin_ns = robot.node.get_clock().now().nanoseconds
        robot.publish(topic, floats(*range(100)))
        end_ns = robot.node.get_clock().now().nanoseconds
        assert process.end() == 0
    came = cells(path, '/number', 'Scalars:scalars', 'log_time')
    sent = cells(path, '/number', 'Scalars:scalars', 'publish_time')
    assert [value for _, value in came] == [[float(i)] for i in range(100)]
    assert [value for _, value in sent] == [[float(i)] for i in range(100)]
    assert begin_ns <= sent[0][0] <= sent[-1][0] <= end_ns
    assert all(first[0] <= second[0] for first, second in zip(sent, came))


def listening(robot: Robot) -> list[ReliabilityPolicy]:
    """Return how the subscriptions of ``/mixed`` listen."""
    found = robot.node.get_subscriptions_info_by_topic('/mixed')
    return [each.qos_profile.reliability for each in found]


def test_qos_follows_the_publishers(robot: Robot, tmp_path: Path) -> None:
    """Best effort where one of them is; a late reliable one is heard, too."""
    path = tmp_path / 'out.rrd'
    loose = robot.publisher(Float64, '/mixed', BEST_EFFORT)
    strict = robot.publisher(Float64, '/mixed')
    with bridge(tmp_path, f'save:={path}') as process:
        assert eventually(lambda: listening(robot) == [ReliabilityPolicy.BEST_EFFORT])
        assert eventually(strict.get_subscription_count)
        strict.publish(Float64(data=1.0))
        loose.publish(Float64(data=2.0))
        robot.node.destroy_publisher(loose)
        assert process.says('/mixed is offered as reliable now')
        assert eventually(lambda: listening(robot) == [ReliabilityPolicy.RELIABLE])
        robot.publish(strict, floats(3, 4))
        assert process.end() == 0
    assert set(numbers(path, '/mixed')) >= {3.0, 4.0}


def test_overrides_of_rosbag2(robot: Robot, tmp_path: Path) -> None:
    """The file that ``ros2 bag record`` takes, as a parameter, and depths."""
    overrides = tmp_path / 'qos.yaml'
    overrides.write_text('/a:\n  reliability: best_effort\n  history: keep_last\n  depth: 7\n')
    robot.publisher(Float64, '/a')
    robot.publisher(Float64, '/b')
    with bridge(
        tmp_path, f'save:={tmp_path / "out.rrd"}', f'qos_profile_overrides_path:={overrides}'
    ) as process:
        assert process.says('/b is published')
        assert eventually(lambda: robot.node.get_subscriptions_info_by_topic('/a'))
        (one,) = robot.node.get_subscriptions_info_by_topic('/a')
        (other,) = robot.node.get_subscriptions_info_by_topic('/b')
        assert one.qos_profile.reliability == ReliabilityPolicy.BEST_EFFORT
        assert other.qos_profile.reliability == ReliabilityPolicy.RELIABLE
        assert process.end() == 0


def test_several_types_on_a_topic_are_kept_apart(robot: Robot, tmp_path: Path) -> None:
    """Named, and each at an entity of its own."""
    path = tmp_path / 'out.rrd'
    first = robot.publisher(Float64, '/odd')
    with bridge(tmp_path, f'save:={path}') as process:
        robot.publish(first, floats(1, 2))
        second = robot.publisher(Int32, '/odd')
        robot.publish(second, [Int32(data=7)])
        assert process.says('several types, kept apart')
        assert process.end() == 0
    assert numbers(path, '/odd') == [1, 2]
    assert numbers(path, '/odd/std_msgs.msg.Int32') == [7]


def test_topics_that_are_taken(robot: Robot, tmp_path: Path) -> None:
    """Globs, regular expressions, and hidden ones where they are asked for."""
    path = tmp_path / 'out.rrd'
    names = ('/a/b', '/a/c', '/x/_hidden', '/x/y', '/z')
    topics = {name: robot.publisher(Bool, name) for name in names}
    with bridge(
        tmp_path,
        f'save:={path}',
        "topics.include:=['/a/**', 're:/x/.*']",
        "topics.exclude:=['/a/c']",
        'include_hidden:=true',
    ) as process:
        for name in ('/a/b', '/x/_hidden', '/x/y'):
            robot.publish(topics[name], [Bool(data=True)])
        assert process.end() == 0
        assert '/a/c is published' not in process.said()
    assert entities(path) == {'/a/b', '/x/_hidden', '/x/y'}


def test_rules_and_the_old_file(robot: Robot, tmp_path: Path) -> None:
    """A file of ours, and one of the deprecated bridge, which is told."""
    for name, text in (
        ('config', 'topics: {rules: {/number: {entity_path: here}}}'),
        ('yaml_path', 'topic_to_entity_path: {/number: /here}'),
    ):
        path, file = tmp_path / f'{name}.rrd', tmp_path / f'{name}.yaml'
        file.write_text(text)
        topic = robot.publisher(Float64, '/number')
        with bridge(tmp_path, f'save:={path}', f'{name}:={file}') as process:
            robot.publish(topic, floats(3))
            assert process.end() == 0
            assert ('of the deprecated C++ bridge' in process.said()) == (name == 'yaml_path')
        assert numbers(path, '/here') == [3]


def test_a_publisher_that_is_killed_and_comes_back(robot: Robot, tmp_path: Path) -> None:
    """Its topic goes on, and what it latches comes again."""
    path = tmp_path / 'out.rrd'
    heard = 0
    with bridge(tmp_path, f'save:={path}') as process:
        for text, first in (('one', 0), ('two', 1000)):
            with talker(tmp_path, text, first) as other:
                assert eventually(lambda: robot.forwarded('/number') > heard + 10)  # noqa: B023
                other.kill()
                robot.await_diagnostics()  # until all that it has said is counted
                heard = robot.forwarded('/number')
        assert process.end() == 0
    values = numbers(path, '/number')
    assert [value for value in values if value < 1000]
    assert [value for value in values if value >= 1000]
    assert [value for _, (value,) in cells(path, '/latched', 'TextDocument:text')] == [
        'one',
        'two',
    ]


def test_two_bridges_on_one_graph(robot: Robot, tmp_path: Path) -> None:
    """Both have everything."""
    topic = robot.publisher(Float64, '/number')
    paths = [tmp_path / f'{name}.rrd' for name in 'ab']
    with (
        bridge(tmp_path, f'save:={paths[0]}') as one,
        bridge(tmp_path, f'save:={paths[1]}', arguments=['-r', '__node:=second']) as other,
    ):
        robot.publish(topic, floats(*range(100)), readers=2)
        assert one.end() == other.end() == 0
    for path in paths:
        assert numbers(path, '/number') == list(range(100))


def test_a_type_that_is_not_installed(robot: Robot, tmp_path: Path) -> None:
    """It is told once what to do; the others go on."""
    path, hidden = tmp_path / 'out.rrd', tmp_path / 'hidden'
    (hidden / 'stereo_msgs').mkdir(parents=True)
    (hidden / 'stereo_msgs' / '__init__.py').write_text('raise ImportError\n')
    robot.publisher(DisparityImage, '/disparity')
    topic = robot.publisher(Float64, '/number')
    with bridge(tmp_path, f'save:={path}', first=hidden) as process:
        assert process.says('install stereo_msgs')
        robot.publish(topic, floats(1))
        assert process.end() == 0
        assert process.said().count('install stereo_msgs') == 1
    assert numbers(path, '/number') == [1]


def test_nobody_is_there(robot: Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, with what may be wrong; and it waits on."""
    monkeypatch.setenv('ROS_DOMAIN_ID', '201')
    with bridge(tmp_path, f'save:={tmp_path / "out.rrd"}') as process:
        assert process.says('nobody is there yet')
        assert process.end() == 0
        assert 'ROS_DOMAIN_ID' in process.said()


@pytest.mark.parametrize(
    ('parameter', 'said'),
    [
        ('config:={file}', "bridge.yaml:3: topics.rules['/scan'].max_hz: expected a number"),
        ('config:=/not/there.yaml', '/not/there.yaml: cannot be read'),
        ('viewer:=screen', "viewer: expected one of spawn, connect, serve, none, got 'screen'"),
        ('port:=70000', 'port out of range'),
        ('port:=many', 'Trying to set parameter'),
        ("topics.include:=['re:(']", "topics.include: 're:(': not a pattern"),
        ('save:=""', 'nowhere to go'),
    ],
)
def test_a_wrong_configuration(robot: Robot, tmp_path: Path, parameter: str, said: str) -> None:
    """One clear line, and exit code 2."""
    file = tmp_path / 'bridge.yaml'
    file.write_text('topics:\n  rules:\n    /scan: {max_hz: ten}\n')
    target = f'save:={tmp_path / "out.rrd"}'
    with bridge(tmp_path, target, parameter.format(file=file)) as process:
        assert process.ended() == 2
        assert said in process.said()
        assert is_one_line(process.said())
    assert not (tmp_path / 'out.rrd').exists()


def test_a_file_that_cannot_be_written(robot: Robot, tmp_path: Path) -> None:
    """One clear line, and exit code 1."""
    with bridge(tmp_path, 'save:=/proc/out.rrd') as process:
        assert process.ended() == 1
        assert '/proc/out.rrd: cannot be written' in process.said()
        assert is_one_line(process.said())


def is_one_line(said: str) -> bool:
    """Tell whether the node says one thing; the middleware may have things of its own to say."""
    return said.count('[rerun_bridge]') == 1 and 'Traceback' not in said
