"""
The node on ROS 2, against subscriptions of rclpy that do nothing. Needs ROS 2 to be sourced.

What the node does with a message, from its subscription to the file, is compared with what rclpy
alone takes to call back with its bytes (``raw=True``), and with the message as an object. Each
side runs in a process of its own, by turns, beside the one that publishes; what is compared is the
CPU time of the process per message that was published.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.options import BUILD
from bench.table import Table
from demo.robot_bag import robot_bag
from test.support.dds_publisher import LOOPBACK

__all__ = ['main']

SETTLE_S = 2.0
TICKS = os.sysconf('SC_CLK_TCK')


@dataclass(frozen=True)
class Case:
    """What is published: the first stream of one of the demo's bags."""

    kind: str
    topics: int
    hz: float

    @property
    def names(self) -> list[str]:
        """The topics."""
        return [f'/topic{number}' for number in range(self.topics)]


CASES = {
    '1 kHz of 324 bytes': Case('imu', 1, 1000),
    '4 MB images at 30 Hz': Case('large_image', 1, 30),
    '50 topics at 100 Hz': Case('imu', 50, 100),
}


def _stream(case: Case) -> tuple[Any, list[bytes]]:
    """Return the class of a case's messages, and some of them."""
    from rosidl_runtime_py.utilities import get_message

    large = case.kind == 'large_image'
    stream = robot_bag('image' if large else case.kind, seconds=1.0)[0]
    messages = [bytes(stream.message(row)) for row in range(min(len(stream), 100))]
    if large:
        kind = get_message('sensor_msgs/msg/Image')
        from rclpy.serialization import serialize_message

        image = kind(width=2000, height=2000, encoding='mono8', step=2000, data=bytes(4_000_000))
        return kind, [serialize_message(image)]
    return get_message(stream.type_name), messages


def _listen(side: str, case: Case) -> None:
    """Be a node that hears, and does nothing."""
    import rclpy

    kind, _ = _stream(case)
    rclpy.init()
    node = rclpy.create_node('usual')
    for name in case.names:
        node.create_subscription(kind, name, lambda message: None, 100, raw=side == 'raw')
    rclpy.spin(node)


def _command(side: str, case: str) -> list[str]:
    if side != 'ours':
        return [sys.executable, '-m', 'bench.node', '--listen', side, '--cases', case]
    parameters = ['viewer:=none', f'save:={BUILD / "node.rrd"}', "topics.include:=['/topic*']"]
    told = [word for each in parameters for word in ('-p', each)]
    return [sys.executable, '-m', 'rerun_bridge.node', '--ros-args', '--log-level', 'warn', *told]


def _cpu_s(pid: int) -> float:
    user, system = Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


def _publish(node: Any, publishers: Sequence[Any], case: Case, data: list[bytes], s: float) -> int:
    """Publish for so long, and return how many messages that was."""
    begin, rounds = time.monotonic(), int(s * case.hz)
    for number in range(rounds):
        for publisher in publishers:
            publisher.publish(data[number % len(data)])
        time.sleep(max(begin + (number + 1) / case.hz - time.monotonic(), 0))
    return rounds * len(publishers)


def _run(side: str, name: str, seconds: float) -> float:
    """Return the CPU time of a side in microseconds a message."""
    import rclpy

    case = CASES[name]
    os.environ['ROS_DOMAIN_ID'] = str(random.SystemRandom().randrange(202, 232))
    kind, data = _stream(case)
    context = rclpy.Context()
    rclpy.init(context=context)
    node = rclpy.create_node('robot', context=context)
    publishers = [node.create_publisher(kind, topic, 100) for topic in case.names]
    with subprocess.Popen(_command(side, name), stderr=subprocess.DEVNULL) as process:
        try:
            while not all(each.get_subscription_count() for each in publishers):
                if process.poll() is not None:
                    raise SystemExit(f'{side}: ended with {process.returncode}')
                time.sleep(0.05)
            _publish(node, publishers, case, data, SETTLE_S)
            before_s = _cpu_s(process.pid)
            count = _publish(node, publishers, case, data, seconds)
            return (_cpu_s(process.pid) - before_s) / count * 1e6
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
            node.destroy_node()
            rclpy.shutdown(context=context)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--scale', type=float, default=1.0, help='of 10 seconds a run')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--cases', nargs='+', choices=CASES, default=list(CASES))
    parser.add_argument('--listen', choices=('raw', 'message'), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.listen:
        _listen(options.listen, CASES[options.cases[0]])
        return
    os.environ.setdefault('CYCLONEDDS_URI', LOOPBACK)
    os.environ['OPENBLAS_NUM_THREADS'] = '1'
    BUILD.mkdir(parents=True, exist_ok=True)
    table = Table(['', 'node µs', 'raw callback µs', 'ratio', 'callback µs', 'ratio'], 22)
    for name in options.cases:
        found: dict[str, list[float]] = {'ours': [], 'raw': [], 'message': []}
        for _ in range(options.runs):
            for side, figures in found.items():
                figures.append(_run(side, name, 10 * options.scale))
        ours, raw, message = map(statistics.median, found.values())
        table.row(name, ours, raw, f'{raw / ours:.2f}', message, f'{message / ours:.2f}')


if __name__ == '__main__':
    main()
