"""metadata.yaml in every version, and what is not one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.channels import qos_of
from rerun_bridge.sources.metadata import read_metadata
from test.support.bags import write_metadata


@pytest.mark.parametrize('version', range(1, 10))
def test_every_version(version: int, tmp_path: Path) -> None:
    """Files always; quality of service since 4, as a list since 9; the distro since 8."""
    write_metadata(tmp_path, ['a.db3', 'b.db3'], version)
    metadata = read_metadata(tmp_path / 'metadata.yaml')
    assert (metadata.version, metadata.files) == (version, ('a.db3', 'b.db3'))
    assert metadata.ros_distro == ('jazzy' if version >= 8 else '')
    profiles = metadata.profiles.get('/even', '')
    assert qos_of(profiles).transient_local is (version >= 4)


@pytest.mark.parametrize(
    ('text', 'message'),
    [('a: [', r'line \d is not YAML'), ('a: 1', 'no rosbag2_bagfile'), ('', 'no rosbag2')],
)
def test_other_files_are_errors(text: str, message: str, tmp_path: Path) -> None:
    """What is not a bag's metadata says so."""
    path = tmp_path / 'metadata.yaml'
    path.write_text(text)
    with pytest.raises(SourceError, match=message):
        read_metadata(path)
    with pytest.raises(SourceError, match='cannot be opened'):
        read_metadata(tmp_path / 'other.yaml')
