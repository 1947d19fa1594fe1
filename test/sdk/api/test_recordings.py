"""Beginning recordings, and which one functions mean."""

from __future__ import annotations

import gc
from pathlib import Path
from uuid import UUID

import pytest

from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.blueprint import Spatial3DView
from rerun_bridge.sdk.misuse import is_strict
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.recording_id import default_recording_id
from rerun_bridge.sdk.rrd.decoder import FoundStore, read_footer, read_rrd
from test.support.logged import logged_in


def test_init_begins_the_recording_of_all_threads() -> None:
    """With the ids that are given, or the one that processes share."""
    api.init('app')
    assert api.get_recording_id() == default_recording_id('app')
    assert (api.get_application_id(), api.is_enabled()) == ('app', True)
    api.init('other', UUID(int=5))
    assert (api.get_application_id(), api.get_recording_id()) == ('other', str(UUID(int=5)))
    assert api.get_global_data_recording() is api.get_data_recording()


def test_strictness_is_decided_by_init() -> None:
    """Anew each time."""
    api.init('app', strict=True)
    assert is_strict()
    api.init('app')
    assert not is_strict()


def test_wrong_ids_are_misuse(caplog: pytest.LogCaptureFixture) -> None:
    """There is no new recording then."""
    api.init('')
    assert api.get_data_recording() is None
    assert 'init: an application id or recording id is empty' in caplog.text
    with pytest.raises(ValueError, match='is empty'):
        api.init('', strict=True)


def test_a_recording_that_is_replaced_is_finished(tmp_path: Path) -> None:
    """So that a cell of a notebook can be run again and again."""
    for _ in range(3):
        api.init('app')
        api.save(tmp_path / 'a.rrd')
        api.log('a', Scalars(1.0))
    api.init('app')
    gc.collect()
    assert list(logged_in(tmp_path / 'a.rrd')) == ['/a']
    assert read_footer((tmp_path / 'a.rrd').read_bytes()) is not None


def test_a_default_blueprint_comes_with_the_recording() -> None:
    """It is the default, not the active one."""
    api.init('app', default_blueprint=Spatial3DView())
    data = api.binary_stream().read()
    stores = [each.store.kind for each in read_rrd(data) if isinstance(each, FoundStore)]
    assert sorted(stores) == ['blueprint', 'recording']


def test_a_recording_beside_the_one_that_is_meant() -> None:
    """With an id of its own; it may be meant, too."""
    api.init('app')
    beside = api.new_recording('app')
    assert beside.get_recording_id() != api.get_recording_id()
    assert api.get_data_recording() is not beside
    assert api.get_recording_id(beside) == beside.get_recording_id()
    assert api.get_data_recording(beside) is beside
    everywhere = api.new_recording('app', 'id', make_default=True)
    assert api.get_global_data_recording() is everywhere
    here = api.new_recording('app', make_thread_default=True)
    assert api.get_thread_local_data_recording() is here
    assert api.get_data_recording() is here
    assert api.set_thread_local_data_recording(None) is here
    assert api.set_global_data_recording(beside) is everywhere
    assert api.get_data_recording() is beside


def test_where_nothing_is_logged_there_are_no_ids() -> None:
    """Without a recording, or with one that is off."""
    for recording in (None, RecordingStream('app', default_enabled=False)):
        assert api.get_application_id(recording) is None
        assert api.get_recording_id(recording) is None
        assert not api.is_enabled(recording)
