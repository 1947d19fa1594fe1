"""Every launch file, with the real ``ros2 launch``, on the package as colcon installs it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip('rclpy', reason='no rclpy')

from std_msgs.msg import Float64

from demo.robot_bag import robot_bag
from demo.write_mcap import write_mcap
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.ros.reading import numbers, recordings
from test.support.grpc_web import as_recording
from test.support.official import viewer_code
from test.support.proxy import free_port, listens, present, proxy
from test.support.ros_graph import Robot
from test.support.ros_processes import Process, eventually

FILES = {
    'bridge': 'config viewer addr port web_port ws_port serve save application_id '
    'recording_id autostart use_sim_time namespace log_level',
    'record': 'save config application_id recording_id use_sim_time namespace log_level',
    'replay': 'bag config play rate delay save output viewer addr port web_port log_level',
}


def launch(
    folder: Path, workspace: Mapping[str, str], file: str, *arguments: str, **more: str
) -> Process:
    """Start a launch file of the package."""
    own = {name: os.environ[name] for name in ('ROS_DOMAIN_ID', 'CYCLONEDDS_URI')}
    environment = {**workspace, **own, 'ROS_LOG_DIR': str(folder / 'log'), **more}
    command = ['ros2', 'launch', 'rerun_bridge', f'{file}.launch.py', *arguments]
    return Process(command, folder, environment)


def floats(*values: float) -> list[Float64]:
    """Return messages of one number each."""
    return [Float64(data=float(value)) for value in values]


@pytest.fixture(scope='module')
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bag of an IMU, which every installation has the types of."""
    path = tmp_path_factory.mktemp('bag') / 'imu.mcap'
    write_mcap(path, robot_bag('imu', seconds=1.0), 'none')
    return path


@pytest.mark.parametrize('file', FILES)
def test_the_arguments_are_explained(
    robot: Robot, tmp_path: Path, workspace: Mapping[str, str], file: str
) -> None:
    """``--show-args`` has a text for each; the Python of ``ros2`` may lack our libraries."""
    for name in ('pyarrow', 'numpy', 'cv2', 'rosbags'):
        (tmp_path / 'hidden' / name).mkdir(parents=True)
        (tmp_path / 'hidden' / name / '__init__.py').write_text('raise ImportError\n')
    path = os.pathsep.join([str(tmp_path / 'hidden'), workspace['PYTHONPATH']])
    with launch(tmp_path, workspace, file, '--show-args', PYTHONPATH=path) as process:
        assert process.ended() == 0
        lines = process.said().splitlines()
    told = [line.strip(" ':") for line in lines if line.startswith("    '")]
    assert told == FILES[file].split()
    assert all(lines[i + 1].strip() for i, line in enumerate(lines) if line.startswith("    '"))


def test_record(robot: Robot, tmp_path: Path, workspace: Mapping[str, str]) -> None:
    """A file without a viewer; Ctrl-C ends it with 0."""
    path = tmp_path / 'out.rrd'
    topic = robot.publisher(Float64, '/number')
    named = (f'save:={path}', 'recording_id:=mine', 'namespace:=/robot1')
    with launch(tmp_path, workspace, 'record', *named) as process:
        robot.publish(topic, floats(*range(10)))
        assert robot.trigger('start', '/robot1/rerun_bridge') == (True, 'active already')
        assert process.end() == 0
    assert numbers(path, '/number') == list(range(10))
    assert recordings(path) == ['mine']


@pytest.mark.judge
def test_connect(robot: Robot, tmp_path: Path, workspace: Mapping[str, str], judge: Path) -> None:
    """Into the official viewer's server."""
    port = free_port()
    topic = robot.publisher(Float64, '/number')
    with proxy(judge, port):
        viewer = ('viewer:=connect', f'addr:=127.0.0.1:{port}')
        with launch(tmp_path, workspace, 'bridge', *viewer) as process:
            robot.publish(topic, floats(*range(10)))
            assert eventually(lambda: robot.forwarded('/number') == 10)
            assert process.end() == 0
        assert _numbers_at(port, '/number') == list(range(10))


