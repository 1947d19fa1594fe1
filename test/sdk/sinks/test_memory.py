"""Memory as a sink."""

from __future__ import annotations

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.frames import FrameKind
from rerun_bridge.sdk.sinks import MemorySink
from test.support.chunks import examples


def kinds(messages: list[LogMsg]) -> list[FrameKind]:
    """Return what each message is."""
    return [msg.kind for msg in messages]


def test_every_message_is_kept_in_order() -> None:
    """The store, its properties, the chunks; also after the end."""
    sink, chunks = MemorySink(), examples()
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        for chunk in chunks:
            recording.send_chunk(chunk)
    assert kinds(sink.messages) == [FrameKind.SET_STORE_INFO] + [FrameKind.ARROW_MSG] * (
        1 + len(chunks)
    )
    found = [msg.facts.id for msg in sink.messages[2:] if msg.facts is not None]
    assert found == [chunk.id for chunk in chunks]
    assert sink.flush(0)
