"""What is kept of a message is remembered by the bytes it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rerun_bridge.cdr import Decoder, compile_plan
from rerun_bridge.converters.remembered import MOST_MESSAGES, Remembered
from rerun_bridge.definitions import parse_definition
from rerun_bridge.messages import Channel, MessageBatch, TypeName
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

    def about(self, batch: MessageBatch, skipped: tuple[str, ...] = SKIPPED) -> bool:
        """Ask for what is kept of a batch; tell whether it had to be made."""
        before = self.times

        def make() -> tuple[Any, ...]:
            self.times += 1
            return ()

        columns = Decoder(compile_plan(SCHEMA)).decode(batch).columns
        self.memory.kept(batch, columns, skipped, make)
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


def test_several_messages_are_not_remembered() -> None:
    """Nor one with much besides its picture, nor a type whose picture is kept."""
    asked = Asked(Remembered())
    for _ in range(2):
        assert asked.about(batch_of(picture(), picture()))
        assert asked.about(batch_of(picture(frame='c' * 5000)))
        assert asked.about(batch_of(picture()), ('header.stamp',))


def test_it_is_bounded() -> None:
    """Messages that always differ are not kept for ever."""
    asked = Asked(Remembered())
    for n in range(MOST_MESSAGES + 1):
        assert asked.about(batch_of(picture(frame=f'camera {n}')))
    assert asked.about(batch_of(picture(frame=f'camera {MOST_MESSAGES}')))
    assert not asked.about(batch_of(picture(frame='camera 0')))
