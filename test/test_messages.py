"""The nouns that every source yields."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.messages import Channel, MessageBatch, TypeName, type_name


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
