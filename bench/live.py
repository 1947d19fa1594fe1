"""
A running graph into the viewer, over DDS on the loopback interface, against the usual way.

The usual way is the same DDS reader, woken for every message, rosbags to deserialise it and
rerun-sdk to log it. Both send to a real viewer without a window (``rerun --serve-grpc``), and run
in turns, each in a process of its own, as do the publisher and the viewer; what is compared is the
CPU time of the process per message that it forwarded, all its threads together. *must* is what we
hold ourselves to. Latency is from publishing to the sink, at the median.

Pictures go over the wire twice: as Cyclone DDS sends them by itself, in 300 datagrams, and in 65,
as those set it up who publish large messages.

``--soak MINUTES`` has our side forward one case for that long instead, and prints its memory.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.options import BUILD
from bench.peers import judge_python, viewer_program
from bench.table import Table
from demo.definitions import definitions
from demo.robot_bag import robot_bag
from rerun_bridge.messages import Qos
from test.support.dds_publisher import LOOPBACK, PublisherProcess
from test.support.proxy import free_port, listens

__all__ = ['CASES', 'Case', 'main']

ROOT = Path(__file__).parent.parent
SETTLE_S = 1.0
SOAK_STEPS = 10
VIEWER_MEMORY = '64MB'


@dataclass(frozen=True)
class Case:
    """
    What is published.

    :param kind: of the demo's bags, whose first stream it is.
    :param must: how many times cheaper than the usual way.
    :param datagram_bytes: the largest that Cyclone DDS sends; None for its own 14,720.
    """

    kind: str
    topics: int
    hz: float
    must: float
    datagram_bytes: int | None = None

    @property
    def uri(self) -> str:
        """How Cyclone DDS is set up, for who publishes and for both sides."""
        if self.datagram_bytes is None:
            return LOOPBACK
        larger = f'<MaxMessageSize>{self.datagram_bytes}B</MaxMessageSize>'
        return LOOPBACK.replace('</General>', f'{larger}</General>')


CASES = {
    '1 kHz of 324 bytes': Case('imu', 1, 1000, 2),
    '4 MB images at 30 Hz': Case('large_image', 1, 30, 3),
    '4 MB in large datagrams': Case('large_image', 1, 30, 3, 65500),
    '50 topics x 200 Hz': Case('imu', 50, 200, 5),
}


@dataclass(frozen=True)
class Result:
    """What one run of one side took."""

    cpu_us: float
    arrived: float
    latency_ms: float


OURS = [sys.executable, '-m', 'bench.live_ours', 'ticks']


def _messages(case: Case) -> tuple[str, str, list[bytes]]:
    """Return type, hash and some messages."""
    if case.kind == 'large_image':
        from bench.live_messages import large_images

        type_name, messages = large_images(8)
    else:
        stream = robot_bag(case.kind, seconds=2.5)[0]
        type_name = stream.type_name
        messages = [bytes(stream.message(row)) for row in range(len(stream))]
    return type_name, definitions([type_name])[type_name].type_hash, messages


@contextmanager
def _viewer() -> Iterator[str]:
    """Yield the address of a viewer that keeps little."""
    port = free_port()
    command = [viewer_program(), '--serve-grpc', '--bind', '127.0.0.1', '--port', str(port)]
    command += ['--server-memory-limit', VIEWER_MEMORY]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while not listens(port):
                if process.poll() is not None:
                    raise SystemExit(f'{command[0]}: ended with {process.returncode}')
            yield f'127.0.0.1:{port}'
        finally:
            process.kill()


class _Running:
    """A side of the comparison while messages are published to it; a context manager."""

    def __init__(self, command: list[str], case: Case) -> None:
        self._command, self._case = command, case
        self._names = [f'/topic{number}' for number in range(case.topics)]
        self._open = ExitStack()

    def __enter__(self) -> _Running:
        os.environ['CYCLONEDDS_URI'] = self._case.uri
        domain = random.SystemRandom().randrange(1, 200)
        type_name, type_hash, self._messages = _messages(self._case)
        self._publisher = self._open.enter_context(PublisherProcess(domain))
        for name in self._names:
            self._publisher.open(name, type_name, Qos(True, False, 100), type_hash)
        address = self._open.enter_context(_viewer())
        environment = {**os.environ, 'OPENBLAS_NUM_THREADS': '1', 'PYTHONPATH': _python_path()}
        self._process = subprocess.Popen(
            [*self._command, address, str(domain), type_name, *self._names],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._open.callback(self._process.kill)
        if not self._publisher.await_readers():
            raise SystemExit(f'{self._command}: does not subscribe')
        self.publish(SETTLE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def publish(self, seconds: float) -> int:
        """Publish for so long; return how many messages that was."""
        rounds = int(self._case.hz * seconds)
        self._publisher.write_round(self._names, self._messages, self._case.hz, rounds)
        self._publisher.await_acknowledged(self._names[0])
        return rounds * len(self._names)

    def tell(self, word: str) -> str:
        """Say a word to the side, and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f'{word}\n')
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def rss_mb(self) -> float:
        """Return what memory it has now."""
        pages = int(Path(f'/proc/{self._process.pid}/statm').read_text().split()[1])
        return pages * os.sysconf('SC_PAGE_SIZE') / 1e6


