"""A session from its first look at the graph to its report: scripted, then over a real wire."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from demo.definitions import definitions
from demo.log_order import log_order
from demo.robot_bag import robot_bag
from demo.write_mcap import write_mcap
from rerun_bridge.conversion import ConversionReport, convert
from rerun_bridge.errors import SinkError, SourceError
from rerun_bridge.live import GraphChange, LiveSession, LiveStatus, session
from rerun_bridge.live.statistics import OWN_PATH
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import Qos
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.sinks import FileSink
from rerun_bridge.sources import open_bag
from rerun_bridge.sources.dds import open_dds
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from test.support.dds_publisher import LATCHED, PublisherProcess, qos_of_stream
from test.support.dds_reading import LIMIT_S, eventually
from test.support.golden import ChunkList
from test.support.live_source import ScriptedSource, published
from test.support.recordings import chunks_in, rows_of, same_cells

FLOAT64, STRING = 'std_msgs/msg/Float64', 'std_msgs/msg/String'
OFFER = Qos(True, False, 1000, 1)
HEADER = b'\0\1\0\0'


def numbers(*values: float) -> list[bytes]:
    """Return messages of one float64 each."""
    return [HEADER + struct.pack('<d', value) for value in values]


def drawn(chunks: ChunkList) -> list[str]:
    """Return the entities of chunks, without what the bridge says of itself."""
    paths = [chunk.entity_path for chunk in chunks]
    return [str(path) for path in paths if path.parts[:1] != (OWN_PATH,)]


class Running:
    """A session in a thread of its own, and what it says."""

    def __init__(self, made: LiveSession) -> None:
        self.changes: list[GraphChange] = []
        self.status = LiveStatus(0, 0, 0, 0)
        self.report: ConversionReport | None = None
        self.error: Exception | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[made])
        self._thread.start()

    def _run(self, made: LiveSession) -> None:
        def on_status(status: LiveStatus) -> None:
            self.status = status

        try:
            self.report = made.run(self._over.is_set, self.changes.append, on_status)
        except Exception as error:
            self.error = error

    def ended(self) -> bool:
        """Tell whether it has ended by itself in time."""
        self._thread.join(LIMIT_S)
        return not self._thread.is_alive()

    def stop(self) -> ConversionReport:
        """Tell it to stop, and return its report."""
        self._over.set()
        assert self.ended()
        assert self.error is None, self.error
        assert self.report is not None
        return self.report

    def said(self) -> list[str]:
        """Return what happened on the graph."""
        return [f'{change.topic} {change.what}' for change in list(self.changes)]


def messages_of(report: ConversionReport) -> dict[tuple[str, str], int]:
    """Return how many messages came, by topic and type."""
    return {(each.channel.topic, each.channel.type_name): each.messages for each in report.stats}


# -------------------------------------------------------------------------------------- scripted


def test_what_is_received_is_in_the_report() -> None:
    """Messages of all topics, those without any, and chunks of what came."""
    source = ScriptedSource(
        published('/a', FLOAT64), published('/quiet', FLOAT64), a=numbers(1, 2, 3)
    )
    chunks = ChunkList()
    running = Running(LiveSession(source, chunks))
    assert eventually(lambda: running.status.messages == 3)
    assert (running.status.topics, running.status.size_bytes) == (2, 36)
    report = running.stop()
    assert messages_of(report) == {('/a', FLOAT64): 3}
    assert [channel.topic for channel in report.silent] == ['/quiet']
    assert report.clean
    assert drawn(chunks) == ['/a']


def test_what_is_received_last_is_converted() -> None:
    """A session that stops at once forwards what it has."""
    source = ScriptedSource(published('/a', FLOAT64), a=numbers(*range(100)))
    running = Running(LiveSession(source, ChunkList()))
    assert eventually(lambda: source.subscribed)
    assert messages_of(running.stop()) == {('/a', FLOAT64): 100}


def test_being_alone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, after discovery should have found somebody."""
    monkeypatch.setattr(session, 'ALONE_S', 0.1)
    running = Running(LiveSession(ScriptedSource(), ChunkList()))
    assert eventually(lambda: running.changes)
    assert running.said() == [' nobody is there yet']
    running.stop()
    assert len(running.changes) == 1


def test_a_source_that_fails_ends_the_session() -> None:
    """With its error."""
    source = ScriptedSource(published('/a', FLOAT64))
    source.fails = SourceError('the wire is cut')
    running = Running(LiveSession(source, ChunkList()))
    assert running.ended()
    assert str(running.error) == 'the wire is cut'


def test_a_recording_that_fails_ends_the_session() -> None:
    """With its error."""

    class Full:
        def send_chunk(self, chunk: Chunk) -> None:
            raise SinkError('disk full')

    source = ScriptedSource(published('/a', FLOAT64), a=numbers(1))
    running = Running(LiveSession(source, Full()))
    assert running.ended()
    assert str(running.error) == 'disk full'


