"""
Decoding of CDR messages to columns, against rosbags' deserialisation to Python objects.

Start-up is not counted on either side. Ours makes every column, as if all of it were wanted.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from bench.options import parse_options
from bench.table import Table
from demo.definitions import definitions, typestore
from demo.scene import Scene
from demo.stream import Stream
from demo.streams.cloud import cloud
from demo.streams.imu import imu
from demo.streams.joints import joint_states
from demo.streams.navigation import plan
from demo.streams.odometry import odometry
from demo.streams.reports import diagnostics, robot_status
from demo.streams.scan import scan
from demo.streams.transforms import transforms_of_many_nodes
from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.cdr.columns import Column, Columns, Ragged, Spans, Strings
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, TypeName

__all__ = ['main']

BATCH_BYTES = 768 * 1024
"""As many messages as a chunk of an MCAP file has."""

BIG_BYTES = 64 * 1024
"""A sequence of this size is taken where it lies, as rosbags does and our converters do."""

STREAMS: dict[str, Callable[[float], Stream]] = {
    'Imu': lambda scale: imu(Scene(100 * scale), 400),
    'TFMessage': lambda scale: transforms_of_many_nodes(Scene(100 * scale), 200),
    'Odometry': lambda scale: odometry(Scene(200 * scale), 100),
    'JointState': lambda scale: joint_states(Scene(200 * scale), 100),
    'LaserScan': lambda scale: scan(Scene(50 * scale), 40, beams=1080),
    'PointCloud2': lambda scale: cloud(Scene(10 * scale), 10),
    'Path': lambda scale: plan(Scene(100 * scale), 10, poses=200),
    'DiagnosticArray': lambda scale: diagnostics(Scene(500 * scale), 10),
    'RobotStatus': lambda scale: robot_status(Scene(500 * scale), 10),
}


def batches(stream: Stream, messages: list[bytes]) -> list[MessageBatch]:
    """Return the messages of a stream in batches of :data:`BATCH_BYTES`."""
    type_name = TypeName(stream.type_name)
    text = definitions([type_name])[type_name].text
    channel = Channel(1, stream.topic, type_name, MessageDefinition('ros2msg', text))
    lengths = np.array([len(message) for message in messages], np.int64)
    ends = np.cumsum(lengths)
    buffer = np.frombuffer(b''.join(messages), np.uint8)
    whole = MessageBatch(channel, stream.times.log_ns, None, buffer, ends - lengths, lengths)
    cuts = np.unique(np.searchsorted(ends, np.arange(BATCH_BYTES, ends[-1], BATCH_BYTES)))
    bounds = np.unique([0, *cuts.tolist(), len(messages)]).tolist()
    return [whole.pick(slice(a, b)) for a, b in zip(bounds[:-1], bounds[1:])]


def make_all(columns: Columns) -> None:
    """Ask for every column."""
    for path in columns:
        _make(columns[path])


def _make(column: Column) -> None:
    if isinstance(column, Strings):
        _ = column.dictionary
    elif isinstance(column, Spans):
        if column.counts.max(initial=0) * column.dtype.itemsize < BIG_BYTES:
            _ = column.values, column.offsets
        else:
            _ = [column.row(row) for row in range(len(column))]
    elif isinstance(column, Ragged):
        if isinstance(column.values, Columns):
            make_all(column.values)
        else:
            _make(column.values)


def cpu_s(work: Callable[[], None], runs: int) -> float:
    """Return the least CPU time of several runs."""
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def main() -> None:
    """Print the time per message of every type."""
    options = parse_options(__doc__, kinds=tuple(STREAMS), runs=3)
    store = typestore()
    table = Table(['type', 'messages', 'bytes each', 'ours µs', 'rosbags µs', 'ratio'], 16)
    for kind in options.kinds:
        stream = STREAMS[kind](options.scale)
        messages = [bytes(stream.message(i)) for i in range(len(stream))]
        some = batches(stream, messages)
        definition = some[0].channel.definition
        assert definition is not None
        schema = parse_definition(definition, TypeName(stream.type_name))
        decoder = Decoder(compile_plan(schema))
        few = messages[:3000]

        def ours(some: list[MessageBatch] = some, decoder: Decoder = decoder) -> None:
            for batch in some:
                make_all(decoder.decode(batch).columns)

        def theirs(few: list[bytes] = few, name: str = stream.type_name) -> None:
            for message in few:
                store.deserialize_cdr(message, name)

        our_us = cpu_s(ours, options.runs) / len(messages) * 1e6
        their_us = cpu_s(theirs, options.runs) / len(few) * 1e6
        size = sum(map(len, messages)) // len(messages)
        table.row(kind, len(messages), size, our_us, their_us, their_us / our_us)


if __name__ == '__main__':
    main()
