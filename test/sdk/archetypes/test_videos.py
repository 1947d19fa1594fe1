"""Video and sound."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from rerun_bridge.sdk.archetypes import AssetAudio, AssetVideo, VideoFrameReference
from test.support.archetypes import logged


def test_a_moment_of_a_video_however_it_is_said() -> None:
    """In nanoseconds."""
    wanted = {'timestamp': [1_500_000_000]}
    assert logged(VideoFrameReference(timedelta(seconds=1.5))) == wanted
    assert logged(VideoFrameReference(1_500_000_000)) == wanted
    assert logged(VideoFrameReference(nanoseconds=1_500_000_000)) == wanted
    assert logged(VideoFrameReference(seconds=1.5)) == wanted


def test_exactly_one_moment() -> None:
    """None, two, and seconds as a bare number are refused."""
    with pytest.raises(ValueError, match='give one of timestamp, seconds and nanoseconds'):
        VideoFrameReference()
    with pytest.raises(ValueError, match='give one of'):
        VideoFrameReference(1, seconds=1)
    with pytest.raises(TypeError, match='VideoFrameReference:timestamp: '):
        VideoFrameReference(1.5)  # type: ignore[arg-type]


def test_files(tmp_path: Path) -> None:
    """Their names say what they are."""
    for archetype, name, kind in (
        (AssetVideo, 'a.mp4', 'video/mp4'),
        (AssetAudio, 'a.ogg', 'audio/ogg'),
    ):
        path = tmp_path / name
        path.write_bytes(b'abc')
        assert logged(archetype(path=path)) == {'blob': [[97, 98, 99]], 'media_type': [kind]}
