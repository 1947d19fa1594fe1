"""Recordings put together in memory, against those that are written into files."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.rrd.assembly import frames_of, recording_of, short_recording_of
from rerun_bridge.sdk.rrd.decoder import read_footer
from rerun_bridge.sdk.rrd.frames import stream_header
from rerun_bridge.sdk.sinks import FileSink
from test.support.chunks import chunks_of
from test.support.log_msgs import announcement, noise, scalar, static

MESSAGES = [announcement(), static('/a'), scalar(1), noise(2, 100_000)]


@pytest.mark.parametrize('messages', [MESSAGES, MESSAGES[:1], []])
def test_a_recording_is_what_a_file_would_be(messages: list[LogMsg], tmp_path: Path) -> None:
    """With the same footer, or none."""
    sink = FileSink(tmp_path / 'a.rrd')
    for msg in messages:
        sink.send(msg)
    sink.close()
    assert recording_of(messages) == (tmp_path / 'a.rrd').read_bytes()


def test_a_short_recording_has_no_footer() -> None:
    """But is one."""
    data = b''.join(short_recording_of(MESSAGES))
    assert len(chunks_of(data)) == 3
    assert read_footer(data) is None


def test_frames_go_on_with_a_stream() -> None:
    """One after the other."""
    pieces = [b''.join(frames_of([msg])) for msg in MESSAGES]
    assert b''.join([stream_header(), *pieces]) == b''.join(short_recording_of(MESSAGES))
