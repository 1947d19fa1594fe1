"""The bridge in the background of a program, over a real wire."""

from __future__ import annotations

import logging
import struct
from pathlib import Path

import pytest

from rerun_bridge import LiveBridge
from rerun_bridge.config import Config
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Qos
from rerun_bridge.nouns import replace
from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sources.dds import open_dds
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.support.dds_publisher import PublisherProcess
from test.support.dds_reading import eventually
from test.support.golden import ChunkList
from test.support.live_source import ScriptedSource, published
from test.support.recordings import chunks_in, rows_of

FLOAT64 = 'std_msgs/msg/Float64'
OFFER = Qos(True, False, 1000)


def numbers(*values: float) -> list[bytes]:
    """Return messages of one number each."""
    return [b'\0\1\0\0' + struct.pack('<d', value) for value in values]


def test_chosen_topics_go_to_the_recording_of_the_program(domain: int, tmp_path: Path) -> None:
    """Beside what it logs itself; three lines, and a fourth to end it."""
    path = tmp_path / 'out.rrd'
    with PublisherProcess(domain) as publisher, open_dds(domain) as source:
        for topic in ('/a', '/b'):
            publisher.open(topic, FLOAT64, OFFER)
        api.init('mine')
        api.save(path)
        bridge = LiveBridge(source, ['/a'])
        api.log('/own', Scalars(1.0))
        assert publisher.await_readers(names=['/a'])
        publisher.write('/a', numbers(*range(50)))
        assert publisher.await_acknowledged('/a')
        report = bridge.close()
        assert bridge.close() is report
        api.disconnect()
        assert source.others() == 1  # it is not ours to close
    assert [(each.channel.topic, each.messages) for each in report.stats] == [('/a', 50)]
    rows = rows_of(chunks_in(path))
    assert len(rows['/a']['Scalars:scalars']) == 50
    assert {'/own'} <= rows.keys()
    assert '/b' not in rows


def test_rules_change_while_it_runs(domain: int) -> None:
    """Of what both want, nothing is lost."""
    chunks = ChunkList()
    config = Config()
    moved = replace(
        config, topics=TopicSelection(('/a',), rules=(TopicRule('/a', entity_path='there'),))
    )
    with PublisherProcess(domain) as publisher, open_dds(domain) as source:
        for topic in ('/a', '/b'):
            publisher.open(topic, FLOAT64, OFFER)
        with LiveBridge(source, recording=chunks, config=config) as bridge:
            assert publisher.await_readers(names=['/a', '/b'])
            publisher.write('/a', numbers(1, 2))
            assert eventually(lambda: bridge.status.messages == 2)
            bridge.use(moved)
            assert eventually(lambda: bridge.status.topics == 1)
            publisher.write('/a', numbers(3))
            assert publisher.await_acknowledged('/a')
    drawn = [
        (str(chunk.entity_path), value)
        for chunk in chunks
        for column in chunk.components
        if column.descriptor.component == 'Scalars:scalars'
        and chunk.entity_path.parts[0] != 'rerun_bridge'
        for row in column.lists.to_pylist()
        for value in row
    ]
    assert drawn == [('/a', 1.0), ('/a', 2.0), ('/there', 3.0)]


def test_what_happens_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """By ``logging``, unless the program wants to be told itself."""
    caplog.set_level(logging.INFO, 'rerun_bridge')
    source = ScriptedSource(published('/a', FLOAT64), a=numbers(1))
    with LiveBridge(source, recording=ChunkList()) as bridge:
        assert eventually(lambda: bridge.status.messages == 1)
    assert caplog.messages == [f'/a is published: {FLOAT64}']
    told: list[str] = []
    with LiveBridge(source, recording=ChunkList(), on_change=lambda c: told.append(str(c))):
        assert eventually(lambda: told)
    assert told == caplog.messages


def test_a_source_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """The program goes on; what happened is there, and is told."""
    source = ScriptedSource(published('/a', FLOAT64))
    source.fails = SourceError('the wire is cut')
    with LiveBridge(source, recording=ChunkList()) as bridge:
        assert eventually(lambda: bridge.failure)
    assert str(bridge.failure) == 'the wire is cut'
    assert 'the wire is cut' in caplog.messages
    assert bridge.close().stats == ()


def test_what_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no recording, or a pattern is none: told at once."""
    monkeypatch.setattr('rerun_bridge.sdk._current.current', lambda recording: recording)
    with pytest.raises(ValueError, match='there is no recording'):
        LiveBridge(ScriptedSource())
    with pytest.raises(ValueError, match='not a pattern'):
        LiveBridge(ScriptedSource(), ['re:('], RecordingStream('mine'))
