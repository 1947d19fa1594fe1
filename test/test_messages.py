"""The nouns that every source yields."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.messages import Channel, MessageBatch, ScatteredBatch, TypeName, type_name
from rerun_bridge.nouns import replace


@pytest.mark.parametrize(
    'text', ['sensor_msgs/msg/Imu', 'sensor_msgs/Imu', 'sensor_msgs::msg::Imu']
)
def test_type_names_have_three_parts(text: str) -> None:
    """However a type is written, it has one name."""
    assert type_name(text) == 'sensor_msgs/msg/Imu'


def test_picking_keeps_bytes_and_times_together() -> None:
    """Some messages of a batch are the same messages, and their bytes are not copied."""
    channel = Channel(1, '/t', TypeName('p/msg/T'))
    buffer = np.frombuffer(b'..abc.de', np.uint8)
    times = np.array([1, 2], np.int64)
    batch = MessageBatch(channel, times, times + 5, buffer, np.array([2, 6]), np.array([3, 2]))
    assert (len(batch), batch.size_bytes) == (2, 5)
    assert bytes(batch.message(0)) == b'abc'
    one = batch.pick(np.array([1]))
    assert bytes(one.message(0)) == b'de'
    assert one.publish_times_ns is not None
    assert (one.log_times_ns.tolist(), one.publish_times_ns.tolist()) == ([2], [7])
    assert one.buffer is buffer


def scattered(*messages: bytes) -> ScatteredBatch:
    """Return messages in memory of their own."""
    times = np.arange(len(messages), dtype=np.int64)
    data = tuple(np.frombuffer(each, np.uint8) for each in messages)
    channel = Channel(1, '/t', TypeName('p/msg/T'))
    return ScatteredBatch(channel, times, times + 5, data)


def test_scattered_messages_are_a_batch_like_others() -> None:
    """Their buffer is made when somebody wants it."""
    batch = scattered(b'abc', b'', b'de')
    assert (len(batch), batch.size_bytes) == (3, 5)
    assert [bytes(batch.message(row)) for row in range(3)] == [b'abc', b'', b'de']
    assert batch.buffer.tobytes() == b'abcde'
    assert batch.starts.tolist() == [0, 3, 3]
    assert len(scattered().buffer) == 0


def test_picking_scattered_messages_copies_none() -> None:
    """By rows, or by a slice; and times can be given anew."""
    batch = replace(scattered(b'abc', b'', b'de'), clock_times_ns=np.array([7, 8, 9]))
    for rows in (np.array([2]), slice(2, None)):
        one = batch.pick(rows)
        assert (len(one), bytes(one.message(0))) == (1, b'de')
        assert np.shares_memory(one.data[0], batch.data[2])
        assert (one.log_times_ns.tolist(), one.lengths.tolist()) == ([2], [2])
        assert one.publish_times_ns is not None
        assert one.clock_times_ns is not None
        assert (one.publish_times_ns.tolist(), one.clock_times_ns.tolist()) == ([7], [9])
