"""
A running graph into the viewer, over DDS on the loopback interface, against the usual way.

The usual way is the same DDS reader, woken for every message, rosbags to deserialise it and
rerun-sdk to log it. Both run in turns, each in a process of its own, as does the publisher; what
is compared is the CPU time of the process per message that was published, all its threads
together. *must* is what we hold ourselves to. Latency is from publishing to the sink, at the
median.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.options import BUILD
from bench.peers import judge_python
from bench.table import Table
from demo.definitions import definitions
from demo.robot_bag import robot_bag
from rerun_bridge.messages import Qos
from test.support.dds_publisher import LOOPBACK, PublisherProcess

__all__ = ['CASES', 'Case', 'main']

ROOT = Path(__file__).parent.parent
SETTLE_S = 1.0


@dataclass(frozen=True)
class Case:
    """
    What is published.

    :param kind: of the demo's bags, whose first stream it is.
    :param must: how many times cheaper than the usual way.
    """

    kind: str
    topics: int
    hz: float
    must: float


CASES = {
    '1 kHz of 324 bytes': Case('imu', 1, 1000, 2),
    '4 MB images at 30 Hz': Case('large_image', 1, 30, 3),
    '50 topics x 200 Hz': Case('imu', 50, 200, 5),
}


@dataclass(frozen=True)
class Result:
    """What one run of one side took."""

    cpu_us: float
    arrived: float
    latency_ms: float


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


def _run(command: list[str], case: Case, seconds: float) -> Result:
    domain = random.SystemRandom().randrange(1, 200)
    type_name, type_hash, messages = _messages(case)
    environment = {**os.environ, 'OPENBLAS_NUM_THREADS': '1', 'PYTHONPATH': _python_path()}
    with PublisherProcess(domain) as publisher:
        names = [f'/topic{number}' for number in range(case.topics)]
        for name in names:
            publisher.open(name, type_name, Qos(True, False, 100), type_hash)
        process = subprocess.Popen(
            [*command, str(domain), type_name, *names],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if not publisher.await_readers():
                raise SystemExit(f'{command}: does not subscribe')
            publisher.write_round(names, messages, case.hz, int(case.hz * SETTLE_S))
            process.stdin.write('begin\n')
            process.stdin.flush()
            process.stdout.readline()
            rounds = int(case.hz * seconds)
            publisher.write_round(names, messages, case.hz, rounds)
            publisher.await_acknowledged(names[0])
            process.stdin.write('end\n')
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            process.wait(60)
        finally:
            process.kill()
    count = rounds * case.topics
    return Result(found['cpu_s'] / count * 1e6, found['messages'] / count, found['latency_ms'])


def _python_path() -> str:
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get('PYTHONPATH')])])


def main() -> None:
    """Print the costs of every case."""
    import argparse

    parser = argparse.ArgumentParser(description=(__doc__ or '').strip().splitlines()[0])
    parser.add_argument('--scale', type=float, default=1.0, help='of 20 seconds a run')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--cases', nargs='+', choices=CASES, default=list(CASES))
    options = parser.parse_args()
    os.environ['CYCLONEDDS_URI'] = LOOPBACK
    BUILD.mkdir(parents=True, exist_ok=True)
    sides = {
        'ours': [sys.executable, '-m', 'bench.live_ours', 'ticks'],
        'low latency': [sys.executable, '-m', 'bench.live_ours', 'low_latency'],
        'usual': [judge_python(), '-m', 'bench.live_usual'],
    }
    table = Table(
        ['case', 'by', 'CPU us', 'ratio', 'must', 'arrived', 'latency ms'], first_width=20
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
