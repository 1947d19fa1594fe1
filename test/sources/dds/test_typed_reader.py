"""The reader by the public API alone gives what the other one gives."""

from __future__ import annotations

import random

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.typed_reader import TypedReader
from test.support.dds_publisher import PublisherProcess
from test.support.dds_reading import read_messages, unpadded

WIRE = ('rt/t', 'test_msgs::msg::dds_::Blob_')


def test_messages_come_as_they_are(domain: int) -> None:
    """Small and large, latched before and published after; nothing after the end."""
    rng = random.Random(1)
    sent = [b'\0\1\0\0' + rng.randbytes(size) for size in (1, 300, 200_000, 2)]
    participant = Participant(domain)
    with PublisherProcess(domain) as publisher:
        publisher.open('/t', 'test_msgs/msg/Blob', Qos(True, True, 10))
        publisher.write('/t', sent[:1])
        reader = TypedReader(participant, *WIRE, Qos(True, True, 100), b'typehash=x;')
        assert publisher.await_readers()
        publisher.write('/t', sent[1:])
        assert unpadded(read_messages(reader, len(sent)), sent) == sent
        reader.close()
        assert reader.take() == []
    participant.close()


def test_it_can_be_waited_for(domain: int) -> None:
    """Its condition belongs into the same waitset as those of the other reader."""
    participant = Participant(domain)
    reader = TypedReader(participant, *WIRE, Qos(depth=10))
    library = participant.library
    waitset = library.dds_create_waitset(participant.entity)
    assert library.dds_waitset_attach(waitset, reader.condition, 1) == 0
    reader.close()
    participant.close()
