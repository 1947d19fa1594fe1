"""
The bridge, and where it shows what it hears.

    ros2 launch rerun_bridge bridge.launch.py viewer:=serve

All arguments: ros2 launch rerun_bridge bridge.launch.py --show-args
"""

from launch.actions import DeclareLaunchArgument, EmitEvent, RegisterEventHandler
from launch.event_handlers import OnProcessExit
from launch.events import Shutdown
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from launch import LaunchDescription

TEXTS = {
    'config': ('', 'YAML file with rules; config/default.yaml explains all keys'),
    'viewer': (
        'spawn',
        'spawn (start one), connect (to one that is there), serve (a web page) or none',
    ),
    'addr': ('', 'viewer to connect to: ip:port or rerun+http://host:port/proxy'),
    'save': ('', 'file (.rrd) to write as well; one that is there is replaced'),
    'application_id': ('', 'recordings with the same one share a layout in the viewer'),
    'recording_id': ('', 'recordings with the same one are shown as one'),
}
NUMBERS = {
    'port': ('9876', 'port of the viewer that is started or connected to'),
    'web_port': ('9090', 'port of the page that viewer:=serve serves'),
    'ws_port': ('9877', "port of that page's data"),
}
OTHERS = {
    'use_sim_time': ('false', 'the clock is /clock'),
    'namespace': ('', 'of the node'),
    'log_level': ('info', 'debug, info, warn, error or fatal'),
}


def generate_launch_description():
    """Return the node with its arguments; when it ends, the launch does."""
    arguments = [
        DeclareLaunchArgument(name, default_value=default, description=about)
        for name, (default, about) in {**TEXTS, **NUMBERS, **OTHERS}.items()
    ]
    node = Node(
        package='rerun_bridge',
        executable='bridge',
        name='rerun_bridge',
        namespace=LaunchConfiguration('namespace'),
        output='screen',
        emulate_tty=True,
        parameters=[
            {
                **{
                    name: ParameterValue(LaunchConfiguration(name), value_type=str)
                    for name in TEXTS
                },
                **{
                    name: ParameterValue(LaunchConfiguration(name), value_type=int)
                    for name in NUMBERS
                },
                'use_sim_time': ParameterValue(
                    LaunchConfiguration('use_sim_time'), value_type=bool
                ),
            }
        ],
        arguments=['--ros-args', '--log-level', LaunchConfiguration('log_level')],
    )
    ends = RegisterEventHandler(
        OnProcessExit(
            target_action=node, on_exit=[EmitEvent(event=Shutdown(reason='the bridge ended'))]
        )
    )
    return LaunchDescription([*arguments, node, ends])
