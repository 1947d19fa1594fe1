"""The whole way from CDR bytes to chunks, and what bad messages cost."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from rerun_bridge import channel_pipeline
from rerun_bridge.bridge import Bridge
from rerun_bridge.cdr import Columns
from rerun_bridge.converters import Context, Converter, EntityColumns
from rerun_bridge.converters.generic import RAW
from rerun_bridge.errors import ConvertError
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.sdk.archetypes import Scalars, TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.support.examples import example_messages
from test.support.golden import ChunkList, batch_of
from test.support.standard_types import definition_of

IMU = TypeName('sensor_msgs/msg/Imu')
NUMBER = TypeName('test_msgs/msg/Number')
NUMBERS = Channel(1, '/numbers', NUMBER, MessageDefinition('ros2msg', 'int32 x'))


def numbers(*values: int) -> MessageBatch:
    """Return messages of one int32 each."""
    return batch_of(NUMBERS, [b'\0\1\0\0' + value.to_bytes(4, 'little') for value in values])


def cells(chunks: Iterable[Chunk], component: str) -> list[Any]:
    """Return the rows of a component over several chunks."""
    return [
        row
        for chunk in chunks
        for column in chunk.components
        if column.descriptor.component == component
        for row in column.lists.to_pylist()
    ]


def use(monkeypatch: pytest.MonkeyPatch, convert: Any, start: Any = None) -> None:
    """Draw every type with a converter of the test's own."""
    converter = Converter(NUMBER, convert, ('x',), 'test', start=start)
    monkeypatch.setattr(channel_pipeline, 'find_converter', lambda name: converter)


def test_a_converter_has_state_and_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """State is made once per channel, batches come in order, the first is known as such."""
    contexts: list[Context] = []

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        contexts.append(context)
        state.extend(columns.numbers('x').tolist())
        yield EntityColumns((Scalars.scalars.column(np.cumsum(state)[-columns.rows :]),))

    use(monkeypatch, convert, start=list)
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/numbers', options={'k': 1}),)))
    bridge.send(numbers(1, 2))
    bridge.send(numbers(3))
    other = batch_of(Channel(2, '/other', NUMBER, NUMBERS.definition), [b'\0\1\0\0\5\0\0\0'])
    bridge.send(other)
    assert cells(chunks, 'Scalars:scalars') == [[1], [3], [6], [5]]
    assert [context.first for context in contexts] == [True, False, True]
    assert contexts[0].options == {'k': 1}
    assert contexts[2].channel.topic == '/other'


def test_what_does_not_decode_is_kept_as_bytes() -> None:
    """A cut message costs its own row and is counted with its reason."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    good = example_messages(IMU)
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    bridge.send(batch_of(channel, [good[0], good[1][:50], good[2]]))
    assert len(cells(chunks, 'InstancePoses3D:quaternions')) == 2
    assert cells(chunks, RAW.component) == [[list(good[1][:50])]]
    assert bridge.stats[0].messages == 3
    assert list(bridge.stats[0].losses.values()) == [1]


def test_what_cannot_be_drawn_costs_its_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of bad rows in a batch are kept raw, and the good ones drawn, each once."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        values = columns.numbers('x')
        bad = np.flatnonzero(values % 2)
        if len(bad):
            raise ConvertError('is odd', row=int(bad[0]))
        yield EntityColumns((Scalars.scalars.column(values),))

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(*range(1000)))
    drawn = sorted(value for (value,) in cells(chunks, 'Scalars:scalars'))
    assert drawn == list(range(0, 1000, 2))
    assert bridge.stats[0].losses == {'is odd': 500}
    assert len(cells(chunks, RAW.component)) == 500


def test_a_fault_of_a_converter_keeps_the_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception nobody foresaw is a loss of the drawing, not of the data."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        raise KeyError('no such field')

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(4, 5))
    assert cells(chunks, 'test_msgs.msg.Number:x') == [[4], [5]]
    ((reason, count),) = bridge.stats[0].losses.items()
    assert count == 2
    assert 'KeyError' in reason


def test_unknown_definition_keeps_bytes_without_a_loss() -> None:
    """A type that is defined nowhere is kept raw and named."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(Channel(1, '/t', NUMBER), [b'\0\1\0\0abc']))
    assert cells(chunks, RAW.component) == [[list(b'\0\1\0\0abc')]]
    (stats,) = bridge.stats
    assert (stats.drawn_as, dict(stats.losses)) == ('raw bytes', {})
    assert any('definition' in note for note in stats.notes)


