"""A DDS domain as a live source."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Channel, MessageBatch, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import PublishedTopic
from rerun_bridge.sources.dds import open_dds, open_live, source
from rerun_bridge.sources.dds.source import DdsSource
from test.support.dds_publisher import LATCHED, PublisherProcess
from test.support.dds_reading import eventually
from test.support.type_descriptions import OUTER, SOURCES

BLOB = TypeName('test_msgs/msg/Blob')
HEADER = b'\0\1\0\0'
OLD, NEW = ('RIHS01_' + digit * 64 for digit in '01')
OFFER = Qos(True, False, 1000, 1)


@contextmanager
def running(opened: DdsSource) -> Iterator[list[MessageBatch]]:
    """Yield what the source puts, while it runs."""
    put: list[MessageBatch] = []
    over = threading.Event()
    thread = threading.Thread(target=opened.run, args=[put.extend, over.is_set])
    thread.start()
    try:
        yield put
    finally:
        over.set()
        thread.join(30.0)
        assert not thread.is_alive()


def messages(put: list[MessageBatch], channel: Channel) -> list[bytes]:
    """Return the messages of a channel."""
    return [
        bytes(batch.message(row))
        for batch in list(put)
        if batch.channel is channel
        for row in range(len(batch))
    ]


@pytest.mark.parametrize('low_latency', [False, True])
def test_messages_of_channels_that_are_subscribed(domain: int, low_latency: bool) -> None:
    """With the times of publishing and arrival, until the channel is unsubscribed."""
    settings = LiveSettings(domain=domain, low_latency=low_latency)
    with open_live(settings) as opened, PublisherProcess(domain) as publisher:
        for topic in ('/a', '/b'):
            publisher.open(topic, BLOB, OFFER)
        a = Channel(1, '/a', BLOB, qos=OFFER)
        opened.subscribe(a)
        sent = [HEADER + bytes([number]) * 4 for number in range(200)]
        with running(opened) as put:
            assert publisher.await_readers(names=['/a'])
            begin_ns = time.time_ns()
            publisher.write('/b', sent)
            publisher.write('/a', sent, hz=1000)
            assert eventually(lambda: len(messages(put, a)) == len(sent))
            assert messages(put, a) == sent
            log = [time_ns for batch in put for time_ns in batch.log_times_ns.tolist()]
            assert log == sorted(log)
            assert begin_ns <= log[0] <= log[-1] <= time.time_ns()
            published = [
                time_ns
                for batch in put
                if batch.publish_times_ns is not None
                for time_ns in batch.publish_times_ns.tolist()
            ]
            assert published == sorted(published)
            assert len(set(published)) > 100
            opened.unsubscribe(a)
            assert eventually(lambda: publisher.readers('/a') == 0)
        opened.close()


def test_what_is_published(domain: int) -> None:
    """Topics of ROS alone, with the offers of each publisher, one row for each type and hash."""
    with open_dds(domain) as opened, PublisherProcess(domain) as publisher:
        assert opened.topics() == []
        assert eventually(lambda: opened.others() == 1)
        publisher.open('/a', BLOB, OFFER, OLD)
        publisher.open('/a', BLOB, LATCHED, OLD, name='2')
        publisher.open('/a', BLOB, OFFER, NEW, name='3')
        publisher.open('/a', 'test_msgs/msg/Other', OFFER, name='4')
        publisher.answer('/node', [])
        assert eventually(lambda: len(opened.topics()) == 3)
        blob_old, blob_new, other = opened.topics()
        assert set(blob_old.offers) == {OFFER, replace(LATCHED, publishers=1)}
        assert replace(blob_old, offers=()) == PublishedTopic('/a', BLOB, OLD, ())
        assert blob_new == PublishedTopic('/a', BLOB, NEW, (OFFER,))
        assert other == PublishedTopic('/a', TypeName('test_msgs/msg/Other'), '', (OFFER,))


def test_publishers_whose_type_has_another_definition_are_kept_apart(domain: int) -> None:
    """Readers are matched by the type's name; the messages are told apart by their writers."""
    with open_dds(domain) as opened, PublisherProcess(domain) as publisher:
        old = Channel(1, '/a', BLOB, qos=OFFER, type_hash=OLD)
        new = Channel(2, '/a', BLOB, qos=OFFER, type_hash=NEW)
        with running(opened) as put:
            opened.subscribe(old)
            publisher.open('/a', BLOB, OFFER, OLD, name='old')
            assert publisher.await_readers()
            publisher.write('old', [HEADER + b'old1'])
            publisher.open('/a', BLOB, OFFER, NEW, name='new')
            assert publisher.await_readers()
            publisher.write('new', [HEADER + b'new0'])
            opened.subscribe(new)
            assert publisher.await_readers(2)
            publisher.write('new', [HEADER + b'new1'])
            publisher.write('old', [HEADER + b'old2'])
            last = [HEADER + b'old2'], [HEADER + b'new1']
            assert eventually(lambda: (messages(put, old)[-1:], messages(put, new)[-1:]) == last)
        assert messages(put, old) == [HEADER + b'old1', HEADER + b'old2']
        assert set(messages(put, new)) <= {HEADER + b'new0', HEADER + b'new1'}


def test_publishers_are_asked_for_definitions(domain: int) -> None:
    """Those of the topic; one that does not answer is not asked again."""
    outer = PublishedTopic('/outer', TypeName('demo_msgs/msg/Outer'), OLD, (OFFER,))
    with open_dds(domain) as opened, PublisherProcess(domain) as publisher:
        publisher.answer('/node', SOURCES)
        publisher.open('/outer', outer.type_name, OFFER, OLD)
        assert eventually(opened.topics)
        publisher.start('answer_once')
        definition = opened.definition(outer)
        publisher.finish()
        assert definition is not None
        assert OUTER in definition.text
        assert opened.definition(replace(outer, topic='/none')) is None


def test_with_another_library_than_expected_it_still_reads(
    domain: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By the public API, and it says so."""
    monkeypatch.setattr(source, 'reads_raw', lambda participant: False)
    channel = Channel(1, '/a', BLOB, qos=OFFER)
    with open_dds(domain) as opened, PublisherProcess(domain) as publisher:
        assert "pip install 'cyclonedds<12'" in caplog.text
        publisher.open('/a', BLOB, OFFER)
        opened.subscribe(channel)
        with running(opened) as put:
            assert publisher.await_readers()
            publisher.write('/a', [HEADER + b'abcd'])
            assert eventually(lambda: messages(put, channel) == [HEADER + b'abcd'])
            opened.unsubscribe(channel)
            assert eventually(lambda: publisher.readers('/a') == 0)
