"""
Which recording functions mean that are not given one: the only global state of the SDK.

The thread's own where it has one, else the one of the whole process.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rerun_bridge.sdk.recording import RecordingStream

__all__ = [
    'CURRENT',
    'current',
    'enter',
    'get_global',
    'get_of_thread',
    'leave',
    'set_global',
    'set_of_thread',
]


class _Current(threading.local):
    """The attribute of the class is the process's; that of the instance, the thread's own."""

    recording: RecordingStream | None = None

    def __init__(self) -> None:
        self.outer: list[RecordingStream | None] = []


CURRENT = _Current()
"""``CURRENT.recording`` is the one that is meant where none is given; ``None`` for none."""


def current(recording: RecordingStream | None = None) -> RecordingStream | None:
    """Return the recording that is given, else the one that is meant, if any."""
    return recording or CURRENT.recording


def get_global() -> RecordingStream | None:
    """Return the recording of the process."""
    return _Current.recording


def set_global(recording: RecordingStream | None) -> RecordingStream | None:
    """Set the recording of the process; return the one before."""
    before, _Current.recording = _Current.recording, recording
    return before


def get_of_thread() -> RecordingStream | None:
    """Return the recording of this thread alone."""
    return CURRENT.__dict__.get('recording')


def set_of_thread(recording: RecordingStream | None) -> RecordingStream | None:
    """Set the recording of this thread alone; return the one before."""
    before = get_of_thread()
    if recording is not None:
        CURRENT.recording = recording
    elif before is not None:
        del CURRENT.recording
    return before


def enter(recording: RecordingStream) -> None:
    """Make a recording the one of this thread until :func:`leave`."""
    CURRENT.outer.append(set_of_thread(recording))


def leave() -> None:
    """Make the recording before the one of this thread again."""
    set_of_thread(CURRENT.outer.pop() if CURRENT.outer else None)
