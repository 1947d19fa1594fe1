"""Frames, and the head and foot of a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import DecodeError
from rerun_bridge.sdk.rrd.frames import (
    FRAME_HEADER_BYTES,
    FrameKind,
    footer_payload,
    frame_header,
    read_frames,
    stream_footer,
    stream_header,
)

PLAIN = st.sampled_from([kind for kind in FrameKind if kind is not FrameKind.END])


def frame(kind: FrameKind, payload: bytes) -> bytes:
    """Return a whole frame."""
    return frame_header(kind, len(payload)) + payload


@given(st.lists(st.tuples(PLAIN, st.binary(max_size=20)), max_size=4))
def test_frames_are_read_as_written(frames: list[tuple[FrameKind, bytes]]) -> None:
    """With the place of each payload."""
    data = stream_header() + b''.join(frame(*each) for each in frames)
    found = list(read_frames(memoryview(data)))
    assert [(each.kind, bytes(each.payload)) for each in found] == frames
    for each in found:
        assert data[each.offset : each.offset + len(each.payload)] == bytes(each.payload)


def test_the_head_of_a_file() -> None:
    """Twelve bytes: magic, version, compression hint, protobuf."""
    head = stream_header()
    assert (len(head), head[:4], head[8:]) == (12, b'RRF2', b'\1\2\0\0')


def test_nothing_after_an_end_frame_is_read() -> None:
    """A header of zeros is what a killed writer leaves before its last payload."""
    whole = stream_header() + frame(FrameKind.ARROW_MSG, b'abc')
    found = list(read_frames(memoryview(whole + bytes(FRAME_HEADER_BYTES) + b'half a payload')))
    assert [each.kind for each in found] == [FrameKind.ARROW_MSG, FrameKind.END]


@pytest.mark.parametrize(
    'data',
    [
        b'',
        b'RRF2',
        b'RRF1' + stream_header()[4:],
        stream_header()[:9] + b'\1\0\0',
        stream_header()[:10] + b'\1\0',
        b'RRF2\0\x16\0\0' + stream_header()[8:],
        stream_header() + bytes(15),
        stream_header() + frame_header(FrameKind.ARROW_MSG, 4) + b'abc',
        stream_header() + frame_header(FrameKind.ARROW_MSG, 2**64 - 1),
        stream_header() + b'\4' + bytes(15),
    ],
)
def test_what_is_no_recording_or_is_cut_is_refused(data: bytes) -> None:
    """Other magics, serializers and versions, half frames, unknown kinds."""
    with pytest.raises(DecodeError):
        list(read_frames(memoryview(data)))


def test_the_footer_is_found_from_the_end() -> None:
    """A file without one has none."""
    start = stream_header() + frame_header(FrameKind.END, 6)
    data = start + b'footer' + stream_footer(len(start), b'footer')
    assert bytes(footer_payload(memoryview(data)) or b'') == b'footer'
    assert footer_payload(memoryview(start + b'footer')) is None
    assert footer_payload(memoryview(b'')) is None


@pytest.mark.parametrize('offset', [27, 29, 2**40])
def test_a_footer_elsewhere_than_it_says_is_refused(offset: int) -> None:
    """By its checksum or its place."""
    start = stream_header() + frame_header(FrameKind.END, 6)
    with pytest.raises(DecodeError, match='footer'):
        footer_payload(memoryview(start + b'footer' + stream_footer(offset, b'footer')))


def test_a_damaged_footer_is_refused() -> None:
    """The checksum tells."""
    start = stream_header() + frame_header(FrameKind.END, 6)
    with pytest.raises(DecodeError, match='damaged'):
        footer_payload(memoryview(start + b'f00ter' + stream_footer(len(start), b'footer')))
