"""
The bridge, and where it shows what it hears.

    ros2 launch rerun_bridge bridge.launch.py viewer:=serve

All arguments: ros2 launch rerun_bridge bridge.launch.py --show-args
"""

from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from launch import LaunchDescription
from rerun_bridge.launching import ends_launch

PARAMETERS = [
    ('config', str, '', 'YAML file with rules; config/default.yaml explains all keys'),
    (
        'viewer',
        str,
        '',
        'spawn (start one), connect (to one that runs), serve (a web page) or none; '
        'empty: as configured, else spawn',
    ),
    ('addr', str, '', 'viewer to connect to: ip:port or rerun+http://host:port/proxy'),
    (
        'port',
        int,
        '0',
        'of the viewer that is started or connected to; 0: as configured, else 9876',
    ),
    ('web_port', int, '0', 'of the page that is served; 0: as configured, else 9090'),
    ('ws_port', int, '0', "of that page's data; 0: as configured, else 9877"),
    ('serve', bool, 'false', 'serve a web page beside the viewer'),
    ('save', str, '', 'file (.rrd) to write as well; one that is there is replaced'),
    ('application_id', str, '', 'recordings with the same one share a layout in the viewer'),
    ('recording_id', str, '', 'recordings with the same one are shown as one'),
    ('autostart', bool, 'true', 'configure and activate at once; else wait for transitions'),
    ('use_sim_time', bool, 'false', 'the clock is /clock'),
]
CHOICES = {
    'viewer': ['', 'spawn', 'connect', 'serve', 'none'],
    'log_level': ['debug', 'info', 'warn', 'error', 'fatal'],
}
OTHERS = [
    ('namespace', '', 'of the node'),
    ('log_level', 'info', 'from which on the node logs'),
]
CLOSING_S = '20'
"""What a slow disk may need for what still waits."""


def generate_launch_description():
    """Return the node with its arguments; when it ends, the launch does, with its exit code."""
    told = [(name, default, about) for name, _, default, about in PARAMETERS]
    arguments = [
        DeclareLaunchArgument(
            name, default_value=default, description=about, choices=CHOICES.get(name)
        )
        for name, default, about in told + OTHERS
    ]
    bridge = Node(
        package='rerun_bridge',
        executable='bridge',
        name='rerun_bridge',
        namespace=LaunchConfiguration('namespace'),
        output='screen',
        emulate_tty=True,
        sigterm_timeout=CLOSING_S,
        parameters=[
            {
                name: ParameterValue(LaunchConfiguration(name), value_type=kind)
                for name, kind, _, _ in PARAMETERS
            }
        ],
        ros_arguments=['--log-level', LaunchConfiguration('log_level')],
    )
    return LaunchDescription([*arguments, bridge, ends_launch(bridge)])
