"""Sessions that wait for time or for somebody, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rerun_bridge.bridge import Recording
from rerun_bridge.live import LiveSession, forwarding, frame_watch, listening
from rerun_bridge.live.sim_clock import CLOCK_TOPIC
from rerun_bridge.live.statistics import OWN_PATH
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.messages import CLOCK_TYPE, TypeName
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sources.dds import open_dds
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.live.test_session import FLOAT64, OFFER, Running, numbers
from test.live.test_sim_clock import told
from test.support.dds_publisher import LATCHED, PublisherProcess
from test.support.dds_reading import eventually
from test.support.golden import ChunkList
from test.support.live_source import ScriptedSource, published
from test.support.messages import payloads_of

S = 1_000_000_000
SIMULATED = LiveSettings(use_sim_time=True)
POSE = 'geometry_msgs/msg/PoseStamped'


@contextmanager
def simulated(domain: int, recordings: list[ChunkList]) -> Iterator[Running]:
    """Yield a session in simulated time, which adds a recording whenever that goes back."""

    def renew() -> Recording:
        recordings.append(ChunkList())
        return recordings[-1]

    with open_dds(domain) as source:
        selection = TopicSelection(exclude=(CLOCK_TOPIC,))
        made = LiveSession(source, renew(), selection, settings=SIMULATED, renew=renew)
        running = Running(made)
        try:
            yield running
        finally:
            running.stop()


def values(chunks: ChunkList, path: str) -> list[tuple[int, float]]:
    """Return log time and value of the rows of an entity; a static one has time 0."""
    found = []
    for chunk in chunks:
        for column in chunk.components:
            if str(chunk.entity_path) == path and column.descriptor.component.startswith('Scal'):
                times = {each.timeline.name: each.values.tolist() for each in chunk.times}
                rows = column.lists.to_pylist()
                found += list(zip(times.get('log_time', [0] * len(rows)), [r[0] for r in rows]))
    return found


def test_simulated_time(domain: int) -> None:
    """
    Nothing before the first clock; its times from then on; another recording when it goes back.

    What is latched is in each.
    """
    recordings: list[ChunkList] = []
    with PublisherProcess(domain) as publisher, simulated(domain, recordings) as running:
        for topic, type_name, offer in (
            (CLOCK_TOPIC, CLOCK_TYPE, OFFER),
            ('/a', FLOAT64, OFFER),
            ('/map', FLOAT64, LATCHED),
        ):
            publisher.open(topic, type_name, offer)
        publisher.write('/map', numbers(7))
        assert publisher.await_readers(names=[CLOCK_TOPIC])
        assert publisher.readers('/a') == publisher.readers('/map') == 0
        publisher.write(CLOCK_TOPIC, told(50 * S))
        assert publisher.await_readers()
        assert eventually(lambda: running.status.messages == 1)
        publisher.write('/a', numbers(1))
        assert eventually(lambda: running.status.messages == 2)
        publisher.write(CLOCK_TOPIC, told(51 * S))
        publisher.write('/a', numbers(2))
        assert eventually(lambda: running.status.messages == 3)
        publisher.write(CLOCK_TOPIC, told(2 * S))
        assert eventually(lambda: len(recordings) == 2)
        assert eventually(lambda: running.status.messages == 4)  # the map, again
        publisher.write('/a', numbers(3))
        assert eventually(lambda: running.status.messages == 5)
    assert values(recordings[0], '/a') == [(50 * S, 1.0), (51 * S, 2.0)]
    assert values(recordings[1], '/a') == [(2 * S, 3.0)]
    assert [values(each, '/map') for each in recordings] == [[(0, 7.0)]] * 2
    assert ' the clock was set back: a new recording begins'.strip() in [
        text.strip() for text in running.said()
    ]
    assert running.report is not None
    counts = {stats.channel.topic: stats.messages for stats in running.report.stats}
    assert counts == {'/a': 3, '/map': 2}
    assert running.report.clean


def test_a_clock_that_never_comes_is_told(domain: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After five seconds, made short here."""
    monkeypatch.setattr(listening, 'NO_CLOCK_NS', S // 5)
    with PublisherProcess(domain) as publisher, simulated(domain, []) as running:
        publisher.open('/a', FLOAT64, OFFER)
        assert eventually(lambda: running.changes)
        assert running.said() == [
            '/clock is not published, and use_sim_time is set: nothing is forwarded before it is'
        ]
        assert publisher.readers('/a') == 0


def test_lazy(domain: int) -> None:
    """Robots are left alone while nobody looks, but for what is latched."""
    watched = [False]
    with PublisherProcess(domain) as publisher, open_dds(domain) as source:
        publisher.open('/a', FLOAT64, OFFER)
        publisher.open('/map', FLOAT64, LATCHED)
        settings = LiveSettings(lazy=True)
        running = Running(
            LiveSession(source, ChunkList(), settings=settings, is_watched=lambda: watched[0])
        )
        for is_watched in (False, True, False):
            watched[0] = is_watched
            assert eventually(lambda: publisher.readers('/a') == int(is_watched))  # noqa: B023
            assert publisher.await_readers(names=['/map'])
        running.stop()
        said = running.said()
        assert said.count('/a is published: std_msgs/msg/Float64') == 1
        assert not any('not published' in each for each in said)


def test_other_rules_while_it_runs(domain: int) -> None:
    """Topics come and go by them, and what is latched is told once more."""
    chunks = ChunkList()
    with PublisherProcess(domain) as publisher, open_dds(domain) as source:
        publisher.open('/a', FLOAT64, OFFER)
        publisher.open('/map', FLOAT64, LATCHED)
        publisher.write('/map', numbers(7))
        made = LiveSession(source, chunks)
        running = Running(made)
        assert publisher.await_readers()
        assert eventually(lambda: running.status.messages == 1)
        made.change_rules(TopicSelection(exclude=('/a',), rules=(TopicRule('/map', '/m'),)))
        assert eventually(lambda: publisher.readers('/a') == 0)
        assert eventually(lambda: running.status.messages == 2)
        made.change_rules(TopicSelection())
        assert publisher.await_readers()
        publisher.write('/a', numbers(1))
        assert eventually(lambda: running.status.messages == 4)
        running.stop()
    assert values(chunks, '/m') == [(0, 7.0)]
    assert values(chunks, '/map') == [(0, 7.0)] * 2
    assert len(values(chunks, '/a')) == 1


def texts(chunks: list[Chunk]) -> list[str]:
    """Return the lines of the bridge's own log."""
    return [
        row[0]
        for chunk in chunks
        if str(chunk.entity_path) == f'/{OWN_PATH}/log'
        for column in chunk.components
        if column.descriptor.component == 'TextLog:text'
        for row in column.lists.to_pylist()
    ]


def test_frames_that_nothing_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is told, and so is whoever looks at the recording later."""
    monkeypatch.setattr(frame_watch, 'PATIENCE_NS', 0)
    monkeypatch.setattr(forwarding, 'LOOK_NS', 0)
    poses = payloads_of(
        TypeName(POSE), [{'header': {'frame_id': frame}} for frame in ('map', 'map', 'cam')]
    )
    source = ScriptedSource(published('/pose', POSE), pose=poses)
    chunks = ChunkList()
    running = Running(LiveSession(source, chunks))
    assert eventually(lambda: any(change.is_warning for change in running.changes))
    running.stop()
    (warning,) = (change.what for change in running.changes if change.is_warning)
    assert warning.startswith('no transform connects cam with map')
    assert texts(chunks)[0] == f'/pose is published: {POSE}'
    assert warning in texts(chunks)


def test_it_need_not_say_anything() -> None:
    """The recording has what the robot publishes, then."""
    source = ScriptedSource(published('/a', FLOAT64), a=numbers(1))
    chunks = ChunkList()
    running = Running(LiveSession(source, chunks, settings=LiveSettings(statistics=False)))
    assert eventually(lambda: running.status.messages == 1)
    running.stop()
    assert [str(chunk.entity_path) for chunk in chunks] == ['/a']
