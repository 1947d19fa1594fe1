"""What a batch of pictures becomes is remembered, but for its pixels and stamps."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
import pytest

from rerun_bridge.channel_pipeline import ChannelPipeline
from rerun_bridge.converters.repeated import Repeated
from rerun_bridge.definitions import parse_definition
from rerun_bridge.frame_tree import FrameTree
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, ScatteredBatch, TypeName
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.topic_rules import ChannelRule
from test.support.reference_cdr import encode
from test.support.standard_types import definition_of

NAME = TypeName('sensor_msgs/msg/Image')
SCHEMA = parse_definition(definition_of(NAME), NAME)
CHANNEL = Channel(1, '/image', NAME, definition_of(NAME))
WIDTH, HEIGHT = 200, 120


def picture(
    seed: int,
    *,
    frame: str = 'cam',
    encoding: str = 'rgb8',
    sec: int | None = None,
    more: int = 0,
    big: bool = False,
) -> bytes:
    """
    Return a message.

    :param more: bytes behind those of the picture.
    """
    size = WIDTH * HEIGHT * {'rgb8': 3, 'bgr8': 3, 'mono16': 2}[encoding]
    pixels = np.random.default_rng(seed).integers(0, 255, size + more, np.uint8)
    stamp = {'sec': seed if sec is None else sec, 'nanosec': 0}
    message = {
        'header': {'stamp': stamp, 'frame_id': frame},
        'height': HEIGHT,
        'width': WIDTH,
        'encoding': encoding,
        'is_bigendian': int(big),
        'step': size // HEIGHT,
        'data': pixels.tolist(),
    }
    return encode(SCHEMA, message)


def batch_of(*messages: bytes) -> ScatteredBatch:
    """Return messages as a live source and a bag give large ones."""
    data = tuple(np.frombuffer(each, np.uint8) for each in messages)
    return ScatteredBatch(CHANNEL, np.arange(len(data), dtype=np.int64), None, data)


def new_pipeline() -> ChannelPipeline:
    """Return what knows nothing yet."""
    rule = ChannelRule(EntityPath.parse('/image'))
    return ChannelPipeline(CHANNEL, rule, Frames(), FrameTree())


def told(chunks: list[Chunk]) -> list[object]:
    """Return all that chunks say, but for their ids."""
    return [
        (
            str(chunk.entity_path),
            [(each.timeline.name, each.values.tolist()) for each in chunk.times],
            [(each.descriptor, each.lists.to_pylist()) for each in chunk.components],
        )
        for chunk in chunks
    ]


@pytest.fixture
def repeats(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Record for each batch whether it was a repetition."""
    found: list[bool] = []
    again = Repeated.again

    def recorded(self: Repeated, *args: Any) -> object:
        parts = again(self, *args)
        found.append(parts is not None)
        return parts

    monkeypatch.setattr(Repeated, 'again', recorded)
    return found


BATCHES = [
    [picture(1), picture(2)],
    [picture(3), picture(4)],
    [picture(5), picture(6)],
    [picture(7), picture(8), picture(9)],
    [picture(10, frame='other'), picture(11, frame='other')],
    [picture(12, encoding='bgr8'), picture(13, encoding='bgr8')],
    [picture(14, more=4), picture(15, more=4)],
    [picture(17), picture(16)],
    [picture(18), picture(19, frame='other')],
    [picture(20), picture(21, sec=0)],
    [picture(22, encoding='mono16'), picture(23, encoding='mono16')],
    [picture(24, encoding='mono16', big=True), picture(25, encoding='mono16', big=True)],
    [picture(26), picture(27)],
    [picture(28, frame='other'), picture(29, frame='other')],
    [picture(30, encoding='mono16', big=True), picture(31, encoding='mono16', big=True)],
    [picture(32)],
]


def test_it_is_the_same_as_if_nothing_were_remembered(repeats: list[bool]) -> None:
    """Whatever changes between the batches, and back."""
    pipeline = new_pipeline()
    for messages in BATCHES:
        known = told(list(pipeline.chunks(batch_of(*messages))))
        count = len(repeats)
        assert known == told(list(new_pipeline().chunks(batch_of(*messages))))
        del repeats[count:]
    assert sum(repeats) == 3  # the third batch, and the two near the end
    assert pipeline.stats.messages == sum(map(len, BATCHES))
    assert pipeline.stats.notes == {'stamp is zero: log time used': 1}


def test_a_picture_that_is_too_short_is_found_out(repeats: list[bool]) -> None:
    """Its header is that of the others."""
    pipeline = new_pipeline()
    for first in (1, 3, 5):
        list(pipeline.chunks(batch_of(picture(first), picture(first + 1))))
    assert repeats[-1]
    list(pipeline.chunks(batch_of(picture(7, more=-9), picture(8, more=-9))))
    assert sum(pipeline.stats.losses.values()) == 2


def test_pixels_are_not_kept() -> None:
    """When a batch is through, nothing holds its memory."""
    pipeline = new_pipeline()
    for first in (1, 3, 5):
        batch = batch_of(picture(first), picture(first + 1))
        memory = [weakref.ref(each) for each in batch.data]
        list(pipeline.chunks(batch))
        del batch
        assert [each() for each in memory] == [None, None]
