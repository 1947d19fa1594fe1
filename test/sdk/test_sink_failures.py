"""What sinks do not take is raised, or told once and counted."""

from __future__ import annotations

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.sink_failures import SinkFailures, in_words
from rerun_bridge.sdk.sinks import MemorySink
from test.sdk.test_backlog import values


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was told."""
    return [record.getMessage() for record in caplog.records]


def test_failures_are_told_once_per_sink_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    """By entity, when the sink is gone."""
    failures, sink, other = SinkFailures(raises=False), MemorySink(), MemorySink()
    for path in ('/a', '/b', '/a'):
        failures.add(sink, SinkError('the disk is full'), values(path, 1))
    failures.add(other, SinkError('gone'))
    assert told(caplog) == [
        'SinkError: the disk is full; the program goes on',
        'SinkError: gone; the program goes on',
    ]
    failures.check()
    failures.settle(sink)
    failures.settle(other)
    failures.settle(sink)
    assert told(caplog)[2:] == ['MemorySink did not take 3 rows (/a 2, /b 1)']


def test_who_wants_them_raised_gets_the_first(caplog: pytest.LogCaptureFixture) -> None:
    """Once."""
    failures, sink = SinkFailures(raises=True), MemorySink()
    failures.add(sink, SinkError('first'), values('/a', 1))
    failures.add(sink, SinkError('second'), values('/a', 1))
    assert failures.has_error
    with pytest.raises(SinkError, match='first'):
        failures.check()
    assert not failures.has_error
    failures.check()
    failures.settle(sink)
    assert told(caplog) == []


def test_rows_in_words() -> None:
    """The entities with the most first."""
    assert in_words({'/a': 1, '/b': 5}) == '6 rows (/b 5, /a 1)'
    many = {f'/{i}': 10 - i for i in range(5)}
    assert in_words(many) == '40 rows (/0 10, /1 9, /2 8 and 2 more)'
