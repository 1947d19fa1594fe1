"""What is heard of a channel over the wire, and what is lost."""

from __future__ import annotations

import time

import pytest

from rerun_bridge.messages import Channel, MessageBatch, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.dds.arrival import ArrivalTimes
from rerun_bridge.sources.dds.feed import Feed, Waiting
from rerun_bridge.sources.dds.names import dds_topic, dds_type
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import LARGE_BYTES, RawReader
from test.support.dds_publisher import PublisherProcess

BLOB = TypeName('test_msgs/msg/Blob')
DEPTH = 20
OFFER = Qos(True, False, 1000, 1)
HEADER = b'\0\1\0\0'
SMALL = HEADER + b'1234'


def feed_of(participant: Participant, topic: str, offer: Qos = OFFER) -> Feed:
    """Return the feed of a topic."""
    channel = Channel(1, topic, BLOB, qos=replace(offer, depth=DEPTH))
    reader = RawReader(participant, dds_topic(topic), dds_type(BLOB), channel.qos)
    return Feed(channel, reader, lambda writer: None, ArrivalTimes(int))


def taken(feed: Feed) -> list[MessageBatch]:
    """Return what has come."""
    now_ns = time.time_ns()
    feed.look(feed.reader.take(), now_ns)
    return list(feed.batches(0, now_ns))


def test_waiting_is_for_all_that_have_something(domain: int) -> None:
    """And for nobody without: it takes its time."""
    participant = Participant(domain)
    waiting, a, b = Waiting(participant), feed_of(participant, '/a'), feed_of(participant, '/b')
    begin_s = time.monotonic()
    assert waiting.wait(50_000_000) == []
    assert time.monotonic() - begin_s >= 0.05
    for feed in (a, b):
        waiting.attach(feed)
    with PublisherProcess(domain) as publisher:
        publisher.open('/b', BLOB, OFFER)
        assert publisher.await_readers()
        publisher.write('/b', [SMALL])
        assert waiting.wait(30_000_000_000) == [b.reader.condition]
        waiting.detach(b)
        assert waiting.wait(0) == []
    participant.close()


@pytest.mark.parametrize('reliable', [True, False])
def test_what_is_overwritten_before_it_is_taken_is_counted(domain: int, reliable: bool) -> None:
    """About, from when messages were published: DDS itself says nothing of it."""
    participant = Participant(domain)
    offer = Qos(reliable, False, 1000, 1)
    feed = feed_of(participant, '/a', offer)
    waiting = Waiting(participant)
    waiting.attach(feed)
    with PublisherProcess(domain) as publisher:
        publisher.open('/a', BLOB, offer)
        assert publisher.await_readers()
        sent = 0
        while not sent or feed.drops().messages == 0:
            publisher.write('/a', [SMALL] * 5, hz=500)
            sent += 5
            assert waiting.wait(30_000_000_000)
            assert taken(feed)
            publisher.write('/a', [SMALL] * 200, hz=1000)
            publisher.await_acknowledged('/a')
            waiting.wait(30_000_000_000)
            time.sleep(0.01)
            assert len(taken(feed)[0]) == DEPTH
            assert feed.fullness == 1.0
    assert 20 < feed.drops().messages < 20 * sent * 200
    feed.reader.close()
    participant.close()


def test_a_large_message_is_lent(domain: int) -> None:
    """It is there after the reader and the domain are gone, and makes the feed a heavy one."""
    participant = Participant(domain)
    feed = feed_of(participant, '/a')
    sent = [HEADER + bytes([number]) * LARGE_BYTES for number in range(3)]
    waiting = Waiting(participant)
    waiting.attach(feed)
    with PublisherProcess(domain) as publisher:
        publisher.open('/a', BLOB, OFFER)
        assert publisher.await_readers()
        publisher.write('/a', sent)
        found = []
        while len(found) < len(sent):
            assert waiting.wait(30_000_000_000)
            found += taken(feed)
    assert feed.is_heavy
    feed.reader.close()
    participant.close()
    assert [bytes(batch.message(0)) for batch in found] == sent
    with pytest.raises(ValueError, match='read-only'):
        found[0].buffer[0] = 1