def _run(command: list[str], case: Case, seconds: float) -> Result:
    with _Running(command, case) as running:
        running.tell('begin')
        count = running.publish(seconds)
        found = json.loads(running.tell('end'))
    cpu_us = found['cpu_s'] / max(found['messages'], 1) * 1e6
    return Result(cpu_us, found['messages'] / count, found['latency_ms'])


def soak(name: str, minutes: float) -> None:
    """Print what memory our side has as time goes by."""
    table = Table(['minutes', 'MB'], first_width=8)
    with _Running(OURS, CASES[name]) as running:
        for step in range(SOAK_STEPS + 1):
            table.row(f'{step * minutes / SOAK_STEPS:.1f}', running.rss_mb())
            if step < SOAK_STEPS:
                running.publish(minutes * 60 / SOAK_STEPS)


def _python_path() -> str:
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get('PYTHONPATH')])])


def main() -> None:
    """Print the costs of every case."""
    import argparse

    parser = argparse.ArgumentParser(description=(__doc__ or '').strip().splitlines()[0])
    parser.add_argument('--scale', type=float, default=1.0, help='of 20 seconds a run')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--cases', nargs='+', choices=CASES, default=list(CASES))
    parser.add_argument('--soak', type=float, metavar='MINUTES', help='watch the memory instead')
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    if options.soak:
        for name in options.cases:
            print(f'\n{name}, {options.soak:g} minutes')
            soak(name, options.soak)
        return
    sides = {
        'ours': OURS,
        'low latency': [sys.executable, '-m', 'bench.live_ours', 'low_latency'],
        'usual': [judge_python(), '-m', 'bench.live_usual'],
    }
    table = Table(
        ['case', 'by', 'CPU us', 'ratio', 'must', 'arrived', 'latency ms'], first_width=24
    )
    for name in options.cases:
        case = CASES[name]
        results: dict[str, list[Result]] = {side: [] for side in sides}
        for _ in range(options.runs):
            for side, command in sides.items():
                results[side].append(_run(command, case, 20 * options.scale))
        usual = statistics.median(result.cpu_us for result in results['usual'])
        for side, found in results.items():
            cpu_us = statistics.median(result.cpu_us for result in found)
            table.row(
                name,
                side,
                cpu_us,
                usual / cpu_us,
                case.must if side == 'ours' else '',
                f'{min(result.arrived for result in found):.2%}',
                statistics.median(result.latency_ms for result in found),
            )


if __name__ == '__main__':
    main()
