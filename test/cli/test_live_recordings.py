"""What the recordings of a live bridge are called, and where they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.cli.live_recordings import open_recordings
from rerun_bridge.config import Config, RecordingSettings, ViewerSettings
from rerun_bridge.errors import ConfigError
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.rrd.decoder import FoundStore, read_rrd

NAMED = Config(recording=RecordingSettings('app', 'run', 'mine'))


def stores(path: Path) -> list[tuple[str, str]]:
    """Return the application and the id of the recordings in a file."""
    found = [each.store for each in read_rrd(path.read_bytes()) if isinstance(each, FoundStore)]
    return list(dict.fromkeys((each.application_id, each.recording_id) for each in found))


def test_names(tmp_path: Path) -> None:
    """As configured; those that follow are told apart."""
    path = tmp_path / 'out.rrd'
    target = ViewerSettings('none', save=str(path))
    recordings, is_watched = open_recordings(NAMED, target, force=False)
    for _ in range(2):
        recordings.begin()
    recordings.close()
    assert stores(path) == [('app', 'mine'), ('app', 'mine-1')]
    assert is_watched is None  # a file wants all


def test_without_names(tmp_path: Path) -> None:
    """Every recording has an id of its own."""
    path = tmp_path / 'out.rrd'
    recordings, _ = open_recordings(Config(), ViewerSettings('none', save=str(path)), force=False)
    for _ in range(2):
        recordings.begin()
    recordings.close()
    (one, first), (other, second) = stores(path)
    assert one == other == 'rerun_bridge'
    assert first != second


def test_segments(tmp_path: Path) -> None:
    """A file for each, where that is asked for."""
    config = replace(NAMED, live=LiveSettings(on_clock_jump='segment'))
    target = ViewerSettings('none', save=str(tmp_path / 'out.rrd'))
    recordings, _ = open_recordings(config, target, force=False)
    for _ in range(2):
        recordings.begin()
    recordings.close()
    assert stores(tmp_path / 'out.rrd') == [('app', 'mine')]
    assert stores(tmp_path / 'out.1.rrd') == [('app', 'mine-1')]


def test_what_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    """The error says how."""
    path = tmp_path / 'out.rrd'
    path.write_bytes(b'')
    target = ViewerSettings('none', save=str(path))
    with pytest.raises(ConfigError, match='--force replaces it'):
        open_recordings(NAMED, target, force=False)
    recordings, _ = open_recordings(NAMED, target, force=True)
    recordings.begin()
    recordings.close()
    assert stores(path) == [('app', 'mine')]