@pytest.mark.judge
@pytest.mark.parametrize('file', ['bridge', 'replay'])
def test_spawn(
    robot: Robot, tmp_path: Path, workspace: Mapping[str, str], judge: Path, bag: Path, file: str
) -> None:
    """A viewer is started, without a window here; it has what was published, or the bag."""
    port = free_port()
    with viewer_program(tmp_path, judge) as program:
        chosen = ('viewer:=spawn', f'port:={port}')
        own = (f'bag:={bag}', f'output:={tmp_path / "out.rrd"}') if file == 'replay' else ()
        with launch(tmp_path, workspace, file, *chosen, *own, RERUN_CLI_PATH=program) as process:
            if file == 'bridge':
                topic = robot.publisher(Float64, '/number')
                robot.publish(topic, floats(1, 2, 3))
                assert eventually(lambda: robot.forwarded('/number') == 3)
                assert process.end() == 0
                assert _numbers_at(port, '/number') == [1, 2, 3]
            else:
                assert process.says(f'Loading "{tmp_path / "out.rrd"}"')
                assert process.says('Headless viewer running')
                assert eventually(lambda: listens(port))


@pytest.mark.judge
def test_serve(robot: Robot, tmp_path: Path, workspace: Mapping[str, str], judge: Path) -> None:
    """A page is there, and a file as well."""
    web, data, path = free_port(), free_port(), tmp_path / 'out.rrd'
    chosen = ('viewer:=serve', f'web_port:={web}', f'ws_port:={data}', f'save:={path}')
    topic = robot.publisher(Float64, '/number')
    more = {'BROWSER': 'true', FOLDER_VARIABLE: str(viewer_code(judge))}
    with launch(tmp_path, workspace, 'bridge', *chosen, **more) as process:
        assert process.says(f'http://127.0.0.1:{web}/#token=')
        with urlopen(f'http://127.0.0.1:{web}/') as page:
            assert page.status == 200
        robot.publish(topic, floats(1, 2))
        assert process.end(signal.SIGINT) == 0
    assert numbers(path, '/number') == [1, 2]


@pytest.mark.parametrize(
    ('file', 'arguments', 'code', 'said'),
    [
        ('bridge', 'viewer:=none save:={out} config:=/not/there.yaml', 2, '/not/there.yaml'),
        ('bridge', 'viewer:=none', 2, 'nowhere to go'),
        ('bridge', 'viewer:=none save:=/proc/out.rrd', 1, '/proc/out.rrd: cannot be written'),
        ('bridge', 'viewer:=screen', 1, 'Argument "viewer" provided value "screen" is not valid'),
        ('record', '', 1, "missing required argument 'save'"),
        (
            'replay',
            'bag:=/not/there viewer:=none output:={out}',
            1,
            '/not/there: cannot be opened',
        ),
        ('replay', 'bag:=/not/there viewer:=none save:={out} play:=true', 2, 'does not exist'),
    ],
)
def test_the_launch_ends_as_its_process_does(
    robot: Robot,
    tmp_path: Path,
    workspace: Mapping[str, str],
    file: str,
    arguments: str,
    code: int,
    said: str,
) -> None:
    """With its exit code."""
    if 'play:=true' in arguments:
        pytest.importorskip('rosbag2_py', reason='no rclpy')  # not with every installation
    given = arguments.format(out=tmp_path / 'out.rrd').split()
    with launch(tmp_path, workspace, file, *given) as process:
        assert process.ended() == code
        assert said in process.said()


def test_a_launch_that_includes_it_ends_too(
    robot: Robot, tmp_path: Path, workspace: Mapping[str, str]
) -> None:
    """What else it runs is ended properly before, and the exit code is the bridge's."""
    file = tmp_path / 'whole.launch.py'
    file.write_text(INCLUDING)
    with Process(
        ['ros2', 'launch', str(file)],
        tmp_path,
        {
            **workspace,
            'ROS_DOMAIN_ID': os.environ['ROS_DOMAIN_ID'],
            'CYCLONEDDS_URI': os.environ['CYCLONEDDS_URI'],
            'ROS_LOG_DIR': str(tmp_path / 'log'),
        },
    ) as process:
        assert process.ended() == 2
        assert 'the other one ends' in process.said()


