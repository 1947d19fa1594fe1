"""Reading CDR bytes off a real wire."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np
import pytest

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds import raw_reader
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import AT_ONCE, LARGE_BYTES, MOST, RawReader
from test.support.dds_publisher import LATCHED, PublisherProcess
from test.support.dds_reading import eventually, read_messages, unpadded

TOPIC, TYPE = '/t', 'test_msgs/msg/Blob'
WIRE = ('rt/t', 'test_msgs::msg::dds_::Blob_')
RELIABLE, BEST_EFFORT = Qos(True, False, 5000), Qos(False, False, 5000)
HEADER = b'\0\1\0\0'


@pytest.fixture
def participant(domain: int) -> Iterator[Participant]:
    """Return our place in a domain."""
    joined = Participant(domain)
    yield joined
    joined.close()


@pytest.fixture
def publisher(domain: int) -> Iterator[PublisherProcess]:
    """Return a process on the same domain."""
    with PublisherProcess(domain) as process:
        yield process


def test_messages_come_as_they_are(participant: Participant, publisher: PublisherProcess) -> None:
    """Of all sizes, in order, more than are taken at once, with the times of the writer."""
    rng = random.Random(1)
    sizes = [1, 3, LARGE_BYTES - 5, LARGE_BYTES, 7, 3 * LARGE_BYTES, 3 * LARGE_BYTES, 2]
    sizes += [rng.randrange(400) + 1 for _ in range(2 * AT_ONCE)]
    sent = [HEADER + rng.randbytes(size) for size in sizes]
    publisher.open(TOPIC, TYPE, Qos(depth=5000))
    reader = RawReader(participant, *WIRE, RELIABLE)
    assert publisher.await_readers()
    publisher.write(TOPIC, sent)
    found = read_messages(reader, len(sent))
    assert unpadded(found, sent) == sent


def test_samples_say_who_wrote_them_when(
    participant: Participant, publisher: PublisherProcess
) -> None:
    """Times do not fall; two writers have two handles."""
    for name in ('one', 'two'):
        publisher.open(TOPIC, TYPE, RELIABLE, name=name)
    reader = RawReader(participant, *WIRE, RELIABLE)
    assert publisher.await_readers()
    for name in ('one', 'two'):
        publisher.write(name, [HEADER + bytes(8)] * 3)
    taken = []

    def is_all() -> bool:
        taken.extend(reader.take())
        return sum(len(samples.lengths) for samples in taken) == 6

    assert eventually(is_all)
    times = np.concatenate([samples.published_ns for samples in taken])
    writers = np.concatenate([samples.writers for samples in taken])
    assert len(set(writers.tolist())) == 2
    assert all((np.diff(times[writers == writer]) >= 0).all() for writer in writers)
    assert abs(int(times[0]) / 1e9 - time.time()) < 60


@pytest.mark.parametrize('offered', [RELIABLE, BEST_EFFORT, LATCHED])
@pytest.mark.parametrize('asked', [RELIABLE, BEST_EFFORT, LATCHED])
def test_who_asks_for_more_than_is_offered_hears_nothing(
    offered: Qos, asked: Qos, participant: Participant, publisher: PublisherProcess
) -> None:
    """The rule that subscriptions are adapted by; a late reader of a latched topic gets it."""
    publisher.open(TOPIC, TYPE, offered)
    publisher.write(TOPIC, [HEADER + b'earlier!'])
    reader = RawReader(participant, *WIRE, asked)
    hears = offered.reliable >= asked.reliable and (
        offered.transient_local >= asked.transient_local
    )
    if not hears:
        assert not eventually(reader.writers, 0.4)
        assert reader.take() == []
        return
    assert eventually(reader.writers)
    assert publisher.await_readers()
    if asked.transient_local:
        assert read_messages(reader, 1) == [HEADER + b'earlier!']
    publisher.write(TOPIC, [HEADER + b'later on'])
    assert read_messages(reader, 1) == [HEADER + b'later on']


@pytest.mark.parametrize(('at_once', 'most'), [(AT_ONCE, MOST), (8, 20)])
def test_many_readers_are_taken_from_at_once(
    participant: Participant,
    publisher: PublisherProcess,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    most: int,
) -> None:
    """Each gets its own, of all sizes and of several writers, however little room there is."""
    monkeypatch.setattr(raw_reader, 'AT_ONCE', at_once)
    monkeypatch.setattr(raw_reader, 'MOST', most)
    topics = [f'/t{number}' for number in range(3)]
    sent = {topic: [HEADER + topic.encode() + bytes([n]) for n in range(150)] for topic in topics}
    sent['/t1'][7:7] = [HEADER + bytes([n]) * LARGE_BYTES for n in range(2)]
    readers = []
    for topic in topics:
        publisher.open(topic, TYPE, Qos(depth=5000))
        readers.append(RawReader(participant, f'rt{topic}', WIRE[1], RELIABLE))
    publisher.open('/t2', TYPE, RELIABLE, name='other')
    assert publisher.await_readers()
    publisher.write('other', [HEADER + b'another1'])
    publisher.close('other')
    for topic in topics:
        publisher.write(topic, sent[topic])
    room = RawReader.room(participant)
    found: dict[str, list[bytes]] = {topic: [] for topic in topics}

    def is_all() -> bool:
        for topic, taken in zip(topics, room.take(readers)):
            for samples in taken:
                writers = set(samples.writers.tolist())
                assert len(writers) == 1 or not samples.is_of_one
                for start, length in zip(samples.starts.tolist(), samples.lengths.tolist()):
                    found[topic].append(samples.buffer[start : start + length].tobytes())
        return sum(map(len, found.values())) == sum(map(len, sent.values())) + 1

    assert eventually(is_all)
    other = HEADER + b'another1'
    sent['/t2'].insert(found['/t2'].index(other), other)
    for topic in topics:
        assert unpadded(found[topic], sent[topic]) == sent[topic]
    readers[0].close()
    assert room.take(readers) == [[], [], []]


def test_nothing_after_the_end(participant: Participant, publisher: PublisherProcess) -> None:
    """A closed reader is empty, however often it is closed."""
    publisher.open(TOPIC, TYPE, RELIABLE)
    reader = RawReader(participant, *WIRE, RELIABLE)
    assert publisher.await_readers()
    publisher.write(TOPIC, [HEADER + bytes(8)])
    reader.close()
    reader.close()
    assert reader.take() == []


def test_the_end_of_a_writer_is_no_message(
    participant: Participant, publisher: PublisherProcess
) -> None:
    """It comes as a sample without data."""
    publisher.open(TOPIC, TYPE, RELIABLE)
    reader = RawReader(participant, *WIRE, RELIABLE)
    assert publisher.await_readers()
    publisher.write(TOPIC, [HEADER + b'last'])
    publisher.close(TOPIC)
    assert read_messages(reader, 1) == [HEADER + b'last']
    assert eventually(lambda: not reader.writers())
    assert reader.take() == []
