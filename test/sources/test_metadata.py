"""metadata.yaml in every version, and what is not one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

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


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = (
    'version',
    'storage_identifier',
    'relative_file_paths',
    'topics_with_message_count',
    'ros_distro',
)
TOPIC = st.fixed_dictionaries(
    {},
    optional={
        'topic_metadata': st.one_of(
            VALUES,
            st.fixed_dictionaries(
                {}, optional={'name': VALUES, 'type': VALUES, 'offered_qos_profiles': VALUES}
            ),
        ),
        'message_count': VALUES,
    },
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, VALUES)),
    st.one_of(st.none(), st.lists(TOPIC, max_size=3)),
)
def test_any_values(info: dict[str, object], topics: list[object] | None) -> None:
    """What is not as rosbag2 writes it is left out, or refused with the name of the file."""
    if topics is not None:
        info['topics_with_message_count'] = topics
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'metadata.yaml'
        path.write_text(yaml.dump({'rosbag2_bagfile_information': info}, allow_unicode=False))
        try:
            found = read_metadata(path)
        except SourceError as error:
            assert error.file == str(path)  # noqa: PT017  (some are refused, some not)
            return
    assert all(isinstance(name, str) for name in (*found.files, *found.profiles, *found.counts))
    assert all(isinstance(count, int) for count in found.counts.values())
    for profiles in found.profiles.values():
        qos_of(profiles)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Are refused, but never a fault."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'metadata.yaml'
        path.write_bytes(b'rosbag2_bagfile_information: ' + data)
        try:
            read_metadata(path)
        except SourceError as error:
            assert error.file == str(path)  # noqa: PT017  (some are refused, some not)
