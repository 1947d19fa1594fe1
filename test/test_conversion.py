"""The conversion as a library: a source and a recording of the test's own."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import ref

import numpy as np
import pytest

from rerun_bridge.conversion import convert
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, type_name
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sources import open_bag
from rerun_bridge.sources.base import Loss, Progress
from rerun_bridge.topic_rules import TopicSelection
from test.support import small_bags
from test.support.examples import example_messages
from test.support.standard_types import definition_of

STEP_NS = 1_000
TRANSFORMS = type_name('tf2_msgs/TFMessage')


def _channel(number: int, topic: str, count: int | None, encoding: str = 'cdr') -> Channel:
    definition = MessageDefinition('ros2msg', 'float64 data')
    name = type_name('test_msgs/Number')
    return Channel(number, topic, name, definition, encoding=encoding, message_count=count)


class _Numbers:
    """A source of ten batches of ten numbers on each channel."""

    def __init__(self, *channels: Channel) -> None:
        self._channels = channels
        self.asked: frozenset[str] | None = None
        self.done = 0

    def channels(self) -> Sequence[Channel]:
        return self._channels

    def batches(
        self,
        *,
        start_ns: int | None = None,
        end_ns: int | None = None,
        topics: frozenset[str] | None = None,
    ) -> Iterator[MessageBatch]:
        self.asked = topics
        payload = b''.join(b'\x00\x01\x00\x00' + struct.pack('<d', value) for value in range(10))
        for step in range(10):
            times = 1 + (np.arange(10) + step * 10) * STEP_NS
            wanted = (times >= (start_ns or 0)) & (times < (end_ns or 2**62))
            for channel in self._channels:
                taken = topics is None or channel.topic in topics
                if channel.encoding == 'cdr' and wanted.any() and taken:
                    batch = MessageBatch(
                        channel,
                        times,
                        None,
                        np.frombuffer(payload, np.uint8),
                        np.arange(10) * 12,
                        np.full(10, 12),
                    )
                    yield batch.pick(np.flatnonzero(wanted))
            self.done += 10

    def extent(self) -> None:
        return None

    def losses(self) -> Sequence[Loss]:
        return ()

    def progress(self) -> Progress:
        return Progress(self.done, 100)

    def close(self) -> None:
        pass

    def __enter__(self) -> _Numbers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Chunks:
    """A recording that keeps its chunks."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []

    def send_chunk(self, chunk: Chunk) -> None:
        self.chunks.append(chunk)


class _Nowhere:
    """A recording that keeps nothing."""

    def send_chunk(self, chunk: Chunk) -> None:
        pass


def test_everything_is_converted() -> None:
    """All messages of all topics arrive and are counted; nothing is missing."""
    recording, seen = _Chunks(), list[Progress]()
    source = _Numbers(_channel(1, '/b', 100), _channel(2, '/a', 100))
    report = convert(source, recording, on_progress=seen.append)
    assert [(each.channel.topic, each.messages) for each in report.stats] == [
        ('/a', 100),
        ('/b', 100),
    ]
    assert report.messages == 200
    assert report.clean
    assert len(seen) == 20
    assert {str(chunk.entity_path) for chunk in recording.chunks} == {'/a', '/b'}
    assert source.asked is None


def test_no_batch_is_held_while_the_next_is_made() -> None:
    """Nor the first for the whole conversion: each is made of the memory of the one before it."""
    held: list[bool] = []

    class Watched(_Numbers):
        """Looks whether what it has yielded is still there."""

        def batches(self, **limits: Any) -> Iterator[MessageBatch]:
            first = None
            for batch in super().batches(**limits):
                last = ref(batch)
                first = first or last
                yield batch
                del batch
                held.append(last() is not None or first() is not None)

    convert(Watched(_channel(1, '/a', 100)), _Nowhere())
    assert held == [False] * 10


def test_a_source_with_an_index_is_asked_for_the_wanted_topics_only() -> None:
    """Where all channels are known, what is not wanted is not even read."""
    source = _Numbers(_channel(1, '/a', 100), _channel(2, '/b', 100))
    report = convert(source, _Chunks(), TopicSelection(exclude=('/b',)))
    assert source.asked == {'/a'}
    assert [each.channel.topic for each in report.stats] == ['/a']


def test_a_source_without_an_index_is_read_whole() -> None:
    """More channels may turn up later, so the bridge chooses."""
    source = _Numbers(_channel(1, '/a', None), _channel(2, '/b', None))
    report = convert(source, _Chunks(), TopicSelection(include=('/b',)))
    assert source.asked is None
    assert [each.channel.topic for each in report.stats] == ['/b']


def test_a_range_of_times() -> None:
    """The first time is included, the last is not."""
    source = _Numbers(_channel(1, '/a', 100))
    report = convert(source, _Chunks(), start_ns=1 + 5 * STEP_NS, end_ns=1 + 25 * STEP_NS)
    assert report.messages == 20


def test_what_holds_at_all_times_is_taken_from_before_the_start() -> None:
    """A part of a bag needs the static transforms, which are said once, at the start."""
    static = replace(_channel(2, '/map', 1), qos=Qos(transient_local=True))
    source = _Numbers(_channel(1, '/a', 100), static)
    report = convert(source, _Chunks(), start_ns=1 + 90 * STEP_NS)
    assert [(each.channel.topic, each.messages) for each in report.stats] == [
        ('/a', 10),
        ('/map', 100),
    ]


def test_static_transforms_from_before_the_start_of_a_file_that_was_cut(tmp_path: Path) -> None:
    """Without a summary nobody knows of them before they are read."""
    path = tmp_path / 'walk.mcap'
    with small_bags.new_bag(path, chunk_size=200) as bag:
        bag.channel('/tf_static', TRANSFORMS, definition_of(TRANSFORMS).text)
        bag.message('/tf_static', example_messages(TRANSFORMS)[0])
        bag.floats('/speed', 100)
    path.write_bytes(path.read_bytes()[:-6000])
    start_ns = small_bags.START_NS + 50 * small_bags.STEP_NS
    with open_bag(path) as source:
        assert source.extent() is None
        report = convert(source, _Chunks(), start_ns=start_ns)
    found = {each.channel.topic: each.messages for each in report.stats}
    assert found['/tf_static'] == 1
    assert 10 < found['/speed'] < 50


@pytest.mark.parametrize(('answers', 'messages'), [([True], 0), ([False, False, True], 20)])
def test_stopping_early(answers: list[bool], messages: int) -> None:
    """What was read is sent, and the report says that it is not all."""
    recording = _Chunks()
    ask = iter(answers)
    report = convert(_Numbers(_channel(1, '/a', 100)), recording, stopped=lambda: next(ask))
    assert report.interrupted
    assert not report.clean
    assert report.messages == messages


def test_what_is_not_ros_is_named() -> None:
    """A channel with messages of another encoding is a loss; one without any is only silent."""
    source = _Numbers(
        _channel(1, '/a', 100), _channel(2, '/log', 7, 'json'), _channel(3, '/none', 0, 'json')
    )
    report = convert(source, _Chunks())
    assert [channel.topic for channel in report.foreign] == ['/log']
    assert [channel.topic for channel in report.silent] == ['/none']
    assert not report.clean
    unwanted = TopicSelection(exclude=('/log',))
    assert convert(source, _Chunks(), unwanted).clean
