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
    'current',
    'enter',
    'get_global',
    'get_of_thread',
    'leave',
    'set_global',
    'set_of_thread',
]


class _OfThread(threading.local):
    recording: RecordingStream | None = None
    """Of threads that never set one, too: the attribute of the class."""

    def __init__(self) -> None:
        self.outer: list[RecordingStream | None] = []


_of_thread = _OfThread()
_global: RecordingStream | None = None


def current(recording: RecordingStream | None = None) -> RecordingStream | None:
    """Return the recording that is given, else the one that is meant, if any."""
    return recording or _of_thread.recording or _global


def get_global() -> RecordingStream | None:
    """Return the recording of the process."""
    return _global


def set_global(recording: RecordingStream | None) -> RecordingStream | None:
    """Set the recording of the process; return the one before."""
    global _global
    before, _global = _global, recording
    return before


def get_of_thread() -> RecordingStream | None:
    """Return the recording of this thread alone."""
    return _of_thread.recording


def set_of_thread(recording: RecordingStream | None) -> RecordingStream | None:
    """Set the recording of this thread alone; return the one before."""
    before = _of_thread.recording
    _of_thread.recording = recording
    return before


def enter(recording: RecordingStream) -> None:
    """Make a recording the one of this thread until :func:`leave`."""
    _of_thread.outer.append(set_of_thread(recording))


def leave() -> None:
    """Make the recording before the one of this thread again."""
    _of_thread.recording = _of_thread.outer.pop() if _of_thread.outer else None