def test_a_zero_stamp_takes_the_log_time_and_is_kept() -> None:
    """Without a stamp the log time stands in, counted; the stamps of the batch stay readable."""
    messages = [bytearray(data) for data in example_messages(IMU)]
    messages[1][4:12] = bytes(8)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    batch = batch_of(Channel(1, '/imu', IMU, definition_of(IMU)), map(bytes, messages))
    bridge.send(batch)
    times = next(c for c in chunks if not c.is_static and c.entity_path.parts == ('imu',)).times
    assert times[2].timeline.name == 'ros_time'
    assert times[2].values[1] == batch.log_times_ns[1]
    assert times[2].values[0] != batch.log_times_ns[0]
    assert bridge.stats[0].notes == {'stamp is zero: log time used': 1}
    assert cells(chunks, 'sensor_msgs.msg.Imu:header.stamp.sec')[1] == [0]


def test_latched_topic_with_one_message_is_static() -> None:
    """A map published once holds at all times; one published twice has a history."""
    for count, static in ((1, True), (2, False)):
        chunks = ChunkList()
        qos = Qos(transient_local=True, publishers=1)
        definition = MessageDefinition('ros2msg', 'int32 x')
        channel = Channel(1, '/latched', NUMBER, definition, qos, message_count=count)
        Bridge(chunks).send(batch_of(channel, [b'\0\1\0\0\7\0\0\0'] * count))
        assert [chunk.is_static for chunk in chunks] == [static]


def test_frames_are_renamed_everywhere() -> None:
    """A prefix reaches headers, transforms and the frame that views start from."""
    tf = TypeName('tf2_msgs/msg/TFMessage')
    chunks = ChunkList()
    bridge = Bridge(chunks, frames=Frames(prefix='r1/'))
    bridge.send(batch_of(Channel(1, '/tf', tf, definition_of(tf)), example_messages(tf)))
    bridge.send(batch_of(Channel(2, '/imu', IMU, definition_of(IMU)), example_messages(IMU)))
    bridge.finish()
    frames = {
        name
        for component in (
            'Transform3D:parent_frame',
            'Transform3D:child_frame',
            'CoordinateFrame:frame',
        )
        for row in cells(chunks, component)
        for name in row or []
    }
    assert frames
    assert all(name.startswith('r1/') for name in frames)
    assert bridge.roots[0] == 'r1/odom'
    assert chunks[-1].entity_path.parts == ()


def test_far_positions_are_kept_as_float64_too() -> None:
    """Where float32 loses more than a millimetre, the float64 stands beside it."""
    pose = TypeName('geometry_msgs/msg/Point')
    far = b'\0\1\0\0' + struct.pack('<3d', 4_500_000.123, 1.0, 2.0)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(Channel(1, '/p', pose, definition_of(pose)), [far]))
    assert cells(chunks, 'geometry_msgs.msg.Point:x') == [[4_500_000.123]]
    assert any('float64' in note for note in bridge.stats[0].notes)


def test_topics_that_are_not_taken_leave_nothing() -> None:
    """An excluded topic has no chunks and no counters."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(exclude=('/numbers',)))
    bridge.send(numbers(1))
    assert not chunks
    assert not bridge.stats


def test_fields_only_draws_nothing() -> None:
    """A rule can ask for the fields as they are."""
    chunks = ChunkList()
    selection = TopicSelection(rules=(TopicRule('/imu', fields_only=True),))
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    Bridge(chunks, selection).send(batch_of(channel, example_messages(IMU)))
    assert not cells(chunks, Scalars.scalars.descriptor.component)
    assert not cells(chunks, TextLog.text.descriptor.component)
    assert len(cells(chunks, 'sensor_msgs.msg.Imu:orientation.x')) == 3
