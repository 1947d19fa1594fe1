"""What programs tell by ``logging``."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from rerun_bridge.sdk import _current
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.text_log_handler import LoggingHandler
from test.support.logged import logged, to_memory

HERE = 'test_text_log_handler'


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """Return a logger that logs into recordings, alone."""
    made = logging.Logger('robot.arm')
    made.addHandler(LoggingHandler('logs'))
    with RecordingStream('app') as recording:
        _current.set_of_thread(recording)
        yield made


def test_records_become_lines_at_their_module(logger: logging.Logger) -> None:
    """With their levels, also those of the program's own."""
    recording = _current.current()
    assert recording is not None
    sink = to_memory(recording)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        logger.log(level, 'at %d', level)
    logging.addLevelName(33, 'ODD')
    logger.log(33, 'odd')
    rows = logged(recording, sink)[f'/logs/{HERE}']
    assert [(row['TextLog:text'], row['TextLog:level']) for row in rows] == [
        (['at 10'], ['DEBUG']),
        (['at 20'], ['INFO']),
        (['at 30'], ['WARN']),
        (['at 40'], ['ERROR']),
        (['at 50'], ['CRITICAL']),
        (['odd'], ['ODD']),
    ]


def test_what_this_package_tells_is_left_out(logger: logging.Logger) -> None:
    """It may be about the very recording: that must not go in circles."""
    recording = _current.current()
    assert recording is not None
    sink = to_memory(recording)
    own = logging.Logger('rerun_bridge.sdk')
    own.addHandler(LoggingHandler())
    own.warning('a sink is full')
    assert logged(recording, sink) == {}


def test_without_a_recording_nothing_happens() -> None:
    """And nothing is raised."""
    made = logging.Logger('robot')
    made.addHandler(LoggingHandler())
    made.warning('hello')


def test_what_cannot_be_formatted_is_told_as_by_all_handlers(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error; the program goes on."""
    logger.warning('%d', 'no number')
    assert 'Logging error' in capsys.readouterr().err
