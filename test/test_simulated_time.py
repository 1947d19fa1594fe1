"""Messages without stamps in recordings of a simulation."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from rerun_bridge import simulated_time
from rerun_bridge.cli import main
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, TypeName, type_name
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from rerun_bridge.simulated_time import SimulatedTime, clock_of
from rerun_bridge.stats import ChannelStats
from test.support.small_bags import ENCAPSULATION, START_NS, new_bag
from test.support.standard_types import definition_of

CLOCK_TYPE = TypeName('rosgraph_msgs/msg/Clock')
CLOCK = Channel(1, '/clock', CLOCK_TYPE, definition_of(CLOCK_TYPE))
SPEED = Channel(2, '/speed', type_name('std_msgs/Float64'), MessageDefinition('ros2msg', 'int8 x'))
CLOUD = TypeName('sensor_msgs/msg/PointCloud2')
CLOUDS = Channel(3, '/points', CLOUD, definition_of(CLOUD))
S = 1_000_000_000


def batch(channel: Channel, log_s: Iterable[float], data: Iterable[bytes]) -> MessageBatch:
    """Return messages that were logged so many seconds after the start."""
    parts = list(data)
    lengths = np.array([len(part) for part in parts])
    times = START_NS + (np.array(list(log_s)) * S).astype(np.int64)
    buffer = np.frombuffer(b''.join(parts), np.uint8)
    return MessageBatch(channel, times, None, buffer, np.cumsum(lengths) - lengths, lengths)


def ticks(log_s: Iterable[float], shown_s: Iterable[float], order: str = '<') -> MessageBatch:
    """Return what the clock showed when."""
    head = b'\0\1\0\0' if order == '<' else bytes(4)
    data = [head + struct.pack(order + 'iI', int(s), round(s % 1 * S)) for s in shown_s]
    return batch(CLOCK, log_s, data)


def small(channel: Channel, *log_s: float) -> MessageBatch:
    """Return messages of a byte each."""
    return batch(channel, log_s, [b'\0\1\0\0\1'] * len(log_s))


def shown(found: MessageBatch) -> list[float]:
    """Return what the clock showed when the messages came, in seconds."""
    assert found.clock_times_ns is not None
    return [float(ns / S) for ns in found.clock_times_ns]


@pytest.mark.parametrize('order', '<>')
def test_the_newest_tick_counts(order: str) -> None:
    """At and after it; before the first one, the first; whichever batch comes first."""
    clock = ticks([10, 11, 12], [0.5, 1.5, 1.5], order)
    speeds = small(SPEED, 9, 10, 10.5, 11, 11.9, 12)
    for batches in ([clock, speeds], [speeds, clock]):
        found = {each.channel.topic: each for each in SimulatedTime(CLOCK).of(batches)}
        assert shown(found['/speed']) == [0.5, 0.5, 0.5, 1.5, 1.5, 1.5]
        assert shown(found['/clock']) == [0.5, 1.5, 1.5]


def test_batches_wait_for_the_clock() -> None:
    """But not for ever, not large ones that have a stamp, and all come in order."""
    large = batch(CLOUDS, [1], [bytes(100_000)])
    order = [small(SPEED, 1, 2), large, ticks([0, 1], [0, 1]), small(SPEED, 3), ticks([5], [5])]
    found = list(SimulatedTime(CLOCK).of(order))
    names = [each.channel.topic for each in found]
    assert names == ['/points', '/clock', '/clock', '/speed', '/speed']
    assert found[0].clock_times_ns is None
    assert [shown(each) for each in found[3:]] == [[1.0, 1.0], [1.0]]


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest goes on with what the clock has shown until then."""
    monkeypatch.setattr(simulated_time, 'WAITING_BYTES', 12)
    simulated = SimulatedTime(CLOCK)
    passed: list[tuple[int, str]] = []
    order = [ticks([0], [7]), *(small(SPEED, time, time) for time in (1, 2, 3)), ticks([9], [9])]
    read = 0

    def counted() -> Iterable[MessageBatch]:
        nonlocal read
        for each in order:
            read += 1
            yield each

    for each in simulated.of(counted()):
        passed.append((read, each.channel.topic))
    assert passed == [(1, '/clock'), (3, '/speed'), (4, '/speed'), (5, '/clock'), (5, '/speed')]


def test_the_clock_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours of ticks are not kept; what came long ago has the oldest that are."""
    monkeypatch.setattr(simulated_time, 'KEPT_NS', 2 * S)
    simulated = SimulatedTime(CLOCK)
    found = list(simulated.of([*(ticks([t], [t]) for t in range(100)), small(SPEED, 5, 98.5)]))
    assert shown(found[-1]) == [97.0, 98.0]


def test_a_clock_that_goes_back() -> None:
    """Is followed, and told with its channel, once for each time."""
    simulated = SimulatedTime(CLOCK)
    order = [ticks([0, 1, 2], [0, 5, 0]), ticks([3], [7]), ticks([4], [1]), small(SPEED, 1, 2.5)]
    found = list(simulated.of(order))
    assert shown(found[-1]) == [5.0, 0.0]
    stats = [ChannelStats(channel, '', '') for channel in (CLOCK, SPEED)]
    simulated.note(stats)
    assert [dict(each.notes) for each in stats] == [
        {'goes back 2 times: ros_time is folded there': 0},
        {},
    ]


def test_bad_ticks_do_not_count() -> None:
    """A cut message of the clock is left to the report of its channel."""
    bad = batch(CLOCK, [1, 2], [b'\0\1\0\0\1', b''])
    found = list(SimulatedTime(CLOCK).of([bad, small(SPEED, 1)]))
    assert [each.clock_times_ns for each in found] == [None, None]


def test_which_channel_is_the_clock() -> None:
    """By name and type, if it may have messages that can be understood."""
    silent = Channel(1, '/clock', CLOCK_TYPE, CLOCK.definition, message_count=0)
    other = Channel(1, '/clock', TypeName('std_msgs/msg/Float64'), SPEED.definition)
    unknown = Channel(1, '/clock', CLOCK_TYPE)
    assert clock_of([SPEED, CLOCK]) is CLOCK
    assert [clock_of([each]) for each in (silent, other, unknown)] == [None] * 3
    assert clock_of([]) is None


@pytest.mark.parametrize('arguments', [(), ('-t', '/speed')])
def test_a_bag_of_a_simulation(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """All of it is on the simulation's time, even where the clock itself is not wanted."""
    path, out = tmp_path / 'sim.mcap', tmp_path / 'sim.rrd'
    with new_bag(path, chunk_size=300) as bag:
        bag.channel('/clock', CLOCK_TYPE, 'builtin_interfaces/Time clock')
        for step in range(100):
            bag.message('/clock', ENCAPSULATION + struct.pack('<iI', 1, step * 10_000_000))
        bag.floats('/speed', 100)
    assert main(['convert', str(path), '-o', str(out), '-q', *arguments]) == 0
    chunks = [each.chunk for each in read_rrd(out.read_bytes()) if isinstance(each, FoundChunk)]
    times = {
        str(chunk.entity_path): {each.timeline.name: each.values.tolist() for each in chunk.times}
        for chunk in chunks
    }
    assert times['/speed']['ros_time'] == [S + step * 10_000_000 for step in range(100)]
    assert times['/speed']['log_time'] == [START_NS + step * 10_000_000 for step in range(100)]
    assert ('/clock' in times) == (not arguments)
