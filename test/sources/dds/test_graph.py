"""Discovery."""

from __future__ import annotations

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.graph import DdsGraph, Endpoint
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_writer import RawWriter
from test.support.dds_publisher import LATCHED, PublisherProcess
from test.support.dds_reading import eventually

HASH = 'RIHS01_' + '0' * 64
OFFERS = {'/a': Qos(True, False, 7), '/b': Qos(False, False, 1), '/c': LATCHED, '/d': Qos()}


def test_writers_come_and_go(domain: int) -> None:
    """With names, what they offer, and the hash; ours do not count."""
    participant = Participant(domain)
    graph = DdsGraph(participant)
    RawWriter(participant, 'rt/own', 'test_msgs::msg::dds_::Blob_', Qos(depth=1))
    assert graph.others() == 0

    def found() -> dict[str, Endpoint]:
        graph.update()
        return {endpoint.topic: endpoint for endpoint in graph.endpoints()}

    with PublisherProcess(domain) as publisher:
        for topic, qos in OFFERS.items():
            publisher.open(topic, 'test_msgs/msg/Blob', qos, HASH)
        assert eventually(lambda: len(found()) == len(OFFERS))
        endpoints = found()
        assert {topic[2:]: each.qos for topic, each in endpoints.items()} == {
            topic: Qos(qos.reliable, qos.transient_local, qos.depth, 1)
            for topic, qos in OFFERS.items()
        }
        assert {each.type_name for each in endpoints.values()} == {'test_msgs::msg::dds_::Blob_'}
        assert {each.user_data for each in endpoints.values()} == {f'typehash={HASH};'.encode()}
        assert len({each.participant for each in endpoints.values()}) == 1
        assert graph.others() == 1
        publisher.close('/b')
        assert eventually(lambda: 'rt/b' not in found())
        assert len(found()) == len(OFFERS) - 1
    assert eventually(lambda: not found())
    assert eventually(lambda: (graph.update(), not graph.others())[1])
    participant.close()


def test_many_at_once(domain: int) -> None:
    """More writers than are looked at in one go."""
    participant = Participant(domain)
    graph = DdsGraph(participant)
    with PublisherProcess(domain) as publisher:
        for number in range(150):
            publisher.open(f'/t{number}', 'test_msgs/msg/Blob', Qos(depth=1))
        assert eventually(lambda: (graph.update(), len(graph.endpoints()) == 150)[1])
        assert not graph.update()
    participant.close()
