"""Which recording is meant: the one given, the thread's, the process's."""

from __future__ import annotations

import threading

from rerun_bridge.sdk import _current
from rerun_bridge.sdk.recording import RecordingStream


def test_the_nearest_is_meant() -> None:
    """And without any, none."""
    one, two, three = (RecordingStream('app', str(i)) for i in range(3))
    assert _current.current() is None
    assert _current.set_global(one) is None
    assert _current.current() is one
    assert _current.set_of_thread(two) is None
    assert _current.current() is two
    assert _current.current(three) is three
    assert (_current.get_global(), _current.get_of_thread()) == (one, two)
    assert _current.set_of_thread(None) is two
    assert _current.set_global(None) is one


def test_another_thread_has_its_own() -> None:
    """Only the process's is the same for all."""
    one, two = RecordingStream('app', '1'), RecordingStream('app', '2')
    _current.set_global(one)
    _current.set_of_thread(two)
    found: list[RecordingStream | None] = []
    thread = threading.Thread(target=lambda: found.append(_current.current()))
    thread.start()
    thread.join()
    assert found == [one]


def test_blocks_are_left_in_turn() -> None:
    """Also where one recording is entered twice."""
    one, two = RecordingStream('app', '1'), RecordingStream('app', '2')
    met = []
    for recording in (one, two, one):
        _current.enter(recording)
        met.append(_current.current())
    for _ in range(3):
        _current.leave()
        met.append(_current.current())
    assert met == [one, two, one, two, one, None]
    _current.leave()
    assert _current.current() is None
