"""The id that the processes of a program share."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from rerun_bridge.sdk.recording_id import default_recording_id
from test.support.official import run_script


@pytest.mark.judge
@pytest.mark.parametrize(
    ('application', 'key'),
    [
        ('app', b'abc'),
        ('my_robot', bytes(range(256))),
        ('a' * 100, b'\0' * 7),
        ('application', bytes(range(32))),
        ('x', b''),
    ],
)
def test_the_default_id_is_that_of_rerun_sdk(judge: Path, application: str, key: bytes) -> None:
    """For any key and application: processes with the one and the other share a recording."""
    theirs = run_script(judge, 'default_recording_id', application, key.hex()).strip()
    assert default_recording_id(application, key) == theirs


def test_it_is_a_uuid_and_depends_on_both() -> None:
    """Version 4; 32 hex digits."""
    found = default_recording_id('app', b'key')
    assert len(found) == 32
    assert (found[12], found[16] in '89ab') == ('4', True)
    assert found != default_recording_id('app', b'kez')
    assert found != default_recording_id('apq', b'key')


def test_this_process_has_a_key() -> None:
    """The same at every call."""
    key = bytes(multiprocessing.current_process().authkey)
    assert default_recording_id('app') == default_recording_id('app', key)


@pytest.mark.parametrize('method', ['fork', 'spawn', 'forkserver'])
@pytest.mark.filterwarnings('ignore:.*multi-threaded:DeprecationWarning')
def test_children_have_the_same(method: str) -> None:
    """However they were started."""
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(default_recording_id, ('app',)) == default_recording_id('app')
