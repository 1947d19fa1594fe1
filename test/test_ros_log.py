"""Messages that are logged become what the bridge makes of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import rerun_bridge as rr
from rerun_bridge.bridge import Bridge
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from rerun_bridge.ros_log import is_message_type
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from test.support.golden import ChunkList, batch_of
from test.support.messages import definition_of, payloads_of

IMU, TEXT = TypeName('sensor_msgs/msg/Imu'), TypeName('std_msgs/msg/String')


@pytest.fixture
def recording() -> Iterator[rr.RecordingStream]:
    """Return a recording in memory."""
    with rr.RecordingStream('test', make_default=True) as made:
        yield made


def imus(count: int) -> list[bytes]:
    """Return messages, a second apart."""
    return payloads_of(
        IMU,
        [
            {
                'header': {'stamp': {'sec': 1000 + i, 'nanosec': 5}, 'frame_id': 'base'},
                'angular_velocity': {'x': i * 0.5, 'y': 1.0, 'z': 2.0},
                'linear_acceleration': {'x': 0.0, 'y': 0.0, 'z': 9.81},
            }
            for i in range(count)
        ],
    )


def chunks_of(recording: rr.RecordingStream, log: Any) -> list[Chunk]:
    """Return what is in a recording after something was logged."""
    memory = recording.memory_recording()
    log()
    recording.flush()
    found = read_rrd(memory.drain_as_bytes())
    chunks = [each.chunk for each in found if isinstance(each, FoundChunk)]
    return [chunk for chunk in chunks if str(chunk.entity_path) != '/__properties']


def cells(chunks: Any) -> dict[str, list[Any]]:
    """Return all values by entity and component."""
    return {
        f'{chunk.entity_path} {column.descriptor.component}': column.lists.to_pylist()
        for chunk in chunks
        for column in chunk.components
    }


def test_serialized_messages_are_drawn_as_the_bridge_draws_them(
    recording: rr.RecordingStream,
) -> None:
    """Value by value, and at the time of their headers."""
    payloads = imus(20)
    logged = chunks_of(recording, lambda: [rr.log_cdr('/imu', IMU, data) for data in payloads])
    bridged = ChunkList()
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    Bridge(bridged).send(batch_of(channel, payloads))
    assert cells(logged) == cells(bridged)
    (ros_time,) = (
        each.values
        for chunk in logged
        if len(chunk) == 20
        for each in chunk.times
        if each.timeline.name == 'ros_time'
    )
    assert ros_time.tolist() == [(1000 + i) * 10**9 + 5 for i in range(20)]


def test_times_that_were_set_count(recording: rr.RecordingStream) -> None:
    """Each message has those of its call, whatever is drawn of it."""

    def log() -> None:
        for step, data in enumerate(imus(9)):
            rr.set_time('step', sequence=step * 10)
            rr.log_cdr('/imu', IMU, data)
        rr.reset_time()

    (whole,) = (chunk for chunk in chunks_of(recording, log) if len(chunk) == 9)
    times = {each.timeline.name: each.values.tolist() for each in whole.times}
    assert times['step'] == list(range(0, 90, 10))
    assert np.all(np.diff(times['log_time']) > 0)


def test_static_messages_hold_at_all_times(recording: rr.RecordingStream) -> None:
    """As latched topics with one message do."""
    (data,) = payloads_of(TEXT, [{'data': 'hello'}])
    chunks = chunks_of(recording, lambda: rr.log_cdr('/text', TEXT, data, static=True))
    assert chunks
    assert all(chunk.is_static for chunk in chunks)


def test_bad_messages_are_kept_and_told(
    recording: rr.RecordingStream, caplog: pytest.LogCaptureFixture
) -> None:
    """The good ones beside them are drawn."""
    caplog.set_level(logging.WARNING, 'rerun_bridge')
    payloads = [imus(1)[0], b'\0\1\0\0\1', imus(1)[0]]
    found = cells(
        chunks_of(recording, lambda: [rr.log_cdr('/imu', IMU, data) for data in payloads])
    )
    assert len(found['/imu Scalars:scalars']) == 2
    assert len(found['/imu rerun_bridge.RawMessage:data']) == 1
    assert 'sensor_msgs/msg/Imu' in caplog.text


def test_types_of_ones_own(recording: rr.RecordingStream) -> None:
    """With their definition they are decoded; without, kept as bytes."""
    definition = MessageDefinition('ros2msg', 'float64 depth')
    data = b'\0\1\0\0' + np.float64(1.5).tobytes()

    def log() -> None:
        rr.log_cdr('/known', 'my_msgs/msg/Depth', data, definition=definition)
        rr.log_cdr('/unknown', 'my_msgs/msg/Depth', data)

    found = cells(chunks_of(recording, log))
    assert found['/known my_msgs.msg.Depth:depth'] == [[1.5]]
    assert '/unknown rerun_bridge.RawMessage:data' in found


def test_nothing_is_done_where_nothing_is_logged() -> None:
    """Without a recording, or with one that is off."""
    with rr.RecordingStream('off', default_enabled=False) as recording:
        rr.log_cdr('/imu', IMU, b'', recording=recording)
        assert recording.memory_recording().num_msgs() == 0


def test_what_is_no_serialized_message_is_misuse(recording: rr.RecordingStream) -> None:
    """Told with what was called."""
    with pytest.raises(TypeError):
        rr.log_cdr('/imu', IMU, 'text', strict=True)  # type: ignore[arg-type]


def test_messages_are_known_by_what_rosidl_generates() -> None:
    """And nothing else is taken for one."""
    kind = type('Imu', (), {'__module__': 'sensor_msgs.msg._imu'})
    assert not is_message_type(kind)
    kind.get_fields_and_field_types = dict  # type: ignore[attr-defined]
    assert is_message_type(kind)
    assert not is_message_type(rr.Points3D)
