"""Things of other libraries are logged by whoever registered for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rerun_bridge.sdk.archetypes import Scalars, TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.foreign import handler_of, register, unregister
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.recording import RecordingStream
from test.support.logged import logged, to_memory


class Temperature:
    """A message of some library."""

    def __init__(self, celsius: float) -> None:
        self.celsius = celsius


class Temperatures(list[float]):
    """A batch of them, decoded when it is encoded."""

    size_bytes = 0

    def __init__(self, path: str) -> None:
        self._path = path

    def count(self) -> int:
        """Return how many there are."""
        return len(self)

    def chunks(self, rows_if_unsorted: int) -> Iterator[Chunk]:
        """Yield them as one chunk."""
        path = EntityPath.parse(self._path)
        column = Scalars.scalars.column(list(self))
        yield Chunk(new_chunk_id(), path, new_row_ids(len(self)), (), (column,))


def log_temperature(recording: RecordingStream, path: str, thing: Any, static: bool) -> None:
    """Put a temperature aside."""
    recording.gather(('temperatures', path), lambda key: Temperatures(key[1]), thing.celsius, 8)


@pytest.fixture
def handled() -> Iterator[None]:
    """Have temperatures logged."""
    register(lambda kind: issubclass(kind, Temperature), log_temperature)
    yield
    unregister(log_temperature)


@pytest.mark.usefixtures('handled')
def test_a_handler_gathers_things_and_makes_chunks_of_them() -> None:
    """By itself, and beside archetypes."""
    with RecordingStream('app') as recording:
        sink = to_memory(recording)
        recording.log('room', Temperature(20.5))
        recording.log('room', Temperature(21.0), TextLog('warm'))
        found = logged(recording, sink)
    values = [row['Scalars:scalars'] for row in found['/room'] if 'Scalars:scalars' in row]
    assert values == [[20.5], [21.0]]
    assert [row['TextLog:text'] for row in found['/room'] if 'TextLog:text' in row] == [['warm']]


@pytest.mark.usefixtures('handled')
def test_the_newest_handler_is_asked_first() -> None:
    """And asked once for each type."""
    asked: list[type] = []

    def is_meant(kind: type) -> bool:
        asked.append(kind)
        return kind is Temperature

    def other(recording: RecordingStream, path: str, thing: Any, static: bool) -> None:
        """Do nothing."""

    register(is_meant, other)
    assert handler_of(Temperature(1)) is other
    assert handler_of(Temperature(2)) is other
    assert handler_of(5) is None
    assert asked == [Temperature, int]
    unregister(other)
    assert handler_of(Temperature(3)) is log_temperature


def test_what_nobody_handles_is_misuse(caplog: pytest.LogCaptureFixture) -> None:
    """With its type in the text."""
    with RecordingStream('app') as recording:
        recording.log('room', Temperature(1))
        with pytest.raises(TypeError, match='Temperature is nothing that can be logged'):
            recording.log('room', Temperature(1), strict=True)
    assert [record.getMessage() for record in caplog.records] == [
        "log('room'): Temperature is nothing that can be logged"
    ]


@pytest.mark.usefixtures('handled')
def test_a_handler_is_told_what_the_thread_has_set() -> None:
    """For the times of its rows."""
    with RecordingStream('app') as recording:
        recording.set_time('step', sequence=5)
        time_ns, timelines, values = recording.now()
    assert time_ns > 10**18
    assert [timeline.name for timeline in timelines.timelines] == ['step']
    assert values == (5,)
