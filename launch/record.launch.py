"""
A recording of everything, without a viewer.

    ros2 launch rerun_bridge record.launch.py save:=drive.rrd
"""

from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, ThisLaunchFileDir

from launch import LaunchDescription

ARGUMENTS = [
    ('config', '', 'YAML file with rules; config/default.yaml explains all keys'),
    ('application_id', '', 'recordings with the same one share a layout in the viewer'),
    ('recording_id', '', 'recordings with the same one are shown as one'),
    ('use_sim_time', 'false', 'the clock is /clock'),
    ('namespace', '', 'of the node'),
    ('log_level', 'info', 'debug, info, warn, error or fatal'),
]


def generate_launch_description():
    """Return bridge.launch.py with a file in place of a viewer."""
    save = DeclareLaunchArgument(
        'save', description='file (.rrd) to write; one that is there is replaced'
    )
    arguments = [
        DeclareLaunchArgument(name, default_value=default, description=about)
        for name, default, about in ARGUMENTS
    ]
    passed_on = ['save', *(name for name, _, _ in ARGUMENTS)]
    bridge = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(
            PathJoinSubstitution([ThisLaunchFileDir(), 'bridge.launch.py'])
        ),
        launch_arguments={
            'viewer': 'none',
            **{name: LaunchConfiguration(name) for name in passed_on},
        }.items(),
    )
    return LaunchDescription([save, *arguments, bridge])
