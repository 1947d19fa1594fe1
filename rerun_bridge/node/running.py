"""Runs the node until it is told to end; the exit code says whether it could."""

from __future__ import annotations

import signal
import sys
import threading

import rclpy
from rclpy.exceptions import ParameterException
from rclpy.executors import SingleThreadedExecutor
from rclpy.logging import get_logger
from rclpy.signals import SignalHandlerOptions

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.process_memory import share_memory
from rerun_bridge.errors import ConfigError
from rerun_bridge.node.bridge_node import NAME, BridgeNode

__all__ = ['run']

LOOK_S = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run() -> None:
    """
    Spin the node until a signal comes, or it fails.

    Exit code 0 after a signal, 2 where the configuration is wrong, else 1. Signals are ours to
    handle: rclpy leaves the graph at once, while what has come is still to be taken.
    """
    share_memory()
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    ended = threading.Event()
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: ended.set())
    try:
        node = BridgeNode(on_failure=ended.set)
    except ParameterException as error:  # a value that its description forbids
        get_logger(NAME).fatal(str(error))
        sys.exit(ExitCode.USAGE)
    node.autostart()
    executor = SingleThreadedExecutor()
    executor.add_node(node)

    def spin() -> None:
        try:
            executor.spin()
        except Exception as error:  # of a callback
            node.fail(error)
            ended.set()

    thread = threading.Thread(target=spin, name='rerun_bridge spin')
    thread.start()
    while not ended.wait(LOOK_S):  # a signal that another thread gets does not wake this one
        pass
    for number in SIGNALS:  # whoever is in a hurry ends it by a second one
        signal.signal(number, signal.SIG_DFL)
    executor.shutdown()
    thread.join()
    node.end()
    failure = node.failure
    node.destroy_node()
    rclpy.shutdown()
    if failure is not None:
        sys.exit(ExitCode.USAGE if isinstance(failure, ConfigError) else ExitCode.FAILED)
