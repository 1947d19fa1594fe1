"""Viewers that connect: Rerun's own shows what is logged, live and late."""

from __future__ import annotations

from pathlib import Path

import grpc
import pytest

import rerun_bridge as rr
from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks.grpc_web import READ_MESSAGES
from rerun_bridge.sdk.sinks.server import ServerSink
from rerun_bridge.sdk.sinks.server.grpc_sink import GrpcSink
from test.support.chromium import share_of
from test.support.chunks import chunks_of
from test.support.grpc_web import as_recording
from test.support.logged import SOON
from test.support.native_viewer import native_viewer
from test.support.pictures import CYAN, MAGENTA, fill
from test.support.proxy import free_port, listens

SEEN = 0.1


@pytest.mark.judge
def test_the_native_viewer_shows_what_is_logged_live(judge: Path, tmp_path: Path) -> None:
    """What it missed, and what comes."""
    sink = GrpcSink(0)
    with RecordingStream('app') as recording:
        recording.set_sinks(sink)
        fill(recording, 1, MAGENTA)
        with native_viewer(judge, tmp_path, '--connect', sink.url) as viewer:
            found = viewer.wait_for(lambda picture: share_of(picture, MAGENTA) > SEEN)
            assert share_of(found, MAGENTA) > SEEN
            fill(recording, 2, CYAN)
            found = viewer.wait_for(lambda picture: share_of(picture, CYAN) > SEEN)
            assert share_of(found, CYAN) > SEEN
            assert share_of(found, MAGENTA) < 0.01
    sink.close()


@pytest.mark.parametrize('is_beside_a_page', [False, True])
def test_serve_grpc_and_serve_give_what_is_logged(is_beside_a_page: bool) -> None:
    """Alone, or beside the page; the port is free again afterwards."""
    rr.init('app')
    port = free_port()
    if is_beside_a_page:
        rr.serve(open_browser=False, web_port=0, ws_port=0, grpc_port=port)
        (sink,) = rr.get_data_recording().sinks  # type: ignore[union-attr]
        assert isinstance(sink, ServerSink)
        assert sink.grpc_url == f'rerun+http://127.0.0.1:{port}/proxy'
    else:
        assert rr.serve_grpc(grpc_port=port) == f'rerun+http://127.0.0.1:{port}/proxy'
    rr.log('point', rr.Points3D([[1, 2, 3]]))
    assert rr.flush(SOON)
    with grpc.insecure_channel(f'127.0.0.1:{port}') as channel:
        responses = channel.unary_stream(READ_MESSAGES)(b'', timeout=SOON)
        found = as_recording([memoryview(next(responses)) for _ in range(3)])
    assert [str(chunk.entity_path) for chunk in chunks_of(found)][-1] == '/point'
    rr.disconnect()
    assert not listens(port)


def test_a_taken_port_opens_none_of_the_others() -> None:
    """What was opened before is closed."""
    sink, web, ws = GrpcSink(0), free_port(), free_port()
    with pytest.raises(SinkError, match='grpc_port='):
        ServerSink(web, ws, open_browser=False, grpc_port=sink.port)
    assert not listens(web)
    assert not listens(ws)
    sink.close()
    sink.close()
    assert not listens(sink.port)