def test_a_recording_that_hangs_does_not_hold_the_end_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only for as long as is said."""
    monkeypatch.setattr(session, 'CLOSING_S', 0.2)
    frozen = threading.Event()

    class Frozen:
        def send_chunk(self, chunk: Chunk) -> None:
            frozen.wait(LIMIT_S)

    source = ScriptedSource(published('/a', FLOAT64), a=numbers(1))
    running = Running(LiveSession(source, Frozen()))
    assert eventually(lambda: running.status.topics)
    begin_s = time.monotonic()
    running.stop()
    assert time.monotonic() - begin_s < LIMIT_S / 2
    frozen.set()


# ----------------------------------------------------------------------------------- on the wire


@contextmanager
def bridged(
    domain: int, recording: Any, settings: LiveSettings | None = None, *folders: Path
) -> Iterator[Running]:
    """Yield a session of a domain."""
    with open_dds(domain) as source:
        made = LiveSession(source, recording, lookup=DefinitionLookup(folders), settings=settings)
        running = Running(made)
        try:
            yield running
        finally:
            running.stop()


def demo_definitions(folder: Path) -> Path:
    """Write the types of the demo robot that no distro has, as a user would have them."""
    from demo.definitions import OWN

    for name, text in OWN.items():
        package, _, last = name.split('/')
        (folder / package / 'msg').mkdir(parents=True, exist_ok=True)
        (folder / package / 'msg' / f'{last}.msg').write_text(text)
    return folder


def test_a_robot_live_is_the_same_as_from_a_bag(domain: int, tmp_path: Path) -> None:
    """Every topic of the demo robot, every row, every value; in a file that the bridge wrote."""
    streams = robot_bag('robot', seconds=2.0)
    known = definitions(stream.type_name for stream in streams)
    write_mcap(tmp_path / 'robot.mcap', streams, 'none')
    with open_bag(tmp_path / 'robot.mcap') as bag, RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'bag.rrd'))
        assert convert(bag, recording).clean
    total = sum(len(stream) for stream in streams)
    with PublisherProcess(domain) as publisher, RecordingStream('robot') as recording:
        recording.set_sinks(FileSink(tmp_path / 'live.rrd'))
        for stream in streams:
            type_hash = known[stream.type_name].type_hash
            qos = qos_of_stream(stream.latched)
            publisher.open(stream.topic, stream.type_name, qos, type_hash)
        folder = demo_definitions(tmp_path / 'own')
        with bridged(domain, recording, None, folder) as running:
            assert publisher.await_readers()
            publisher.write_in_turn(
                [(streams[k].topic, bytes(streams[k].message(i))) for k, i in log_order(streams)],
                hz=2000.0,
            )
            assert eventually(lambda: running.status.messages == total), running.status
        report = running.report
    assert report is not None
    assert report.clean
    assert messages_of(report) == {
        (stream.topic, stream.type_name): len(stream) for stream in streams
    }
    live, bagged = (rows_of(chunks_in(tmp_path / name)) for name in ('live.rrd', 'bag.rrd'))
    own = {path for path in live if path.startswith(f'/{OWN_PATH}/')}
    assert own
    assert live.keys() - own == bagged.keys()
    for path, columns in bagged.items():
        assert live[path].keys() == columns.keys(), path
        for component, cells in columns.items():
            assert same_cells(live[path][component], cells), (path, component)


def test_a_publisher_that_is_killed_and_comes_back(domain: int) -> None:
    """Its topic goes on, in the same channel, and what it latches comes again."""
    chunks = ChunkList()
    with bridged(domain, chunks) as running:
        for count in (1, 2):
            with PublisherProcess(domain) as publisher:
                publisher.open('/a', FLOAT64, OFFER)
                publisher.open('/latched', FLOAT64, LATCHED)
                publisher.write('/latched', numbers(5))
                assert publisher.await_readers()
                publisher.write('/a', numbers(*range(10)))
                assert eventually(lambda: running.status.messages == 11 * count)  # noqa: B023
                publisher.kill()
        assert len(running.said()) == len(set(running.said()))
    assert running.report is not None
    assert messages_of(running.report) == {('/a', FLOAT64): 20, ('/latched', FLOAT64): 2}


def test_a_topic_whose_type_changes(domain: int) -> None:
    """Named, and kept apart."""
    chunks = ChunkList()
    with bridged(domain, chunks) as running:
        for type_name, message in (
            (FLOAT64, numbers(1)[0]),
            (STRING, HEADER + b'\2\0\0\0a\0'),
        ):
            with PublisherProcess(domain) as publisher:
                publisher.open('/a', type_name, OFFER)
                assert publisher.await_readers()
                publisher.write('/a', [message])
                messages = 1 if type_name == FLOAT64 else 2
                assert eventually(lambda: running.status.messages == messages)  # noqa: B023
    assert running.report is not None
    assert messages_of(running.report) == {('/a', FLOAT64): 1, ('/a', STRING): 1}
    assert set(drawn(chunks)) == {'/a', '/a/std_msgs.msg.String'}


def test_several_types_on_a_topic_at_once(domain: int) -> None:
    """The user is told which."""
    with bridged(domain, ChunkList()) as running, PublisherProcess(domain) as publisher:
        publisher.open('/a', FLOAT64, OFFER)
        publisher.open('/a', STRING, OFFER, name='other')
        assert eventually(lambda: len(running.changes) == 3)
    assert f'/a has several types, kept apart: {FLOAT64}, {STRING}' in running.said()


def test_a_publisher_that_offers_less_joins(domain: int) -> None:
    """The subscription gives way, so that both are heard."""
    with bridged(domain, ChunkList()) as running, PublisherProcess(domain) as publisher:
        publisher.open('/a', FLOAT64, OFFER, name='reliable')
        assert publisher.await_readers()
        publisher.write('reliable', numbers(1))
        assert eventually(lambda: running.status.messages == 1)
        publisher.open('/a', FLOAT64, Qos(False, False, 10), name='best effort')
        assert publisher.await_readers()

        def is_heard(name: str) -> Callable[[], bool]:
            before = running.status.messages

            def heard() -> bool:
                publisher.write(name, numbers(2))
                time.sleep(0.05)
                return running.status.messages > before

            return heard

        assert eventually(is_heard('best effort'))
        assert eventually(is_heard('reliable'))
    assert '/a is offered as best effort now' in running.said()


IMAGE_BYTES = 1_000_000


def test_a_flood_costs_whoever_floods(domain: int) -> None:
    """Small topics arrive whole; what is dropped is counted, by topic."""

    class Slow:
        """A recording that takes 20 MB a second, and keeps what the bridge says of itself."""

        def __init__(self) -> None:
            self.own = ChunkList()

        def send_chunk(self, chunk: Chunk) -> None:
            time.sleep(chunk.size_bytes / 20e6)
            if chunk.entity_path.parts[:1] == (OWN_PATH,):
                self.own.append(chunk)

    blob = HEADER + struct.pack('<II', 0, IMAGE_BYTES) + bytes(IMAGE_BYTES)
    settings = LiveSettings(queue_bytes=8 * IMAGE_BYTES)
    with PublisherProcess(domain) as flooding, PublisherProcess(domain) as publisher:
        flooding.open('/flood', 'std_msgs/msg/UInt8MultiArray', Qos(True, False, 10))
        for name in ('/a', '/b'):
            publisher.open(name, FLOAT64, OFFER)
        recording = Slow()
        with bridged(domain, recording, settings) as running:
            assert flooding.await_readers()
            assert publisher.await_readers()
            flooding.start('write', '/flood', [blob], repeat=300)
            for value in range(50):
                publisher.write_in_turn([(name, numbers(value)[0]) for name in ('/a', '/b')], 0)
            flooding.finish()
            assert eventually(lambda: running.status.dropped > 0)
    report = running.report
    assert report is not None
    counts = messages_of(report)
    assert (counts['/a', FLOAT64], counts['/b', FLOAT64]) == (50, 50)
    (loss,) = report.losses
    assert loss.topics == ('/flood',)
    assert loss.messages
    assert not report.clean
    names, numbers_dropped = (
        [
            column.lists.to_pylist()[-1]
            for chunk in recording.own
            if str(chunk.entity_path) == f'/{OWN_PATH}/dropped'
            for column in chunk.components
            if column.descriptor.component == component
        ][-1]
        for component in ('SeriesLines:names', 'Scalars:scalars')
    )
    shown = dict(zip(names, numbers_dropped))
    assert shown == {'/a': 0.0, '/b': 0.0, '/flood': float(loss.messages)}


def test_a_message_larger_than_the_queue(domain: int) -> None:
    """It is dropped and counted; everything else goes on."""
    large = HEADER + struct.pack('<II', 0, IMAGE_BYTES) + bytes(IMAGE_BYTES)
    settings = LiveSettings(queue_bytes=IMAGE_BYTES // 2)
    with PublisherProcess(domain) as publisher:
        publisher.open('/large', 'std_msgs/msg/UInt8MultiArray', OFFER)
        publisher.open('/a', FLOAT64, OFFER)
        with bridged(domain, ChunkList(), settings) as running:
            assert publisher.await_readers()
            publisher.write('/large', [large])
            publisher.write('/a', numbers(1, 2))
            assert eventually(lambda: running.status.messages + running.status.dropped == 3)
    assert running.report is not None
    assert messages_of(running.report) == {('/a', FLOAT64): 2}
    assert [(loss.topics, loss.messages) for loss in running.report.losses] == [(('/large',), 1)]


def test_two_bridges_on_one_graph(domain: int) -> None:
    """Each hears everything."""
    with PublisherProcess(domain) as publisher:
        publisher.open('/a', FLOAT64, OFFER)
        with bridged(domain, ChunkList()) as one, bridged(domain, ChunkList()) as two:
            assert publisher.await_readers(2)
            publisher.write('/a', numbers(*range(100)))
            assert eventually(lambda: one.status.messages == two.status.messages == 100)
