"""
Asks a node for the definition of a type: ``~/get_type_description``, which nodes have since Jazzy.

A request and its reply are messages on topics of their own. ROS's middleware for Cyclone DDS puts
before each who asks, and a number; that of Fast DDS says it where no reader of ours can see it, so
its nodes cannot be asked.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Sequence
from functools import cache

import numpy as np

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.sources.dds.graph import Endpoint
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader
from rerun_bridge.sources.dds.raw_writer import RawWriter
from rerun_bridge.sources.type_sources import definition_of

__all__ = ['ask', 'read_reply', 'request', 'services_of']

SUFFIX = '/get_type_descriptionReply'
SERVICE_TYPE = 'type_description_interfaces::srv::dds_::GetTypeDescription_{}_'
LIMIT_S, LOOK_S = 2.0, 0.005
HEADER, CLIENT = b'\0\1\0\0', struct.Struct('<4xQ')
RULE = '=' * 80
REPLY = TypeName('rerun_bridge/msg/Reply')
REPLY_TEXT = f"""\
uint64 client
int64 number
bool successful
string failure_reason
Type type_description
Type[] referenced_type_descriptions
Source[] type_sources
{RULE}
MSG: rerun_bridge/Type
string type_name
Field[] fields
{RULE}
MSG: rerun_bridge/Field
string name
uint8 type_id
uint64 capacity
uint64 string_capacity
string nested_type_name
string default_value
{RULE}
MSG: rerun_bridge/Source
string type_name
string encoding
string raw_file_contents
"""
"""What a reply is on the wire, as far as the texts."""


def services_of(topic: str, type_name: str, endpoints: Sequence[Endpoint]) -> list[Endpoint]:
    """
    Return what answers for the processes that publish a topic: the writers of the replies.

    There is one for each node, and which node of a process it is cannot be seen.

    :param topic: its name on the wire; the type's likewise.
    :param endpoints: all there are.
    """
    publishing = {
        each.participant
        for each in endpoints
        if each.topic == topic and each.type_name == type_name
    }
    return [
        each
        for each in endpoints
        if each.participant in publishing
        and each.topic.startswith('rr/')
        and each.topic.endswith(SUFFIX)
    ]


def request(client: int, type_name: TypeName, type_hash: str) -> bytes:
    """Return the request for the texts of a type and all it contains."""
    data = HEADER + struct.pack('<Qq', client, 1)
    for text in (type_name, type_hash):
        value = text.encode() + b'\0'
        data += bytes(-len(data) % 4) + struct.pack('<I', len(value)) + value
    return data + b'\1'


@cache
def _decoder() -> Decoder:
    return Decoder(compile_plan(parse_definition(MessageDefinition('ros2msg', REPLY_TEXT), REPLY)))


def read_reply(reply: bytes) -> MessageDefinition | None:
    """Return the definition that a reply holds; None where it holds none."""
    ends = np.array([len(reply)], np.int64)
    batch = MessageBatch(
        Channel(0, '', REPLY), ends, None, np.frombuffer(reply, np.uint8), ends * 0, ends
    )
    columns = _decoder().decode(batch).columns
    if not columns.rows:
        return None
    _, sources = columns.elements('type_sources')
    parts = (
        sources.strings(path).tolist() for path in ('type_name', 'encoding', 'raw_file_contents')
    )
    return definition_of(list(zip(*parts)))


def ask(
    participant: Participant, service: Endpoint, type_name: TypeName, type_hash: str
) -> MessageDefinition | None:
    """
    Ask a node; return None where it does not know.

    :param service: the writer of its replies.
    :raises SourceError: it does not answer in time, or the library refuses.
    """
    name = service.topic.partition('/')[2].removesuffix('Reply')
    client = int.from_bytes(os.urandom(7), 'little')
    # Nodes answer when they see both ends of who asks, and know them by this.
    user_data = f'clientid={client:x};'.encode()
    qos = Qos(reliable=True, depth=10)
    reader = RawReader(
        participant, f'rr/{name}Reply', SERVICE_TYPE.format('Response'), qos, user_data
    )
    writer = RawWriter(
        participant, f'rq/{name}Request', SERVICE_TYPE.format('Request'), qos, user_data
    )
    try:
        end_s = time.monotonic() + LIMIT_S
        is_asked = False
        while time.monotonic() < end_s:
            if not is_asked and writer.readers() and reader.writers():
                writer.write(request(client, type_name, type_hash))
                is_asked = True
            for samples in reader.take():
                for start, length in zip(samples.starts.tolist(), samples.lengths.tolist()):
                    reply = samples.buffer[start : start + length].tobytes()
                    if len(reply) >= CLIENT.size and CLIENT.unpack_from(reply)[0] == client:
                        return read_reply(reply)
            time.sleep(LOOK_S)
        raise SourceError(f'{name} does not answer')
    finally:
        reader.close()
        writer.close()
