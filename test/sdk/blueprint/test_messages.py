"""A blueprint in a recording."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.sdk.archetypes import Points3D
from rerun_bridge.sdk.blueprint import Blueprint, Horizontal, Spatial3DView, TextLogView
from rerun_bridge.sdk.blueprint.messages import blueprint_messages
from rerun_bridge.sdk.recording import RecordingStream
from rerun_bridge.sdk.rrd.frames import FrameKind
from test.support.official import rerun


def test_a_blueprint_is_announced_filled_and_used() -> None:
    """In this order, in a store of its own; a view or container alone does, too."""
    for blueprint in (Blueprint(Spatial3DView()), Spatial3DView(), Horizontal(Spatial3DView())):
        messages = list(blueprint_messages(blueprint, 'app', 'test'))
        kinds = [msg.kind for msg in messages]
        assert (kinds[0], kinds[-1]) == (FrameKind.SET_STORE_INFO, FrameKind.BLUEPRINT_ACTIVATION)
        assert set(kinds[1:-1]) == {FrameKind.ARROW_MSG}
        (store,) = {msg.store for msg in messages}
        assert (store.application_id, store.kind) == ('app', 'blueprint')
        assert not any(msg.facts.is_static for msg in messages if msg.facts is not None)


@pytest.mark.judge
def test_the_official_tools_understand_it(judge: Path, tmp_path: Path) -> None:
    """All of a recording with two blueprints, and which is to be used."""
    path = tmp_path / 'a.rrd'
    with RecordingStream('app') as recording:
        recording.save(path)
        recording.log('a', Points3D([[1, 2, 3]]))
        recording.send_blueprint(TextLogView(), make_active=False)
        recording.send_blueprint(Horizontal(Spatial3DView(origin='/a'), TextLogView()))
    rerun(judge, 'rrd', 'verify', path)
    told = rerun(judge, 'rrd', 'print', path)
    assert 'make_active: false, make_default: true' in told
    assert 'make_active: true, make_default: true' in told
