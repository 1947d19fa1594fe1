"""The functions that log, and set times."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes import AnyValues, Scalars
from rerun_bridge.sdk.misuse import set_strict
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.time import TimeColumn
from test.support.logged import chunks_in, logged, rows_of, to_memory


def begin(**more: Any) -> Any:
    """Begin a recording into memory; return a function that returns its rows."""
    api.init('app', **more)
    recording = api.get_data_recording()
    assert recording is not None
    sink = to_memory(recording)
    return lambda: logged(recording, sink)


def test_rows_and_times() -> None:
    """As the methods of the same names."""
    rows = begin()
    api.set_time('step', sequence=1)
    api.set_time('since', duration=0.5)
    api.log('a', Scalars(1.0))
    api.disable_timeline('since')
    api.log('a', Scalars(2.0))
    api.reset_time()
    api.log('a', Scalars(3.0), static=True)
    assert rows() == {
        '/a': [
            {'step': 1, 'since': 5 * 10**8, 'Scalars:scalars': [1.0]},
            {'step': 1, 'Scalars:scalars': [2.0]},
            {'Scalars:scalars': [3.0]},
        ]
    }


def test_the_old_names_of_set_time() -> None:
    """Whether a time is a date or since a start tells its size."""
    rows = begin()
    api.set_time_sequence('step', 5)
    api.set_time_seconds('sim', 1.5)
    api.set_time_nanos('clock', 1_700_000_000 * 10**9)
    api.log('a', Scalars(1.0))
    assert rows()['/a'] == [
        {
            'step': 5,
            'sim': 1_500_000_000,
            'clock': 1_700_000_000 * 10**9,
            'Scalars:scalars': [1.0],
        }
    ]


def test_columns() -> None:
    """Misuse is told, or raised."""
    rows = begin()
    api.send_columns('a', [TimeColumn('step', sequence=[1, 2])], Scalars.columns(scalars=[3, 4]))
    api.send_columns('a', [TimeColumn('step', sequence=[1])], Scalars.columns(scalars=[3, 4]))
    with pytest.raises(ValueError, match='different lengths'):
        api.send_columns('a', [], [], strict=True)
    assert rows()['/a'] == [
        {'step': 1, 'Scalars:scalars': [3.0]},
        {'step': 2, 'Scalars:scalars': [4.0]},
    ]


def test_properties() -> None:
    """Of the recording."""
    begin()
    stream = api.binary_stream()
    api.send_recording_name('a name')
    api.send_property('place', AnyValues(hall=3))
    found = rows_of(chunks_in(stream.read(), with_properties=True))
    assert found['/__properties/place'] == [{'hall': [3]}]
    assert {'RecordingInfo:name': ['a name']} in found['/__properties']


def test_paths() -> None:
    """Everything unusual in a part is escaped."""
    assert api.escape_entity_path_part('my image!') == 'my\\ image\\!'
    assert api.new_entity_path(['world', 42, 'my image!']) == '/world/42/my\\ image\\!'


@pytest.mark.parametrize('strict', [True, False])
def test_misuse_is_raised_or_told(strict: bool, caplog: pytest.LogCaptureFixture) -> None:
    """A wrong argument, a wrong time, a wrong name."""
    begin(strict=strict)
    calls = [
        lambda: api.log('a', 'text'),
        lambda: api.set_time('step', sequence=0.5),  # type: ignore[arg-type]
        lambda: api.set_time('step'),
        lambda: api.set_time_nanos('step', 'now'),  # type: ignore[arg-type]
        lambda: api.send_property('a', 5),  # type: ignore[arg-type]
    ]
    for call in calls:
        if strict:
            with pytest.raises((TypeError, ValueError)):
                call()
        else:
            call()
    assert len(caplog.records) == (0 if strict else len(calls))


def test_the_recording_that_is_given_is_meant() -> None:
    """Not the current one."""
    rows = begin()
    other = RecordingStream('app')
    sink = to_memory(other)
    api.set_time('step', sequence=1, recording=other)
    api.log('a', Scalars(1.0), recording=other)
    columns = Scalars.columns(scalars=[2])
    api.send_columns('b', [TimeColumn('step', sequence=[1])], columns, recording=other)
    assert set(logged(other, sink)) == {'/a', '/b'}
    assert rows() == {}


def test_without_a_recording_nothing_happens() -> None:
    """Strict or not."""
    set_strict(True)
    api.log('a', 'no archetype')
    api.set_time('step')
    api.set_time_nanos('step', 5)
    api.set_time_seconds('step', 5)
    api.set_time_sequence('step', 5)
    api.disable_timeline('step')
    api.reset_time()
    api.send_columns('a', [], [])
    api.send_recording_name('name')
    api.send_property('a', AnyValues(b=5))
    api.send_blueprint('no blueprint')  # type: ignore[arg-type]
