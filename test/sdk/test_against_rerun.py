"""The judge: what is logged is what the official SDK logs for the same calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rerun_bridge
from test.support.log_calls import log_everything
from test.support.official import read_back, rerun, run_script

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parent.parent.parent


def test_the_same_calls_make_the_same_recording(judge: Path, tmp_path: Path) -> None:
    """Verified, opened lazily, and compared by the official tools."""
    ours, theirs = tmp_path / 'ours.rrd', tmp_path / 'theirs.rrd'
    rerun_bridge.init('test_app', 'test_recording', strict=True)
    rerun_bridge.save(ours)
    log_everything(rerun_bridge)
    rerun_bridge.disconnect()
    run_script(judge, 'log_calls', theirs, ROOT)
    rows = read_back(judge, ours)
    assert rows == read_back(judge, theirs)
    assert rows['store']['/plots/sin'] == 20
    rerun(judge, 'rrd', 'compare', '--unordered', ours, theirs)
    found = json.loads(run_script(judge, 'compare_recordings', ours, theirs))
    assert set(found['entities']) == set(rows['store'])
