"""What is kept of a message is remembered by the bytes it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.converters.remembered import MOST_KEPT, MOST_ROWS, Remembered
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageBatch, ScatteredBatch, TypeName
from test.support.reference_cdr import encode
from test.support.schemas import batch_with_gaps
from test.support.standard_types import definition_of

NAME = TypeName('sensor_msgs/msg/CompressedImage')
SCHEMA = parse_definition(definition_of(NAME), NAME)
CHANNEL = Channel(1, '/image', NAME, definition_of(NAME))
SKIPPED = ('data', 'header.stamp')


def batch_of(*messages: dict[str, Any], little: bool = True) -> MessageBatch:
    """Return encoded messages."""
    payloads = [encode(SCHEMA, message, little=little) for message in messages]
    return batch_with_gaps(CHANNEL, payloads, [0] * len(payloads))


def picture(frame: str = 'cam', form: str = 'jpeg', size: int = 9, sec: int = 1) -> dict[str, Any]:
    """Return a message."""
    header = {'stamp': {'sec': sec, 'nanosec': 5}, 'frame_id': frame}
    return {'header': header, 'format': form, 'data': np.arange(size, dtype=np.uint8).tolist()}


@dataclass
class Asked:
    """Counts how often something is made, and makes it."""

    memory: Remembered
    times: int = 0

    def about(
        self,
        batch: MessageBatch,
        skipped: tuple[str, ...] = SKIPPED,
        anchors: tuple[int, ...] = (0,),
    ) -> bool:
        """Ask for what is kept of a batch; tell whether it had to be made."""
        before = self.times

        def make() -> tuple[Any, ...]:
            self.times += 1
            return ()

        columns = Decoder(compile_plan(SCHEMA)).decode(batch).columns
        self.memory.kept(batch, columns, skipped, np.array(anchors), make)
        return self.times > before


def test_stamp_and_picture_make_no_difference() -> None:
    """All else does, and so do the paths that are skipped, and the byte order."""
    asked = Asked(Remembered())
    assert asked.about(batch_of(picture()))
    assert not asked.about(batch_of(picture(sec=2, size=13)))
    assert asked.about(batch_of(picture(frame='cam2')))
    assert asked.about(batch_of(picture(form='png!')))
    assert asked.about(batch_of(picture(), little=False))
    assert asked.about(batch_of(picture()), ('data',))
    assert not asked.about(batch_of(picture(sec=1)), ('data',))
    assert asked.about(batch_of(picture(sec=2)), ('data',))


def test_a_few_that_are_alike_are_remembered_together() -> None:
    """For as many rows, whose held values stand at the same ones; in one memory or scattered."""
    asked = Asked(Remembered())
    assert asked.about(batch_of(picture(sec=1), picture(sec=2)))
    assert not asked.about(batch_of(picture(sec=3, size=11), picture(sec=4)))
    assert asked.about(batch_of(picture(), picture(), picture()))
    assert asked.about(batch_of(picture(), picture()), anchors=(0, 1))
    large = [batch_of(picture(sec=sec, size=1000)) for sec in (5, 6)]
    data = tuple(np.frombuffer(each.message(0), np.uint8) for each in large)
    scattered = ScatteredBatch(CHANNEL, np.zeros(2, np.int64), None, data)
    assert not asked.about(scattered)
    for _ in range(2):
        assert asked.about(batch_of(picture(), picture(frame='cam2')))
        assert asked.about(batch_of(*[picture()] * (MOST_ROWS + 1)))


def test_what_is_not_told_by_few_bytes_is_not_remembered() -> None:
    """A message with much besides its picture, and a type whose picture is kept."""
    asked = Asked(Remembered())
    for _ in range(2):
        assert asked.about(batch_of(picture(frame='c' * 5000)))
        assert asked.about(batch_of(picture()), ('header.stamp',))


def test_it_is_bounded() -> None:
    """Messages that always differ are not kept for ever."""
    asked = Asked(Remembered())
    for n in range(MOST_KEPT + 1):
        assert asked.about(batch_of(picture(frame=f'camera {n}')))
    assert asked.about(batch_of(picture(frame=f'camera {MOST_KEPT}')))
    assert not asked.about(batch_of(picture(frame='camera 0')))