def test_replay_converts(
    robot: Robot, tmp_path: Path, workspace: Mapping[str, str], bag: Path
) -> None:
    """A bag becomes a file, by the rules of a configuration."""
    path, config = tmp_path / 'out.rrd', tmp_path / 'rules.yaml'
    config.write_text('topics: {rules: {/imu/data: {entity_path: there}}}')
    given = (f'bag:={bag}', f'output:={path}', f'config:={config}', 'viewer:=none')
    with launch(tmp_path, workspace, 'replay', *given) as process:
        assert process.ended() == 0
    assert any(each.startswith('/there') for each in _entities(path.read_bytes()))


def test_replay_plays(
    robot: Robot, tmp_path: Path, workspace: Mapping[str, str], bag: Path
) -> None:
    """By ``ros2 bag play``, in the bag's time; everything arrives, and the end ends all."""
    pytest.importorskip('rosbag2_py', reason='no rclpy')  # not with every installation
    path, converted = tmp_path / 'played.rrd', tmp_path / 'converted.rrd'
    given = (f'bag:={bag}', f'save:={path}', 'play:=true', 'viewer:=none')
    with launch(tmp_path, workspace, 'replay', *given) as process:
        assert process.ended() == 0
    with launch(
        tmp_path, workspace, 'replay', f'bag:={bag}', f'output:={converted}', 'viewer:=none'
    ) as process:
        assert process.ended() == 0
    assert len(recordings(path)) == 1
    played, expected = _rows(path), _rows(converted)
    assert expected
    assert played == expected


INCLUDING = """
from launch import LaunchDescription
from launch.actions import ExecuteProcess, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import PathJoinSubstitution
from launch_ros.substitutions import FindPackageShare

CODE = '''
import signal, sys
signal.signal(signal.SIGINT, lambda *_: (print('the other one ends', flush=True), sys.exit()))
print('the other one runs', flush=True)
signal.pause()
'''


def generate_launch_description():
    file = PathJoinSubstitution([FindPackageShare('rerun_bridge'), 'launch', 'bridge.launch.py'])
    return LaunchDescription(
        [
            ExecuteProcess(cmd=['python3', '-c', CODE], output='screen'),
            IncludeLaunchDescription(
                PythonLaunchDescriptionSource(file),
                launch_arguments={'config': '/not/there.yaml'}.items(),
            ),
        ]
    )
"""


@contextmanager
def viewer_program(folder: Path, judge: Path) -> Iterator[str]:
    """Yield what starts the official viewer without a window; end those that were started."""
    (program,) = judge.parent.glob('lib/python*/site-packages/rerun_cli/rerun')
    script, pids = folder / 'viewer.sh', folder / 'pids'
    script.write_text(f'#!/bin/sh\necho $$ >> {pids}\nexec {program} --headless "$@"\n')
    script.chmod(0o755)
    try:
        yield str(script)
    finally:
        for pid in pids.read_text().split() if pids.exists() else ():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)


def _entities(data: bytes) -> set[str]:
    return {str(each.chunk.entity_path) for each in read_rrd(data) if isinstance(each, FoundChunk)}


def _numbers_at(port: int, entity: str) -> list[float]:
    """Return the numbers that a viewer's server has, in order."""
    chunks = [
        each.chunk
        for each in read_rrd(as_recording(present(port)))
        if isinstance(each, FoundChunk) and str(each.chunk.entity_path) == entity
    ]
    return [
        value
        for chunk in sorted(chunks, key=lambda each: each.row_ids[0].tobytes())
        for column in chunk.components
        if column.descriptor.component == 'Scalars:scalars'
        for row in column.lists.to_pylist()
        for value in row or ()
    ]


def _rows(path: Path) -> dict[str, int]:
    """Return how many rows the entities of the IMU have, over time."""
    found: dict[str, int] = {}
    for each in read_rrd(path.read_bytes()):
        if isinstance(each, FoundChunk) and str(each.chunk.entity_path).startswith('/imu/data'):
            names = {column.descriptor.component for column in each.chunk.components}
            if each.chunk.times and 'Scalars:scalars' in names:
                entity = str(each.chunk.entity_path)
                found[entity] = found.get(entity, 0) + len(each.chunk)
    return found
