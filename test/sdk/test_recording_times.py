"""A timeline has one kind of times in all of a recording."""

from __future__ import annotations

import threading

import pytest

from rerun_bridge.sdk.misuse import set_strict
from rerun_bridge.sdk.recording_times import RecordingTimes
from rerun_bridge.sdk.time import TimeType


def test_all_kinds_are_set(caplog: pytest.LogCaptureFixture) -> None:
    """Numbers of numpy as well."""
    times = RecordingTimes({'log_time': TimeType.TIMESTAMP})
    times.set('a', 1)
    times.set('a', 2)
    times.set('b', None, 0.5)
    times.set('c', None, None, 1.5)
    assert times.of_thread.values == {'a': 2, 'b': 500_000_000, 'c': 1_500_000_000}
    assert not caplog.records


def test_another_kind_is_refused_in_every_thread(caplog: pytest.LogCaptureFixture) -> None:
    """A viewer could not show both; the time before stays."""
    times = RecordingTimes({'log_time': TimeType.TIMESTAMP})
    times.set('a', 1)
    times.set('a', None, 5.0)
    times.set('log_time', 5)
    assert times.of_thread.values == {'a': 1}
    found: list[dict[str, int]] = []

    def elsewhere() -> None:
        times.set('a', None, None, 5.0)
        found.append(times.of_thread.values)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [{}]
    texts = [record.getMessage() for record in caplog.records]
    assert texts == [
        "set_time('a'): timeline 'a' has sequences and cannot have a duration",
        "set_time('log_time'): timeline 'log_time' has timestamps and cannot have a sequence",
        "set_time('a'): timeline 'a' has sequences and cannot have a timestamp",
    ]


def test_a_recording_without_log_time_may_use_the_name() -> None:
    """For whatever it likes."""
    times = RecordingTimes({})
    times.set('log_time', 5)
    assert times.of_thread.values == {'log_time': 5}


def test_wrong_times_are_misuse() -> None:
    """Raised where the program is strict."""
    set_strict(True)
    times = RecordingTimes({'log_time': TimeType.TIMESTAMP})
    for wrong in ((), (1, 2), (1.5,), (2**63,)):
        with pytest.raises((TypeError, ValueError)):
            times.set('a', *wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='name'):
        times.set('', 1)


def test_nanoseconds_tell_by_their_size_what_they_are() -> None:
    """The first of a timeline decides for the others."""
    times = RecordingTimes({'log_time': TimeType.TIMESTAMP})
    times.set_ns('sim', 5)
    times.set_ns('sim', 2 * 10**17)
    times.set_ns('clock', 1_700_000_000 * 10**9)
    times.set_ns('clock', 5)
    assert times.of_thread.kinds == {'clock': TimeType.TIMESTAMP, 'sim': TimeType.DURATION}
    assert times.of_thread.values == {'clock': 5, 'sim': 2 * 10**17}
    times.set('step', 1)
    with pytest.raises(ValueError, match='has sequences'):
        times.set_ns('step', 5)
