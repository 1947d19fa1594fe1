"""Joins a ROS graph with a node of our own, for programs that have none."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.signals import SignalHandlerOptions

from rerun_bridge.errors import SourceError
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.sources.ros.source import RosSource

__all__ = ['open_live']

NAME = f'rerun_bridge_{os.getpid()}'
"""Another bridge may be there, and counts."""


@contextmanager
def open_live(settings: LiveSettings) -> Iterator[RosSource]:
    """
    Be on the graph that the settings name, in the block.

    :raises SourceError: it cannot be joined.
    """
    context = rclpy.Context()
    try:
        rclpy.init(
            context=context,
            domain_id=settings.domain,
            signal_handler_options=SignalHandlerOptions.NO,
        )
        node = rclpy.create_node(
            NAME,
            context=context,
            use_global_arguments=False,
            enable_rosout=False,
            start_parameter_services=False,
        )
    except Exception as error:  # rclpy's own know no common one
        raise SourceError(f'the graph cannot be joined: {error}') from error
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin, name='rerun_bridge spin', daemon=True)
    thread.start()
    source = RosSource(node, low_latency=settings.low_latency)
    try:
        yield source
    finally:
        source.close()
        executor.shutdown()
        thread.join()
        node.destroy_node()
        rclpy.shutdown(context=context)
