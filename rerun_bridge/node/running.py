"""Runs the node until it is told to end; the exit code says whether it could."""

from __future__ import annotations

import signal
import sys

import rclpy
from rclpy.exceptions import ParameterException
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.logging import get_logger

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.errors import ConfigError
from rerun_bridge.node.bridge_node import NAME, BridgeNode

__all__ = ['run']


def run() -> None:
    """
    Spin the node until a signal comes, or it fails.

    Exit code 0 after a signal, 2 where the configuration is wrong, else 1.
    """
    rclpy.init()
    try:
        node = BridgeNode()
    except ParameterException as error:  # a value that its description forbids
        get_logger(NAME).fatal(str(error))
        sys.exit(ExitCode.USAGE)
    try:
        executor = SingleThreadedExecutor()
        executor.add_node(node)
        node.autostart()
        executor.spin_until_future_complete(node.failed)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        # whoever is in a hurry ends it by a second signal
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        node.end()
        failure = node.failure
        rclpy.try_shutdown()
    if failure is not None:
        sys.exit(ExitCode.USAGE if isinstance(failure, ConfigError) else ExitCode.FAILED)
