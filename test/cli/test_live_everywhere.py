"""
The whole of it: a robot on a real graph, seen by a viewer, a browser and a file at once.

With no ROS: what arrives is what a bag of the same messages becomes, value by value.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from demo.definitions import definitions
from demo.log_order import log_order
from demo.robot_bag import robot_bag
from demo.write_mcap import write_mcap
from rerun_bridge.conversion import convert
from rerun_bridge.live.statistics import OWN_PATH
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from rerun_bridge.sources import open_bag
from test.live.test_session import demo_definitions
from test.support.chromium import browser
from test.support.chunks import chunks_of
from test.support.dds_publisher import PublisherProcess, qos_of_stream
from test.support.dds_reading import LIMIT_S, eventually
from test.support.official import viewer_code
from test.support.proxy import free_port, proxy, recording_in
from test.support.recordings import Rows, chunks_in, rows_of, same_cells

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
HZ = 1500.0


class Bridge:
    """``rerun-bridge live`` as a process, and what it says; a context manager."""

    def __init__(self, *argv: str) -> None:
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, '-m', 'rerun_bridge', 'live', *argv],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        self._listening = threading.Thread(target=self._listen)
        self._listening.start()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        self.said.extend(iter(self._process.stderr.readline, ''))

    def page(self) -> str:
        """Return the address of the page that is served."""
        told = re.compile(r'in a browser: (\S+)')
        assert eventually(lambda: any(map(told.search, self.said))), self.said
        (found,) = filter(None, map(told.search, self.said))
        return found[1]

    def end(self) -> tuple[int, str]:
        """Return exit code and report."""
        self._process.send_signal(signal.SIGINT)
        assert self._process.stdout is not None
        out = self._process.stdout.read()
        return self._process.wait(LIMIT_S), out

    def __enter__(self) -> Bridge:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.wait(LIMIT_S)
        self._listening.join()
        for pipe in (self._process.stdout, self._process.stderr):
            assert pipe is not None
            pipe.close()


class WebSocket:
    """What a page gets, in a thread of its own, until the server ends."""

    def __init__(self, url: str) -> None:
        self.chunks: list[Chunk] = []
        self._thread = threading.Thread(target=self._read, args=[url])
        self._thread.start()

    def _read(self, url: str) -> None:
        with (
            suppress(ConnectionClosed),
            connect(url, max_size=None, compression=None, max_queue=None) as client,
        ):
            while True:
                data = client.recv(LIMIT_S)
                if isinstance(data, bytes):
                    self.chunks += chunks_of(data)

    def all(self) -> list[Chunk]:
        """Return everything, once the server has ended."""
        self._thread.join(LIMIT_S)
        assert not self._thread.is_alive()
        return self.chunks


def robot_rows(chunks: Iterable[Chunk]) -> Rows:
    """Return what is shown of the robot, without what the bridge says of itself."""
    return rows_of(chunk for chunk in chunks if chunk.entity_path.parts[:1] != (OWN_PATH,))


def assert_same(found: Rows, expected: Rows) -> None:
    """Compare entity by entity, component by component, row by row."""
    assert found.keys() == expected.keys()
    for path, columns in expected.items():
        assert found[path].keys() == columns.keys(), path
        for component, cells in columns.items():
            assert same_cells(found[path][component], cells), (path, component)


def test_a_robot_is_seen_everywhere_at_once(
    domain: int, judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All streams of the demo robot; Chromium has the page open meanwhile and draws."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(viewer_code(judge)))
    streams = robot_bag('robot', seconds=2.0)
    known = definitions(stream.type_name for stream in streams)
    write_mcap(tmp_path / 'robot.mcap', streams, 'none')
    with open_bag(tmp_path / 'robot.mcap') as bag, RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'bag.rrd'))
        assert convert(bag, recording).clean
    expected = robot_rows(chunks_in(tmp_path / 'bag.rrd'))

    port, web_port, ws_port = free_port(), free_port(), free_port()
    config, saved = tmp_path / 'live.yaml', tmp_path / 'live.rrd'
    config.write_text(
        f'viewer: {{web_port: {web_port}, ws_port: {ws_port}, open_browser: false}}\n'
    )
    argv = ['--source', 'dds', '--domain', str(domain), '-c', str(config)]
    argv += ['--definitions', str(demo_definitions(tmp_path / 'own'))]
    argv += ['--connect', f'127.0.0.1:{port}', '--serve', '--save', str(saved)]
    with (
        proxy(judge, port),
        PublisherProcess(domain) as publisher,
        Bridge(*argv) as bridge,
        browser() as page,
    ):
        for stream in streams:
            type_hash = known[stream.type_name].type_hash
            qos = qos_of_stream(stream.latched)
            publisher.open(stream.topic, stream.type_name, qos, type_hash)
        link = bridge.page()
        token = link.partition('#')[2]
        followed = WebSocket(f'ws://127.0.0.1:{ws_port}/?{token}')
        page.open(link)
        assert publisher.await_readers()
        publisher.write_in_turn(
            [(streams[k].topic, bytes(streams[k].message(i))) for k, i in log_order(streams)], HZ
        )
        for stream in streams:
            assert publisher.await_acknowledged(stream.topic)
        drawn = page.wait_for(lambda picture: picture.std() > 30)
        code, out = bridge.end()
        in_browser = followed.all()
        assert code == 0, bridge.said
        in_file = chunks_in(saved)
        announced = 2  # the recording, and its properties
        at_viewer = chunks_of(recording_in(port, announced + len(in_file)))
    assert drawn.std() > 30, page.console
    counts = dict(re.findall(r'^(/\S*) +\S+ +([\d,]+)', out, re.MULTILINE))
    assert counts == {stream.topic: f'{len(stream):,}' for stream in streams}
    for found in (in_file, in_browser, at_viewer):
        assert_same(robot_rows(found), expected)
