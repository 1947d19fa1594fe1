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
from launch.event_handlers import OnProcessExit
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import (
    FindExecutable,
    LaunchConfiguration,
    PathJoinSubstitution,
    ThisLaunchFileDir,
)
from launch_ros.substitutions import ExecutableInPackage

from launch import LaunchDescription
from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.launching import end_with, ends_launch, viewer_command

VIEWERS = ['spawn', 'connect', 'serve', 'none']
ARGUMENTS = [
    ('bag', None, 'bag folder or file'),
    ('config', '', 'YAML file with rules; config/default.yaml explains all keys'),
    ('play', 'false', 'true: in its own time, by ros2 bag play; false: as fast as it can be'),
    ('rate', '1.0', 'with play:=true, how many times faster'),
    ('delay', '2.0', 'with play:=true, seconds that the bridge listens before it begins'),
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
TO_BRIDGE = ('config', 'save', 'viewer', 'addr', 'port', 'web_port', 'log_level')
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
    # its topics are there then, and its clock stands still
    begin = TimerAction(period=LaunchConfiguration('delay'), actions=[resume])
    return [bridge, player, begin, ends_launch(player)]


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
        is_written = event.returncode in (ExitCode.CLEAN, ExitCode.LOSSES)
        if told['viewer'] == 'none' or not is_written:
            return end_with(event, context)
        command = viewer_command(told['output'], **{name: told[name] for name in TO_VIEWER})
        viewer = ExecuteProcess(cmd=command, output='screen')
        return [ends_launch(viewer), viewer]

    return [
        RegisterEventHandler(OnProcessExit(target_action=conversion, on_exit=follow)),
        conversion,
    ]
