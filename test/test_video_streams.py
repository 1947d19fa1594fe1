"""Telling video from pictures."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.video_streams import is_video
from test.support.golden import batch_of
from test.support.messages import payloads_of

PICTURES = TypeName('sensor_msgs/msg/CompressedImage')


@pytest.mark.parametrize('frame', ['', 'c', 'ca', 'cam', 'camera'])
@pytest.mark.parametrize(
    ('form', 'expected'),
    [('h264', True), ('H265', True), ('av1', True), ('jpeg', False), ('', False)],
)
def test_a_compressed_image_says_so(frame: str, form: str, expected: bool) -> None:
    """In its format, wherever that stands."""
    (message,) = payloads_of(PICTURES, [{'header': {'frame_id': frame}, 'format': form}])
    assert is_video(batch_of(Channel(1, '/c', PICTURES), [message])) == expected


def test_others_say_so_by_their_type() -> None:
    """And everything else is none."""
    for name, expected in (
        ('ffmpeg_image_transport_msgs/msg/FFMPEGPacket', True),
        ('foxglove_msgs/msg/CompressedVideo', True),
        ('sensor_msgs/msg/Image', False),
    ):
        assert is_video(batch_of(Channel(1, '/c', TypeName(name)), [b''])) == expected


def test_a_message_that_is_cut_off_is_no_video() -> None:
    """At any byte before the end of the format."""
    (message,) = payloads_of(PICTURES, [{'header': {'frame_id': 'cam'}, 'format': 'h264'}])
    for size in range(message.index(b'h264')):
        assert not is_video(batch_of(Channel(1, '/c', PICTURES), [message[:size]]))
