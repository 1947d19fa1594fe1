"""Frames and times of what is drawn."""

from __future__ import annotations

from rerun_bridge.bridge import Bridge
from rerun_bridge.live.witness import Witness
from rerun_bridge.messages import Channel, TypeName
from test.support.golden import batch_of
from test.support.messages import payloads_of
from test.support.standard_types import T0_NS, definition_of

POSE = TypeName('geometry_msgs/msg/PoseStamped')
STAMP = {'sec': T0_NS // 1_000_000_000 - 60}


def test_frames_and_stamps_by_entity() -> None:
    """Of an entity with all below it, and of no other that begins alike."""
    witness = Witness()
    bridge = Bridge(witness)
    for topic, frame in (('/a', 'map'), ('/a/b', 'odom'), ('/ab', 'cam')):
        poses = payloads_of(POSE, [{'header': {'frame_id': frame, 'stamp': STAMP}}])
        bridge.send(batch_of(Channel(1, topic, POSE, definition_of(POSE)), poses))
    seen = witness.seen(('a',))
    assert seen.frames == {'map', 'odom'}
    assert seen.ahead_ns is not None
    assert round(seen.ahead_ns / 1e9) == -60
    assert witness.seen(('none',)).ahead_ns is None
