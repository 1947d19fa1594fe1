"""
A recording of everything, without a viewer.

    ros2 launch rerun_bridge record.launch.py save:=drive.rrd
"""

from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, ThisLaunchFileDir

from launch import LaunchDescription

PASSED_ON = ('config', 'save', 'use_sim_time', 'namespace', 'log_level')


def generate_launch_description():
    """Return bridge.launch.py with a file in place of a viewer."""
    arguments = [
        DeclareLaunchArgument('save', description='file (.rrd) to write'),
        DeclareLaunchArgument('config', default_value='', description='YAML file with rules'),
        DeclareLaunchArgument(
            'use_sim_time', default_value='false', description='the clock is /clock'
        ),
        DeclareLaunchArgument('namespace', default_value='', description='of the node'),
        DeclareLaunchArgument(
            'log_level', default_value='info', description='debug, info, warn, error or fatal'
        ),
    ]
    bridge = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(
            PathJoinSubstitution([ThisLaunchFileDir(), 'bridge.launch.py'])
        ),
        launch_arguments={
            'viewer': 'none',
            **{name: LaunchConfiguration(name) for name in PASSED_ON},
        }.items(),
    )
    return LaunchDescription([*arguments, bridge])
