"""Asking a node for a definition, over a real wire; a process of ours plays the node."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Qos, TypeName
from rerun_bridge.sources.dds import descriptions
from rerun_bridge.sources.dds.descriptions import ask, read_reply, request, services_of
from rerun_bridge.sources.dds.graph import DdsGraph
from rerun_bridge.sources.dds.participant import Participant
from test.support.dds_publisher import PublisherProcess
from test.support.dds_reading import eventually
from test.support.type_descriptions import OUTER, SOURCES, reply_to

NAME, HASH = TypeName('demo_msgs/msg/Outer'), 'RIHS01_' + '1' * 64
WIRE = ('rt/outer', 'demo_msgs::msg::dds_::Outer_')


def test_a_request_is_read_by_nodes_as_they_are() -> None:
    """The bytes, by hand."""
    assert request(5, TypeName('a/b'), 'h') == (
        b'\0\1\0\0' + struct.pack('<Qq', 5, 1) + b'\4\0\0\0a/b\0\2\0\0\0h\0\1'
    )


def test_a_reply_becomes_a_definition() -> None:
    """With all types that it contains."""
    definition = read_reply(reply_to(request(5, NAME, HASH), SOURCES))
    assert definition is not None
    schema = parse_definition(definition, NAME)
    assert [field.name for field in schema.fields] == ['stamp', 'inner', 'text']
    assert schema.types[TypeName('demo_msgs/msg/Inner')].fields[0].name == 'x'


@pytest.mark.parametrize(
    'sources', [[], [(NAME, 'implicit', '')], [(NAME, 'msg', '')], [(NAME, 'cobol', 'X')]]
)
def test_a_reply_without_a_text_is_none(sources: Sequence[tuple[str, str, str]]) -> None:
    """A node that does not know, or has the type from elsewhere."""
    assert read_reply(reply_to(request(5, NAME, HASH), sources)) is None


def test_idl_stays_idl() -> None:
    """A type that was written so."""
    text = 'module demo_msgs { module msg { struct Outer { double x; }; }; };'
    definition = read_reply(reply_to(request(5, NAME, HASH), [(NAME, 'idl', text)]))
    assert definition is not None
    assert definition.format == 'ros2idl'
    assert parse_definition(definition, NAME).fields[0].name == 'x'


def test_rubbish_is_no_definition() -> None:
    """Bytes of another type."""
    assert read_reply(b'\0\1\0\0' + b'\xff' * 40) is None


def test_a_node_is_asked(domain: int) -> None:
    """It is found among those of the process that publishes the topic, and answers."""
    participant = Participant(domain)
    graph = DdsGraph(participant)
    with PublisherProcess(domain) as publisher, PublisherProcess(domain) as stranger:
        stranger.answer('/stranger', [])
        publisher.open('/outer', NAME, Qos(depth=1))
        publisher.answer('/node', SOURCES)

        def services() -> list[str]:
            graph.update()
            return [each.topic for each in services_of(*WIRE, graph.endpoints())]

        assert eventually(services)
        assert services() == ['rr/node/get_type_descriptionReply']
        (service,) = services_of(*WIRE, graph.endpoints())
        publisher.start('answer_once')
        definition = ask(participant, service, NAME, HASH)
        assert publisher.finish() == (NAME, HASH)
        assert definition is not None
        assert definition.text.count(OUTER) == 1
    participant.close()


def test_a_node_that_is_silent_costs_a_moment(
    domain: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error, and no waiting for ever."""
    monkeypatch.setattr(descriptions, 'LIMIT_S', 0.5)
    participant = Participant(domain)
    graph = DdsGraph(participant)
    with PublisherProcess(domain) as publisher:
        publisher.open('/outer', NAME, Qos(depth=1))
        publisher.answer('/node', SOURCES)
        assert eventually(lambda: (graph.update(), services_of(*WIRE, graph.endpoints()))[1])
        (service,) = services_of(*WIRE, graph.endpoints())
        with pytest.raises(SourceError, match='node/get_type_description does not answer'):
            ask(participant, service, NAME, HASH)
    participant.close()
