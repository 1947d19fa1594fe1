"""
A bag in the viewer: ros2 launch rerun_bridge replay.launch.py bag:=drive.

By default the bag is converted as fast as it can be, into a file that the viewer opens. With
play:=true it is played by `ros2 bag play`, in its own time, and the bridge listens.
"""

from launch.actions import (
    DeclareLaunchArgument,
    EmitEvent,
    ExecuteProcess,
    IncludeLaunchDescription,
    RegisterEventHandler,
)
from launch.conditions import IfCondition, LaunchConfigurationNotEquals, UnlessCondition
from launch.event_handlers import OnProcessExit
from launch.events import Shutdown
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, ThisLaunchFileDir

from launch import LaunchDescription

ARGUMENTS = {
    'bag': (None, 'bag folder or file'),
    'play': ('false', 'true: in its own time, by ros2 bag play; false: as fast as it can be'),
    'rate': ('1.0', 'with play:=true, how many times faster'),
    'output': ('replay.rrd', 'with play:=false, the file to write'),
    'viewer': (
        'spawn',
        'as in bridge.launch.py; with play:=false, none opens no viewer',
    ),
    'config': ('', 'with play:=true, YAML file with rules'),
}


def generate_launch_description():
    """Return the player and the bridge, or the conversion and the viewer."""
    arguments = [
        DeclareLaunchArgument(
            name, description=about, **({} if default is None else {'default_value': default})
        )
        for name, (default, about) in ARGUMENTS.items()
    ]
    bag, play = LaunchConfiguration('bag'), LaunchConfiguration('play')
    output = LaunchConfiguration('output')
    player = ExecuteProcess(
        cmd=['ros2', 'bag', 'play', bag, '--clock', '--rate', LaunchConfiguration('rate')],
        output='screen',
        condition=IfCondition(play),
    )
    bridge = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(
            PathJoinSubstitution([ThisLaunchFileDir(), 'bridge.launch.py'])
        ),
        launch_arguments={
            'viewer': LaunchConfiguration('viewer'),
            'config': LaunchConfiguration('config'),
            'use_sim_time': 'true',
        }.items(),
        condition=IfCondition(play),
    )
    conversion = ExecuteProcess(
        cmd=['rerun-bridge', 'convert', bag, '--output', output, '--force'],
        output='screen',
        condition=UnlessCondition(play),
    )
    viewer = ExecuteProcess(
        cmd=['rerun', output],
        output='screen',
        condition=LaunchConfigurationNotEquals('viewer', 'none'),
    )
    return LaunchDescription(
        [
            *arguments,
            player,
            bridge,
            conversion,
            RegisterEventHandler(OnProcessExit(target_action=conversion, on_exit=[viewer])),
            RegisterEventHandler(
                OnProcessExit(
                    target_action=player,
                    on_exit=[EmitEvent(event=Shutdown(reason='the bag was played'))],
                )
            ),
        ]
    )
