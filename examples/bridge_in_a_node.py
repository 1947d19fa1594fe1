"""The bridge for chosen topics inside of a node of one's own."""

import threading

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node

import rerun_bridge as rr
from rerun_bridge.live import LiveSession
from rerun_bridge.sources.ros import RosSource
from rerun_bridge.topic_rules import TopicSelection


def main() -> None:
    """Spin a node; its session forwards what it hears of two topics."""
    rclpy.init()
    node = Node('mine')
    with rr.RecordingStream('mine') as recording:
        recording.spawn()
        session = LiveSession(RosSource(node), recording, TopicSelection(('/scan', '/tf')))
        ended = threading.Event()
        thread = threading.Thread(
            target=session.run, args=(ended.is_set, lambda change: None, lambda status: None)
        )
        thread.start()
        try:
            rclpy.spin(node)
        except (KeyboardInterrupt, ExternalShutdownException):
            pass
        finally:
            ended.set()
            thread.join()


if __name__ == '__main__':
    main()
