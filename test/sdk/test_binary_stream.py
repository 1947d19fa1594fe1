"""The bytes of a recording, piece by piece."""

from __future__ import annotations

import pytest

from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.binary_stream import BinaryStream, ByteSink
from rerun_bridge.sdk.recording import RecordingStream
from test.support.chunks import chunks_of


def test_all_reads_together_are_a_recording() -> None:
    """Each holds what was logged since the one before, encoded or not."""
    with RecordingStream('app') as recording:
        recording.log('before', Scalars(0.5))
        stream = recording.binary_stream()
        pieces = [stream.read()]
        for i in range(3):
            recording.log('a', Scalars(float(i)))
            pieces.append(stream.read())
        assert stream.read() == b''
    assert all(pieces)
    paths = [str(chunk.entity_path) for chunk in chunks_of(b''.join(pieces))]
    assert paths == ['/before', '/a', '/a', '/a']


def test_a_read_may_leave_what_is_not_encoded_yet() -> None:
    """It does not wait then."""
    stream = BinaryStream(ByteSink(), lambda timeout: False)
    assert stream.read(flush=False).startswith(b'RRF2')
    with pytest.raises(TimeoutError, match='not everything'):
        stream.read(flush_timeout_sec=0.5)
