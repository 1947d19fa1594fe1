"""The bridge for chosen topics inside of a node of one's own."""

import argparse
from contextlib import suppress

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.utilities import remove_ros_args

import rerun_bridge as rr


def main() -> None:
    """Spin a node while the bridge forwards two topics, in threads of its own."""
    rclpy.init()
    parser = argparse.ArgumentParser(description=__doc__)
    rr.script_add_args(parser)
    args = parser.parse_args(remove_ros_args()[1:])
    node = Node('mine')

    rr.script_setup(args, 'mine')
    with (
        rr.LiveBridge(node, ['/scan', '/tf', '/tf_static']),
        suppress(KeyboardInterrupt, ExternalShutdownException),
    ):
        rclpy.spin(node)
    rr.script_teardown(args)


if __name__ == '__main__':
    main()
