"""Who is served, and who pays, when not all can be kept."""

from __future__ import annotations

import threading

import numpy as np

from rerun_bridge.messages import Channel, MessageBatch, Qos, TypeName
from rerun_bridge.sources.live_queue import LiveQueue, QueueLimits
from test.support.live_source import batch

CLOUD, IMU, MAP = (
    Channel(number, f'/{number}', TypeName('test_msgs/msg/Blob'), qos=qos)
    for number, qos in enumerate([Qos(), Qos(), Qos(transient_local=True)], 1)
)
KB = 1024


def piece(channel: Channel, size: int, mark: int = 0) -> MessageBatch:
    """Return a piece of one message; its time tells it from others."""
    return batch(channel, [bytes(size)], mark)


def marks(pieces: list[MessageBatch]) -> list[tuple[int, int]]:
    """Return channel and mark of each piece."""
    return [(each.channel.id, int(each.log_times_ns[0])) for each in pieces]


def test_messages_of_a_channel_keep_their_order() -> None:
    """And all are there."""
    queue = LiveQueue()
    for mark in range(5):
        queue.put([piece(IMU, 10, mark)])
    assert marks(queue.take()) == [(2, mark) for mark in range(5)]
    assert queue.take() == []
    assert queue.drops() == {}


def test_who_puts_learns_whether_all_before_was_taken() -> None:
    """So that ticks get longer where it is not."""
    queue = LiveQueue()
    assert queue.put([piece(IMU, 10)])
    assert not queue.put([piece(CLOUD, 10)])
    queue.take()
    assert queue.put([])
    assert queue.put([piece(IMU, 10)])


def test_the_heaviest_topic_pays_with_its_oldest() -> None:
    """Small ones are all kept, however late they come."""
    queue = LiveQueue(QueueLimits(total_bytes=100 * KB))
    for mark in range(20):
        queue.put([piece(CLOUD, 20 * KB, mark)])
        queue.put([piece(IMU, 100, mark)])
    taken = marks(queue.take())
    assert [mark for channel, mark in taken if channel == IMU.id] == list(range(20))
    clouds = [mark for channel, mark in taken if channel == CLOUD.id]
    assert clouds == [17, 18, 19]
    drops = queue.drops()[CLOUD.id]
    assert (drops.messages, drops.size_bytes) == (17, 17 * 20 * KB)
    assert IMU.id not in queue.drops()


def test_who_floods_with_small_ones_is_the_heaviest() -> None:
    """It is the weight of a topic that counts, not that of a message."""
    queue = LiveQueue(QueueLimits(total_bytes=100 * KB))
    queue.put([piece(CLOUD, 20 * KB, 7)])
    for mark in range(1000):
        queue.put([piece(IMU, 100, mark)])
    taken = marks(queue.take())
    assert (CLOUD.id, 7) in taken
    assert (IMU.id, 999) in taken
    assert queue.drops().keys() == {IMU.id}


def test_latched_ones_are_dropped_last() -> None:
    """They come only once."""
    queue = LiveQueue(QueueLimits(total_bytes=100 * KB))
    queue.put([piece(MAP, 60 * KB, 1)])
    for mark in range(10):
        queue.put([piece(CLOUD, 20 * KB, mark)])
    assert marks(queue.take())[0] == (MAP.id, 1)
    assert queue.drops().keys() == {CLOUD.id}


def test_a_message_larger_than_the_queue_is_dropped_alone() -> None:
    """It is counted, and nothing else is lost for it."""
    queue = LiveQueue(QueueLimits(total_bytes=100 * KB))
    queue.put([piece(CLOUD, 20 * KB, 1)])
    queue.put([piece(IMU, 200 * KB, 2)])
    assert marks(queue.take()) == [(CLOUD.id, 1)]
    assert queue.drops()[IMU.id].messages == 1


def test_light_and_latched_ones_are_served_first() -> None:
    """A round holds so much and no more, whatever waits; the rest comes in the next."""
    queue = LiveQueue(QueueLimits(total_bytes=1000 * KB, round_bytes=100 * KB))
    for mark in range(8):
        queue.put([piece(CLOUD, 40 * KB, mark)])
    queue.put([piece(IMU, 100, 1)])
    queue.put([piece(MAP, 50 * KB, 1)])
    assert marks(queue.take()) == [(MAP.id, 1), (IMU.id, 1), (CLOUD.id, 0), (CLOUD.id, 1)]
    queue.put([piece(IMU, 100, 2)])
    assert marks(queue.take())[0] == (IMU.id, 2)


def test_waiting_ends_when_there_is_something() -> None:
    """And after its time where there is not."""
    queue = LiveQueue()
    assert not queue.wait(0.0)
    later = threading.Thread(target=queue.put, args=[[piece(IMU, 1)]])
    later.start()
    assert queue.wait(30.0)
    later.join()


def test_drops_count_every_message_of_a_piece() -> None:
    """A piece may hold many."""
    queue = LiveQueue(QueueLimits(total_bytes=10 * KB))
    queue.put([batch(IMU, [bytes(100)] * 60)])
    queue.put([batch(IMU, [bytes(100)] * 60)])
    assert queue.drops()[IMU.id].messages == 60
    assert np.sum([len(each) for each in queue.take()]) == 60
