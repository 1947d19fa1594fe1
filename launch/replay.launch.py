"""
A bag in the viewer: ros2 launch rerun_bridge replay.launch.py bag:=drive.

By default the bag is converted as fast as it can be, into a file that the viewer opens. With
play:=true it is played by `ros2 bag play`, in its own time, and the bridge listens.
"""

from launch.actions import (
    DeclareLaunchArgument,
    ExecuteProcess,
    GroupAction,
    IncludeLaunchDescription,
    OpaqueFunction,
    RegisterEventHandler,
    TimerAction,
)
from launch.conditions import IfCondition, UnlessCondition
from launch.event_handlers import OnProcessExit, OnProcessIO
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import (
    FindExecutable,
    LaunchConfiguration,
    PathJoinSubstitution,
    ThisLaunchFileDir,
)
from launch_ros.substitutions import ExecutableInPackage

from launch import LaunchDescription
from rerun_bridge.launching import end_with, ends_launch

VIEWERS = ['spawn', 'connect', 'serve', 'none']
ARGUMENTS = [
    ('bag', None, 'bag folder or file'),
    ('config', '', 'YAML file with rules; config/default.yaml explains all keys'),
    ('play', 'false', 'true: in its own time, by ros2 bag play; false: as fast as it can be'),
    ('rate', '1.0', 'with play:=true, how many times faster'),
    ('delay', '1.0', 'with play:=true, seconds that the bridge listens before it begins'),
    ('save', '', 'with play:=true, a file to write as well'),
    ('output', 'replay.rrd', 'with play:=false, the file to write; one that is there is replaced'),
    (
        'viewer',
        'spawn',
        'spawn (start one), connect (to one that runs), serve (a web page) or none',
    ),
    ('addr', '', 'viewer to connect to: ip:port or rerun+http://host:port/proxy'),
    ('port', '9876', 'of the viewer that is started or connected to'),
    ('web_port', '9090', 'of the page that is served'),
    ('log_level', 'info', 'with play:=true, debug, info, warn, error or fatal'),
]
SILENT_S = 10.0
TO_BRIDGE = ('config', 'save', 'viewer', 'addr', 'port', 'web_port', 'log_level')
WRITTEN = (0, 3)
"""Exit codes of a conversion that has made a file; 3 tells of losses."""
TO_VIEWER = ('viewer', 'addr', 'port', 'web_port')


def generate_launch_description():
    """Return the player and the bridge, or the conversion and the viewer."""
    arguments = [
        DeclareLaunchArgument(
            name,
            default_value=default,
            description=about,
            choices=VIEWERS if name == 'viewer' else None,
        )
        for name, default, about in ARGUMENTS
    ]
    play = LaunchConfiguration('play')
    return LaunchDescription(
        [
            *arguments,
            GroupAction(_played(), condition=IfCondition(play)),
            OpaqueFunction(function=_converted, condition=UnlessCondition(play)),
        ]
    )


def _played():
    """Return the player, with whose end all ends, and the bridge."""
    player = ExecuteProcess(
        cmd=[
            *[FindExecutable(name='ros2'), 'bag', 'play', LaunchConfiguration('bag'), '--clock'],
            *['--rate', LaunchConfiguration('rate'), '--start-paused'],
        ],
        output='screen',
    )
    resume = ExecuteProcess(
        cmd=[
            *[FindExecutable(name='ros2'), 'service', 'call'],
            *['/rosbag2_player/resume', 'rosbag2_interfaces/srv/Resume'],
        ],
    )
    bridge = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(
            PathJoinSubstitution([ThisLaunchFileDir(), 'bridge.launch.py'])
        ),
        launch_arguments={
            'use_sim_time': 'true',
            **{name: LaunchConfiguration(name) for name in TO_BRIDGE},
        }.items(),
    )
    return [bridge, player, ends_launch(player), *_once_it_listens(resume)]


def _once_it_listens(resume):
    """
    Return what has the player go on when the bridge has subscribed to its topics.

    They are there while it stands still, as does its clock. Where the bridge says nothing, since
    the log level is too high, it has its time.
    """
    is_due = True

    def begin(context):
        nonlocal is_due
        was_due, is_due = is_due, False
        return [resume] if was_due else []

    def hear(event):
        lines = event.text.decode(errors='replace').splitlines()
        if event.process_name.startswith('bridge') and any(map(_is_heard, lines)):
            return TimerAction(
                period=LaunchConfiguration('delay'), actions=[OpaqueFunction(function=begin)]
            )
        return None

    return [
        RegisterEventHandler(OnProcessIO(on_stdout=hear, on_stderr=hear)),
        TimerAction(period=SILENT_S, actions=[OpaqueFunction(function=begin)]),
    ]


def _is_heard(line):
    return ' is published: ' in line and ' /clock ' not in line


def _converted(context):
    """Return the conversion, and what shows the file where it succeeds."""
    told = context.launch_configurations
    config = ['--config', told['config']] if told['config'] else []
    conversion = ExecuteProcess(
        cmd=[
            ExecutableInPackage(package='rerun_bridge', executable='rerun-bridge'),
            *['convert', told['bag'], '--output', told['output'], '--force', *config],
        ],
        output='screen',
        emulate_tty=True,
    )

    def follow(event, context):
        if told['viewer'] == 'none' or event.returncode not in WRITTEN:
            return end_with(event, context)
        options = [f'--{name.replace("_", "-")}={told[name]}' for name in TO_VIEWER]
        viewer = ExecuteProcess(
            cmd=[
                ExecutableInPackage(package='rerun_bridge', executable='show'),
                *[told['output'], *options],
            ],
            output='screen',
        )
        return [ends_launch(viewer), viewer]

    return [
        RegisterEventHandler(OnProcessExit(target_action=conversion, on_exit=follow)),
        conversion,
    ]
