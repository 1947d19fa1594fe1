"""From the queue to chunks."""

from __future__ import annotations

import struct
from pathlib import Path

from rerun_bridge.live.forwarding import Forwarding
from rerun_bridge.messages import Channel, MessageDefinition, TypeName
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue
from rerun_bridge.topic_rules import TopicSelection
from test.support.golden import ChunkList
from test.support.live_source import batch
from test.support.messages import payloads_of

HEADER = b'\0\1\0\0'
NUMBER = Channel(
    1, '/number', TypeName('test_msgs/msg/Number'), MessageDefinition('ros2msg', 'int32 x')
)


def number(value: int) -> bytes:
    """Return a message."""
    return HEADER + struct.pack('<i', value)


def values(chunks: ChunkList, component: str) -> list[object]:
    """Return all rows of a component."""
    return [
        row
        for chunk in chunks
        for column in chunk.components
        if column.descriptor.component == component
        for row in column.lists.to_pylist()
    ]


def forwarding(*folders: Path) -> tuple[LiveQueue, ChunkList, Forwarding]:
    """Return a way, its beginning and its end."""
    queue, chunks = LiveQueue(), ChunkList()
    return (
        queue,
        chunks,
        Forwarding(queue, chunks, TopicSelection(), None, DefinitionLookup(folders)),
    )


def test_pieces_of_a_channel_are_converted_together() -> None:
    """Many pieces, one chunk; nothing is left."""
    queue, chunks, way = forwarding()
    for value in range(50):
        queue.put([batch(NUMBER, [number(value)], value)])
    assert way.round() == 50
    assert len(chunks) == 1
    assert values(chunks, 'test_msgs.msg.Number:x') == [[value] for value in range(50)]
    assert way.round() == 0
    assert way.size_bytes == 400


def test_messages_tell_which_definition_they_have() -> None:
    """Where publishers do not: the one that they fit."""
    queue, chunks, way = forwarding()
    name = TypeName('geometry_msgs/msg/Point')
    (point,) = payloads_of(name, [{'x': 1.0, 'y': 2.0, 'z': 3.0}])
    channel = Channel(1, '/point', name)
    queue.put([batch(channel, [point])])
    way.round()
    queue.put([batch(channel, [point])])
    way.round()
    assert values(chunks, 'Points3D:positions') == [[[1.0, 2.0, 3.0]]] * 2


def test_a_type_nobody_knows_is_kept_as_bytes() -> None:
    """Counted as no loss."""
    queue, chunks, way = forwarding()
    queue.put([batch(Channel(1, '/own', TypeName('own_msgs/msg/Own')), [number(1)])])
    assert way.round() == 1
    assert values(chunks, 'rerun_bridge.RawMessage:data') == [[list(number(1))]]


def test_a_definition_of_the_user_that_is_wrong_costs_the_drawing(tmp_path: Path) -> None:
    """The messages are kept."""
    (tmp_path / 'own_msgs').mkdir()
    (tmp_path / 'own_msgs' / 'Own.msg').write_text('= =')
    queue, chunks, way = forwarding(tmp_path)
    queue.put([batch(Channel(1, '/own', TypeName('own_msgs/msg/Own')), [number(1)])])
    assert way.round() == 1
    assert len(values(chunks, 'rerun_bridge.RawMessage:data')) == 1


def test_views_learn_where_to_start_while_it_runs() -> None:
    """The root of the transforms is sent when it is known, and not again."""
    queue, chunks, way = forwarding()
    name = TypeName('geometry_msgs/msg/TransformStamped')
    (message,) = payloads_of(
        name, [{'header': {'frame_id': 'map'}, 'child_frame_id': 'base_link'}]
    )
    for _ in range(3):
        queue.put([batch(Channel(1, '/pose', name), [message])])
        way.round()
    roots = [chunk for chunk in chunks if not chunk.entity_path.parts]
    assert len(roots) == 1
    assert values(ChunkList(roots), 'CoordinateFrame:frame') == [['map']]
